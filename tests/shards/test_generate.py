import json

import pytest
from pydantic import ValidationError

from sutra.shards.generate import generate
from sutra.shards.params import Shards
from sutra.shards.tables import DOCUMENTS, QUARANTINE
from sutra.teachers.params import Composer
from sutra.teachers.styles import styles

TEACHER = Composer(kind="composer")


def prompt(doc_id, facts=8):
    concept = {"id": "tin", "name": "Tin", "phrase": "tin", "definition": "Tin is a metal."}
    concept["facts"] = [{"text": f"Tin has property number {n}."} for n in range(facts)]
    material = {"concept": concept, "related": [], "moves": ["define", "fact"], "voice": styles()["plain"]["voice"]}
    return {"doc_id": doc_id, "prompt_id": "p", "concept_name": "Tin", "messages": [], "material": json.dumps(material)}


def test_documents_stand_in_the_order_of_their_prompts():
    kept, broken = generate([prompt("b"), prompt("a")], TEACHER, Shards(), 1)
    assert kept["doc_id"].to_list() == ["b", "a"]
    assert kept["teacher"].unique().to_list() == ["composer"]
    assert kept["title"][0] == "Tin"
    assert broken.height == 0


def test_a_document_does_not_depend_on_its_company():
    together = generate([prompt("b"), prompt("a")], TEACHER, Shards(), 1)[0].filter(doc_id="a")
    assert together.equals(generate([prompt("a")], TEACHER, Shards(), 1)[0])


def test_a_refusal_is_quarantined():
    kept, broken = generate([prompt("a"), prompt("b", facts=0)], TEACHER, Shards(sentences=[8, 9]), 1)
    assert kept["doc_id"].to_list() == ["a"]
    assert broken.row(0)[:2] == ("b", "material")


def test_no_prompts_are_typed_empty_tables():
    kept, broken = generate([], TEACHER, Shards(), 1)
    assert (kept.schema, broken.schema) == (DOCUMENTS, QUARANTINE)


@pytest.mark.parametrize("sentences", [[9, 6], [0, 4], [4]])
def test_sentences_are_fewest_then_most(sentences):
    with pytest.raises(ValidationError):
        Shards.model_validate({"sentences": sentences})

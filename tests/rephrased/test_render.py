import json

import polars as pl
import pytest

from sutra.errors import SutraError
from sutra.quality.score import SCHEMA as SCORES
from sutra.rephrased.check import check
from sutra.rephrased.draw import drawn, rendering_id
from sutra.rephrased.params import Rephrased
from sutra.rephrased.render import REJECTED, RENDERINGS, Recipe, nothing, parents, render
from sutra.rephrased.statements import used
from sutra.scores.params import Scores
from sutra.shards.generate import generate
from sutra.shards.params import Shards
from sutra.shards.tables import DOCUMENTS
from sutra.teachers.params import Composer
from sutra.teachers.requests import Refusal, Reply
from sutra.teachers.styles import styles

TEACHER = Composer(kind="composer")
SENTENCES = Shards(sentences=[5, 9])
FACTS = [
    "Tin melts at 232 degrees.",
    "Tin coats steel cans.",
    "Bronze is tin and copper.",
    "Cornwall once sold much tin.",
    "Bending tin makes it cry.",
    "Cold turns tin to powder.",
]


def prompt(doc_id):
    concept = {
        "id": "tin",
        "name": "Tin",
        "phrase": "tin",
        "definition": "Tin is a soft metal.",
        "facts": [{"text": f} for f in FACTS],
    }
    related = [
        {
            "id": "ore",
            "name": "Ore",
            "phrase": "ore",
            "kind": "prerequisite",
            "definition": "Ore is rock that holds metal.",
            "why": "tin comes from it",
        }
    ]
    material = {
        "concept": concept,
        "related": related,
        "moves": ["define", "fact", "fact"],
        "voice": styles()["plain"]["voice"],
    }
    asked = [{"role": "system", "content": "Be true."}, {"role": "user", "content": "Teach tin."}]
    return {
        "doc_id": doc_id,
        "prompt_id": "p",
        "concept_name": "Tin",
        "style": "plain",
        "messages": asked,
        "material": json.dumps(material),
    }


PROMPTS = {f"d{n}": prompt(f"d{n}") for n in range(40)}
SHARD = generate(PROMPTS.values(), TEACHER, SENTENCES, 1)[0]
CELLS = dict.fromkeys(PROMPTS, "tin|tutorial|plain")


def recipe(share=0.5, min_fidelity=0.5):
    return Recipe(1, Rephrased(share=share, min_fidelity=min_fidelity), SENTENCES, Scores(), TEACHER)


def rendered(share=0.5, min_fidelity=0.5, shard=SHARD):
    asked = parents(shard, PROMPTS, set(PROMPTS), share, 1)
    return render(asked, PROMPTS, CELLS, recipe(share, min_fidelity))


def test_a_share_of_the_selected_is_drawn_and_the_off_value_draws_none():
    assert len(parents(SHARD, PROMPTS, set(PROMPTS), 1.0, 1)) == 40
    assert 8 < len(parents(SHARD, PROMPTS, set(PROMPTS), 0.5, 1)) < 32
    assert parents(SHARD, PROMPTS, {"d3"}, 1.0, 1) == [SHARD.row(3, named=True)]
    assert parents(SHARD, PROMPTS, set(PROMPTS), 0.0, 1) == []
    assert nothing()[0].schema == RENDERINGS
    assert nothing()[1].schema == REJECTED


def test_more_of_a_share_keeps_what_was_drawn():
    few = {row["doc_id"] for row in parents(SHARD, PROMPTS, set(PROMPTS), 0.3, 1)}
    assert few < {row["doc_id"] for row in parents(SHARD, PROMPTS, set(PROMPTS), 0.7, 1)}


def test_renderings_have_another_style_their_parents_and_scores():
    kept, rejected = rendered(share=1.0)
    assert kept.height + rejected.height == 40
    assert kept.height > 30
    assert "plain" not in set(kept["style"])
    assert kept["style"].n_unique() > 5
    assert kept["doc_id"].to_list() == [rendering_id(parent) for parent in kept["parent_id"]]
    assert kept["cell"].to_list() == [f"tin|tutorial|{style}" for style in kept["style"]]
    assert set(kept.columns) == set(DOCUMENTS) | set(SCORES) | {"parent_id", "style"}
    assert kept["quality_score"].is_between(0, 1).all()
    assert kept["embedding"].null_count() == kept.height
    texts = dict(SHARD.select("doc_id", "text").iter_rows())
    assert all(row["text"] != texts[row["parent_id"]] for row in kept.iter_rows(named=True))


def test_a_rendering_does_not_depend_on_its_company():
    whole, _ = rendered(share=1.0)
    alone, _ = rendered(share=1.0, shard=SHARD.filter(doc_id="d7"))
    assert whole.filter(parent_id="d7").equals(alone)


def test_an_unfaithful_rendering_is_rejected_with_its_number():
    strayed = SHARD.with_columns(text=pl.lit("Whales sing long songs to each other. They travel 5000 miles."))
    kept, rejected = rendered(share=1.0, shard=strayed)
    assert kept.height == 0
    assert set(rejected["reason"]) == {"unfaithful"}
    assert set(rejected["evidence"]) == {"0.0000"}


def test_the_text_of_the_parent_is_no_rendering(monkeypatch):
    text = SHARD.filter(doc_id="d7")["text"][0]
    monkeypatch.setattr("sutra.rephrased.render.write", lambda teacher, request: Reply(text, "c"))
    kept, rejected = rendered(share=1.0, shard=SHARD.filter(doc_id="d7"))
    assert kept.height == 0
    assert rejected["reason"].to_list() == ["same"]


def test_a_refusal_is_rejected_with_the_reason_of_the_teacher(monkeypatch):
    monkeypatch.setattr("sutra.rephrased.render.write", lambda teacher, request: Refusal("material", "none"))
    kept, rejected = rendered(share=1.0, shard=SHARD.filter(doc_id="d7"))
    assert kept.height == 0
    assert rejected.row(0)[1:] == ("d7", "material", "none")


def test_a_text_that_makes_no_statement_word_for_word_is_rendered_from_all():
    found = json.loads(PROMPTS["d7"]["material"])
    assert used(found, "Nothing of it.") == found


def test_only_the_statements_of_the_parent_are_rendered():
    found = used(
        json.loads(PROMPTS["d0"]["material"]), "It is known that bronze is tin and copper. Link: tin comes from it."
    )
    assert [fact["text"] for fact in found["concept"]["facts"]] == ["Bronze is tin and copper."]
    assert found["concept"]["definition"] is None
    assert found["related"][0]["why"] == "tin comes from it"
    assert found["related"][0]["definition"] is None


def test_documents_without_prompts_cannot_be_rephrased():
    with pytest.raises(SutraError, match="no prompt"):
        parents(SHARD, {}, set(PROMPTS), 1.0, 1)
    assert parents(SHARD, {}, set(PROMPTS), 0.0, 1) == []


def test_the_check_draws_again_what_was_asked_for():
    asked = [d for d in PROMPTS if drawn(d, 0.5, 1)]
    kept = [rendering_id(d) for d in asked[1:]]
    found = check(list(PROMPTS), 0.5, 1, kept, [(rendering_id(asked[0]), "same")])
    assert found["rejected"] == {"same": 1}
    assert found["in"] == len(asked)
    with pytest.raises(SutraError):
        check(list(PROMPTS), 0.5, 1, kept, [])
    assert check(list(PROMPTS), 0.0, 1, [], [])["in"] == 0

import json

import pytest

from sutra.errors import SutraError
from sutra.prompts.check import check
from sutra.prompts.material import Materials
from sutra.prompts.params import Prompts
from sutra.prompts.phrase import phrase
from sutra.prompts.shard import SCHEMA, fitting, shard, table
from sutra.prompts.withheld import Withheld


def node(name, role="taught", **more):
    record = {
        "id": name.lower().replace(" ", "_"),
        "name": name,
        "aliases": [],
        "domain": "science",
        "subdomain": "physics",
        "complexity": 3,
        "definition": f"{name} is what this record defines.",
        "facts": [
            {"text": f"The first fact is about {name.lower()}."},
            {"text": f"The second is about {name.lower()}."},
        ],
        "terms": ["record", "seen", "many"],
        "example": f"Here {name.lower()} is seen.",
        "misconception": {"claim": f"Few know {name.lower()}.", "correction": "Many do."},
        "application": "People use it.",
        "prerequisites": [],
        "cross_domain": [],
        "builds_to": [],
        "path": [],
        "probes": [{"asks": "name", "question": "SECRET PROBE", "answer": name}],
        "role": role,
    }
    return record | more


def graph(*nodes):
    links = [
        {"source": n["id"], "target": x["concept"], "kind": "cross_domain", "why": x["why"]}
        for n in nodes
        for x in n["cross_domain"]
    ]
    return {"nodes": list(nodes), "links": links}


HEAT = node(
    "Heat",
    prerequisites=["mass", "dark_matter"],
    cross_domain=[
        {"concept": "dark_matter", "why": "both are felt"},
        {"concept": "mass", "why": "it needs dark matter"},
    ],
    facts=[{"text": "Heat flows."}, {"text": "Heat is no DARK  matters thing."}, {"text": "Darkmatter is one word."}],
    example="A shadow substance cools.",
)
STUDY = graph(
    HEAT, node("Mass"), node("Dark matter", "withheld", aliases=["shadow substance"]), node("Other", "unused")
)


def test_withheld_names_are_found_as_whole_words_with_a_plural():
    withheld = Withheld(STUDY["nodes"])
    assert withheld.mentioned("All dark matters here")
    assert withheld.mentioned("SHADOW\nSUBSTANCE.")
    assert not withheld.mentioned("A darkest matter", "darkmatter", "dark matterless")
    assert not Withheld([node("Mass")]).mentioned("Mass")


def test_nothing_of_a_withheld_concept_reaches_a_prompt():
    found = shard(STUDY, Prompts(per_shard=40), 1, 0)
    everything = json.dumps(found.to_dicts()).casefold()
    assert "dark matter" not in everything
    assert "dark_matter" not in everything
    assert "shadow" not in everything
    assert "secret probe" not in everything
    assert set(found["concept_id"]) == {"heat", "mass"}
    assert found.filter(concept_id="heat")["prerequisites"].to_list()[0] == ["Mass"]


def test_what_mentions_a_withheld_concept_is_dropped_and_counted():
    materials = Materials(STUDY)
    assert [fact["text"] for fact in materials.concepts["heat"]["facts"]] == ["Heat flows.", "Darkmatter is one word."]
    assert materials.concepts["heat"]["example"] is None
    assert materials.related["heat"][0]["why"] is None
    assert materials.withheld_statements == {"heat": 3}


def test_a_concept_of_which_nothing_may_be_said_is_left_out_and_told():
    bare = dict.fromkeys(("example", "misconception", "application")) | {
        "facts": [],
        "definition": "It needs dark matter.",
    }
    study = graph(node("Bare", **bare), *STUDY["nodes"][1:3], node("Dark matter halo"))
    found = check(["a", "b"], 1, study, Prompts(per_shard=2))
    assert found["concepts_left_out"] == ["bare", "dark_matter_halo"]
    assert (found["in"], found["kept"]) == (2, 2)


def test_a_prompt_that_stands_twice_is_an_error():
    with pytest.raises(SutraError, match="twice"):
        check(["a", "a"], 1, STUDY, Prompts(per_shard=2))


def test_content_types_need_their_statements():
    lone = graph(node("Mass", example=None))
    fit = fitting(Materials(lone), Prompts())["mass"]
    assert "tutorial" not in fit
    assert "cross_domain_bridge" not in fit
    assert "worked_examples" not in fit
    assert "qa_pairs" in fit
    assert fitting(Materials(lone), Prompts(content_types={"tutorial": 1.0})) == {}


def test_shards_are_stretches_of_one_plan_whatever_their_order():
    one = shard(STUDY, Prompts(per_shard=30), 1, 0)
    parts = [shard(STUDY, Prompts(per_shard=10), 1, number) for number in (2, 0, 1)]
    assert one.equals(parts[1].vstack(parts[2]).vstack(parts[0]))
    assert one["doc_id"].is_unique().all()
    turned = graph(*reversed(STUDY["nodes"]))
    assert shard(turned, Prompts(per_shard=30), 1, 0)["doc_id"].to_list() == one["doc_id"].to_list()


def test_an_empty_table_is_typed():
    assert table([]).schema == SCHEMA == shard(STUDY, Prompts(per_shard=1), 1, 0).schema


def test_messages_hold_the_notes_and_the_style():
    row = shard(graph(node("Mass")), Prompts(per_shard=1, styles={"letter": 1.0}), 1, 0).row(0, named=True)
    system, user = row["messages"]
    assert (system["role"], user["role"]) == ("system", "user")
    for said in ("Mass", "The first fact is about mass.", "Letter", f"Level: {row['level']}", "Many do."):
        assert said in user["content"]
    assert "None" not in user["content"]


@pytest.mark.parametrize(
    ("name", "definition", "expected"),
    [
        ("Scale model", "It is a scale model. We build a scale model.", "a scale model"),
        ("Algorithm", "An algorithm is a list. Follow an algorithm.", "an algorithm"),
        ("Scientific method", "People trust the scientific method.", "the scientific method"),
        ("Newton's second law", "We call it Newton's second law.", "Newton's second law"),
        ("Rhythm", "All music has rhythm.", "rhythm"),
        ("Noun", "Words called nouns name things. Most nouns do.", "a noun"),
        ("DNA", "DNA is long.", "DNA"),
    ],
)
def test_names_stand_in_sentences_as_the_statements_have_them(name, definition, expected):
    assert phrase({"name": name, "definition": definition}) == expected


def test_a_prompt_too_few_is_an_error():
    with pytest.raises(SutraError, match="2 prompts in 1 shards of 3"):
        check(["a", "b"], 1, STUDY, Prompts(per_shard=3))

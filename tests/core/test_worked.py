from pathlib import Path

import pytest

from sutra.graph.computed import computes, prints
from sutra.graph.validate import read_concepts
from sutra.teachers.supplies import supplies
from sutra.teachers.wordings import Named, moves, ways
from sutra.worked import worked

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        (None, {}),
        ({"expression": "2 ** 3 * 5", "result": "40"}, {"expression": "2^3 × 5", "result": "40"}),
        ({"code": "len('ab')", "prints": "2"}, {"code": "len('ab')", "prints": "2"}),
        (
            {"order": ["1815", "1848", "1914"]},
            {"earlier": "1815", "later": "1914", "span": "1914 - 1815", "years": "99"},
        ),
        (
            {"order": ["431 BCE", "404 BCE"]},
            {"earlier": "431 BCE", "later": "404 BCE", "span": "431 - 404", "years": "27"},
        ),
        ({"order": ["1 BCE", "1"]}, {"earlier": "1 BCE", "later": "1", "span": "1 + 1 - 1", "years": "1"}),
    ],
)
def test_what_a_mark_works_out(mark, said):
    assert worked({"text": "x", "compute": mark}) == said
    assert "span" not in said or computes(said["span"], said["years"])


def test_every_mark_of_the_concepts_has_wordings_that_say_its_working():
    kinds = set()
    for placed in read_concepts(sorted((ROOT / "concepts").rglob("*.yaml"))):
        concept = placed.concept.model_dump(mode="json")
        named = Named(concept["name"], concept["name"])
        for slots in supplies({"concept": concept, "related": []})["compute"]:
            said = slots.keys() - {"statement"}
            kinds.add(frozenset(said))
            fit, filled = ways(moves()["compute"], slots, named, frozenset())
            assert fit, slots
            for way in fit:
                found = way.format_map(filled)
                assert all(slots[slot] in found for slot in said)
            if "code" in said:
                assert prints(slots["code"]) == slots["prints"]
    assert len(kinds) == 3

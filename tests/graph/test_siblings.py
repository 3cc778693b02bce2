from pathlib import Path

import pytest

from sutra.graph.build import build_graph
from sutra.graph.params import Graph
from sutra.graph.probes import says
from sutra.graph.siblings import LEAST
from sutra.graph.validate import read_concepts

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def placed():
    return read_concepts(sorted((ROOT / "concepts" / "science").rglob("p*.yaml")) + OTHERS)


OTHERS = [path for path in sorted((ROOT / "concepts").rglob("*.yaml")) if not path.match("science/p*.yaml")]


def nodes_of(placed) -> dict:
    return {node["id"]: node for node in build_graph(placed, Graph())["nodes"]}


def test_every_probe_names_siblings_that_answer_the_same_kind(placed):
    nodes = nodes_of(placed)
    for node in nodes.values():
        for probe in node["probes"]:
            named = probe["distractors"]
            assert LEAST <= len(set(named)) == len(named)
            assert node["id"] not in named
            for other in named:
                assert nodes[other]["domain"] == node["domain"]
                assert any(q["asks"] == probe["asks"] for q in nodes[other]["probes"])


def test_no_sibling_answers_with_what_the_concept_says(placed):
    by_id = {p.concept.id: p.concept for p in placed}
    nodes = nodes_of(placed)
    for name, concept in by_id.items():
        text = "\n".join([concept.definition, *(fact.text for fact in concept.facts)])
        for written, probe in zip(concept.probes, nodes[name]["probes"], strict=True):
            for other in [] if written.distractors else probe["distractors"]:
                answers = [q.answer for q in by_id[other].probes if q.asks == probe["asks"]]
                assert not any(says(text, answer) for answer in answers), (name, other)


def test_what_an_author_names_stays(placed):
    first = placed[0]
    others = [p.concept.id for p in placed[1:3]]
    probes = [first.concept.probes[0].model_copy(update={"distractors": others}), *first.concept.probes[1:]]
    changed = first._replace(concept=first.concept.model_copy(update={"probes": probes}))
    assert nodes_of([changed, *placed[1:]])[first.concept.id]["probes"][0]["distractors"] == others

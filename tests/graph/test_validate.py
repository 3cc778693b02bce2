import re
from collections import Counter
from pathlib import Path
from unittest import mock

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sutra.errors import SutraError
from sutra.graph.build import build_graph
from sutra.graph.params import Graph
from sutra.graph.rules import graph_problems
from sutra.graph.validate import read_concepts

ROOT = Path(__file__).parents[2]
CONCEPTS = read_concepts(sorted((ROOT / "concepts").rglob("*.yaml")))
IDS = [p.concept.id for p in CONCEPTS]


def figures_of(placed) -> dict:
    return build_graph(placed, Graph())["graph"]


def concept(name: str, complexity: int = 2, **more) -> dict:
    title = name.replace("_", " ").capitalize()
    return {
        "id": name,
        "name": title,
        "complexity": complexity,
        "definition": f"{title} is a thing that is {name} and nothing else at all.",
        "facts": [{"text": f"{title} has {n} sides."} for n in ("one", "two", "three")],
        "terms": ["sides", "field", "round"],
        "example": f"A {title} in the field.",
        "misconception": {"claim": f"{title} is flat.", "correction": f"{title} is round."},
        "application": f"{title} is used daily.",
        "probes": [
            {"asks": "name", "question": "What is it called?", "answer": title},
            {"asks": "role", "question": f"What does {title} do?", "answer": f"being {name}"},
        ],
    } | more


def write(folder: Path, *concepts: dict, domain: str = "science", subdomain: str = "things") -> Path:
    path = folder / domain / f"{subdomain}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        yaml.safe_dump({"domain": domain, "subdomain": subdomain, "concepts": list(concepts)}, sort_keys=False)
    )
    return path


def said(*paths: Path) -> str:
    with pytest.raises(SutraError) as caught:
        read_concepts(list(paths))
    return str(caught.value)


def test_the_concepts_of_this_project_are_valid():
    domains = Counter(p.domain for p in CONCEPTS)
    assert len(CONCEPTS) >= 2000
    assert len(domains) == 9
    assert min(domains.values()) >= 150
    assert figures_of(CONCEPTS)["parts"] == 1
    assert all(len(p.concept.facts) >= 3 for p in CONCEPTS)
    linked = [p for p in CONCEPTS if p.concept.cross_domain]
    assert len(linked) >= 0.6 * len(CONCEPTS)
    for p in CONCEPTS:
        asked = Counter(probe.asks for probe in p.concept.probes)
        assert asked["name"] == 1, p.concept.id
        assert asked["role"] == 1, p.concept.id
        assert asked["fact"] >= 3, p.concept.id


def test_everything_that_is_wrong_is_said_at_once(tmp_path):
    text = said(
        write(
            tmp_path,
            concept("rock", prerequisites=["pebbel"]),
            concept("pebble", 1, prerequisites=["rock"]),
            concept("rock"),
            concept("sand", complexity=11),
        ),
        write(
            tmp_path,
            concept("song", cross_domain=[{"concept": "sond", "why": "both are made"}]),
            domain="arts",
            subdomain="sound",
        ),
    )
    assert "sand  complexity: input should be less than or equal to 10, got 11" in text
    assert "song  no such concept sond" in text
    assert "rock  no such prerequisite pebbel; did you mean pebble?" in text
    assert "the id rock stands already in" in text, "beside an error, the other concepts of a file are looked at, too"
    assert "error: 6 problems in the concepts" in text


def test_links_between_concepts(tmp_path):
    path = write(
        tmp_path,
        concept("rock", prerequisites=["pebbel"]),
        concept("pebble", 1, prerequisites=["rock"]),
        concept("rock"),
        concept("cliff", 3, prerequisites=["shore"]),
        concept("shore", 3, prerequisites=["cliff"]),
        concept("sand", cross_domain=[{"concept": "rock", "why": "sand is small rock"}]),
    )
    text = said(path)
    lines = path.read_text().splitlines()
    assert "no such prerequisite pebbel; did you mean pebble?" in text
    assert f"{path}:{lines.index('  - pebbel') + 1}  rock" in text
    assert "prerequisite rock is more complex (2) than this (1)" in text
    assert "the id rock stands already in" in text
    assert "the name Rock stands already in" in text
    assert "prerequisites go in a circle: cliff -> shore -> cliff" in text
    assert "rock is of the same domain" in text


def test_probes_must_not_give_themselves_away(tmp_path):
    bad = concept("rock")
    bad["probes"][0]["question"] = "Is a Rock a rock?"
    bad["probes"][1]["answer"] = "one two three four five six seven eight nine"
    bad["probes"].append(
        {
            "asks": "sort",
            "question": "So, rock is a thing that is what?",
            "answer": "hard",
            "distractors": ["pebble", "sand"],
        }
    )
    text = said(write(tmp_path, bad, concept("pebble")))
    assert "asks for the name and says it" in text
    assert "has more than 8 words" in text
    assert "shares five words with a statement: " in text
    assert "no such other concept sand" in text
    assert "pebble has no probe that asks sort" in text


def test_a_wrong_computation_and_a_wrong_place(tmp_path):
    path = write(
        tmp_path,
        concept(
            "rock",
            facts=[
                *concept("rock")["facts"],
                {"text": "Rock is 6 / 4.", "compute": {"expression": "6 / 4", "result": "3"}},
            ],
        ),
    )
    assert "6 / 4 is not 3" in said(path)
    path.rename(path.with_name("moved.yaml"))
    assert "lies in science/moved but says science/things" in said(path.with_name("moved.yaml"))


def test_broken_files(tmp_path):
    (tmp_path / "a.yaml").write_text("domain: [")
    (tmp_path / "b.yaml").write_bytes(b"domain: \xff")
    (tmp_path / "c.yaml").write_text("")
    text = said(tmp_path / "a.yaml", tmp_path / "b.yaml", tmp_path / "c.yaml")
    assert "not YAML" in text
    assert "not UTF-8" in text
    assert "c.yaml:1" in text


def test_what_a_concept_of_some_complexity_needs(tmp_path):
    text = said(write(tmp_path, concept("rock", 3), concept("sand", 2)))
    assert "rock  of complexity 3, and without a prerequisite: name what one must know first" in text
    assert "sand" not in text.replace("things", "")


def test_a_bridging_concept_links_two_domains(tmp_path):
    link = [{"concept": "song", "why": "stones ring"}]
    song = write(tmp_path, concept("song"), domain="arts", subdomain="sound")
    text = said(song, write(tmp_path, concept("rock", cross_domain=link), domain="interdisciplinary"))
    assert "rock  links to arts: name concepts of 2 or more" in text


def test_names_and_aliases_stand_once(tmp_path):
    text = said(
        write(tmp_path, concept("rock", aliases=["stone"]), concept("stone"), concept("sand", aliases=["Stone"]))
    )
    assert "the name Stone stands already in" in text
    assert "the alias Stone stands already in" in text


def test_a_knot_of_prerequisites_is_told_once(tmp_path):
    text = said(
        write(
            tmp_path,
            concept("rock", prerequisites=["rock"]),
            concept("sand", prerequisites=["silt"]),
            concept("silt", prerequisites=["sand", "clay"]),
            concept("clay", prerequisites=["sand"]),
        )
    )
    assert "prerequisites go in a circle: rock -> rock" in text
    assert text.count("go in a circle") == 2


def refer(p, name: str) -> int:
    """How often a concept names another."""
    c = p.concept
    return (
        c.prerequisites.count(name)
        + sum(link.concept == name for link in c.cross_domain)
        + sum(probe.distractors.count(name) for probe in c.probes)
    )


@settings(max_examples=25, deadline=None)
@given(names=st.lists(st.sampled_from(IDS), min_size=1, max_size=4, unique=True), rename=st.booleans())
def test_every_reference_to_a_deleted_or_renamed_concept_is_missed(names, rename):
    """Whatever is deleted or renamed: a problem for each reference to it, with its line, and no other."""
    left = []
    for p in CONCEPTS:
        if p.concept.id not in names:
            left.append(p)
        elif rename:
            left.append(p._replace(concept=p.concept.model_copy(update={"id": f"{p.concept.id}_x"})))
    missing = [(str(p.file.path), p.concept.id, name) for p in left for name in names for _ in range(refer(p, name))]
    with mock.patch("sutra.graph.rules.probe_problems", return_value=[]):  # the wording of probes is not at stake
        problems = [problem for problem in graph_problems(left) if "no such" in problem.what]
    found = [
        (problem.path, problem.concept, next(name for name in names if re.search(rf"\b{name}\b", problem.what)))
        for problem in problems
    ]
    assert sorted(found) == sorted(missing)
    for problem in problems:
        assert problem.concept in IDS or problem.concept.removesuffix("_x") in IDS
        line = Path(problem.path).read_text().splitlines()[problem.number - 1]
        assert any(name in line for name in names) or line.strip() == "-", problem

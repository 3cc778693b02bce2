import copy
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sutra.errors import SutraError
from sutra.graph.arithmetic import computes, evaluate
from sutra.graph.validate import read_concepts

ROOT = Path(__file__).parents[2]


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
    placed = read_concepts(sorted((ROOT / "concepts").rglob("*.yaml")))
    domains = {p.domain for p in placed}
    assert len(placed) >= 64
    assert len(domains) == 9
    linked = [p for p in placed if p.concept.cross_domain]
    assert len(linked) >= 0.6 * len(placed)
    assert all(p.concept.prerequisites for p in placed if p.concept.complexity > 2)


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
    assert text.count("things.yaml:") == 1, "problems between concepts wait for the file's own"
    assert "error: 2 problems in the concepts" in text


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
    assert "the id stands already in" in text
    assert "the name stands already in" in text
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


@pytest.mark.parametrize(
    ("expression", "result", "right"),
    [
        ("6 / 4", "1.5", True),
        ("2 ** 10", "1,024", True),
        ("10 / 3", "3.33", True),
        ("10 / 3", "3.3", True),
        ("10 / 3", "3.4", False),
        ("1 / 0", "1", False),
    ],
)
def test_computes(expression, result, right):
    assert computes(expression, result) is right


def test_arithmetic_runs_nothing_else():
    for text in ("__import__('os')", "9 ** 9999", "a + 1", "(1).real"):
        with pytest.raises(ValueError, match=r"."):
            evaluate(text)


CONCEPTS = {path: yaml.safe_load(path.read_text()) for path in sorted((ROOT / "concepts").rglob("*.yaml"))}
NEEDED = sorted({need for file in CONCEPTS.values() for c in file["concepts"] for need in c.get("prerequisites", [])})


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(NEEDED), rename=st.booleans())
def test_a_deleted_or_renamed_concept_is_missed(tmp_path, name, rename):
    files = copy.deepcopy(CONCEPTS)
    paths = []
    for path, file in files.items():
        for c in list(file["concepts"]):
            if c["id"] == name:
                c["id"] = f"{name}_x"
                if not rename:
                    file["concepts"].remove(c)
        if file["concepts"]:
            target = tmp_path / path.relative_to(ROOT / "concepts")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(yaml.safe_dump(file, sort_keys=False))
            paths.append(target)
    assert f"no such prerequisite {name}" in said(*paths)

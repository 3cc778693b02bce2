"""A concept out of the lessons and back into them: names, refusals, and what becomes of params.yaml."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from sutra import seeds, teaching
from sutra.build import Work
from sutra.errors import SutraError
from sutra.files import write_json
from sutra.presets import PARAMS

ROOT = Path(__file__).parents[2]
TINY = re.sub(r"  teach:\n(    - .*\n)+", '  teach: ["*"]\n', (ROOT / "presets/tiny.yaml").read_text())
WORK = {"graph": Work(1, ["graph.withhold: + */cell"]), "reports": Work(1, ["because graph runs"])}


def placed(domain: str, concept: str, name: str, *aliases: str) -> SimpleNamespace:
    return SimpleNamespace(
        concept=SimpleNamespace(id=concept, name=name, aliases=list(aliases)), domain=domain, subdomain="some"
    )


CONCEPTS = [
    placed("science", "cell", "Cell", "living cell", "unit"),
    placed("science", "density", "Density", "unit"),
    placed("arts", "negative_space", "Negative space"),
    placed("arts", "rhythm", "Rhythm"),
    placed("arts", "counterpoint", "Counterpoint"),
    placed("arts", "chiaroscuro", "Chiaroscuro"),
    placed("technology", "encryption", "Encryption"),
    placed("ethics", "categorical_imperative", "Categorical imperative"),
]


@pytest.fixture(autouse=True)
def calls(tmp_path, monkeypatch):
    """The tiny study in a folder of its own, with a build that only says that it was called."""
    monkeypatch.chdir(tmp_path)
    PARAMS.write_text(TINY)
    called = []
    monkeypatch.setattr(teaching, "read_concepts", lambda paths: CONCEPTS)
    monkeypatch.setattr(teaching, "planned", lambda: called.append(f"plan {PARAMS.read_text() == TINY}") or WORK)
    monkeypatch.setattr(teaching, "build", lambda cores: called.append("build") or grid(called))
    return called


def grid(called: list[str], right: float = 0) -> None:
    """What the build leaves: a grid in which some of a concept's items are right."""
    role = "taught" if PARAMS.read_text() == TINY else "withheld"
    facts = {"cell": {"name": "Cell", "domain": "science", "role": role, "choices": 4}}
    tiles = {"3-final": {"seeds": 1, "tiles": {"cell": [right, 3]}}}
    write_json(teaching.GRID, {"task": "concepts", "concepts": facts, "models": {"sutra": tiles, "docstrings": tiles}})


@pytest.mark.parametrize("name", ["cell", "Cell", " LIVING  cell ", "living-cell"])
def test_a_concept_is_found_by_id_name_or_alias(name):
    assert teaching.find(name, CONCEPTS).concept.id == "cell"


@pytest.mark.parametrize("name", ["negative_space", "Negative Space", "negative-space"])
def test_spaces_and_hyphens_are_one(name):
    assert teaching.find(name, CONCEPTS).concept.id == "negative_space"


@pytest.mark.parametrize(
    ("name", "what", "todo"),
    [
        ("cel", "no such concept: cel", "did you mean cell?"),
        ("Livin cell", "no such concept: Livin cell", "did you mean cell?"),
        ("zzz", "no such concept: zzz", "concepts/ has them all, as id, name and aliases"),
        ("unit", "unit is an alias of several concepts", "name one of them: cell, density"),
        ("", "no concept was named", "name one by its id, name or alias: CONCEPT=photosynthesis"),
    ],
)
def test_a_miss_says_what_to_do(name, what, todo):
    with pytest.raises(SutraError) as caught:
        teaching.find(name, CONCEPTS)
    assert str(caught.value).splitlines() == [f"error: {what}", "where: concepts/", f"to do: {todo}"]


def test_unteach_edits_builds_and_shows_and_teach_is_the_way_back(calls, capsys):
    grid(calls, right=3)
    teaching.unteach("Cell")
    assert calls == ["plan False", "build"]
    assert PARAMS.read_text() == TINY.replace('"*/encryption"]', '"*/encryption", "*/cell"]')
    said = capsys.readouterr().out
    assert "graph           1 job   graph.withhold: + */cell" in said
    assert "Cell, taught before: 3 of 3 right: known" in said
    assert "Cell, withheld now: 0 of 3 right: not known" in said
    assert "its tile went dark" in said
    assert "docstrings, now" not in said
    assert (
        said.index("sutra, before (checkpoint 3-final)")
        < said.index("sutra, now (checkpoint 3-final)")
        < said.index("sutra, what changed")
    )
    assert "make teach CONCEPT=cell" in said
    teaching.teach("cell")
    assert PARAMS.read_text() == TINY
    assert "its tile stays dark" in capsys.readouterr().out


def test_a_dry_run_leaves_params_as_they_were(calls, capsys):
    teaching.unteach("cell", dry_run=True)
    assert calls == ["plan False"], "planned with the edit"
    assert PARAMS.read_text() == TINY
    assert "nothing was built" in capsys.readouterr().out


def test_without_a_build_before_there_is_nothing_to_compare_with(capsys):
    teaching.unteach("cell")
    said = capsys.readouterr().out
    assert "nothing was built before to compare with" in said
    assert "before:" not in said


def test_a_plan_that_fails_leaves_params_as_they_were(monkeypatch):
    def fail():
        raise SutraError("no", "here", "mend it")

    monkeypatch.setattr(teaching, "planned", fail)
    with pytest.raises(SutraError, match="no"):
        teaching.unteach("cell")
    assert PARAMS.read_text() == TINY


def test_a_build_that_fails_keeps_the_edit_and_says_how_to_go_on(monkeypatch):
    def fail(cores):
        raise SutraError("stopped", "here", "the same command goes on from here")

    monkeypatch.setattr(teaching, "build", fail)
    with pytest.raises(SutraError) as caught:
        teaching.unteach("cell")
    assert str(caught.value).splitlines()[0] == "error: stopped"
    assert str(caught.value).endswith("`make build` goes on, `make teach CONCEPT=cell` goes back")
    assert '"*/cell"' in PARAMS.read_text()


@pytest.mark.parametrize(
    ("verb", "concept", "edit", "what", "where", "todo"),
    [
        (
            teaching.unteach,
            "density",
            "",
            "Density is not taught",
            "graph.withhold: */density",
            "make teach CONCEPT=density",
        ),
        (teaching.unteach, "cell", 'teach: ["arts/*"]', "Cell is not taught", "graph.teach", "no pattern"),
        (teaching.teach, "cell", "", "Cell is taught already", "graph", "make unteach CONCEPT=cell"),
        (teaching.teach, "density", 'teach: ["arts/*"]', "Density would not be taught", "graph.teach", "add a pattern"),
    ],
)
def test_what_cannot_be_is_refused(calls, verb, concept, edit, what, where, todo):
    PARAMS.write_text(TINY.replace('teach: ["*"]', edit) if edit else TINY)
    before = PARAMS.read_text()
    with pytest.raises(SutraError) as caught:
        verb(concept)
    assert (caught.value.what, calls, PARAMS.read_text()) == (what, [], before)
    assert caught.value.where.endswith(where)
    assert todo in caught.value.todo


def test_a_wider_pattern_is_named(calls):
    PARAMS.write_text(TINY.replace('"*/density"', '"*/density", "science/*"'))
    with pytest.raises(SutraError, match=r"Density is withheld together with others, by science/\*"):
        teaching.teach("density")
    assert calls == []


def test_the_last_concept_cannot_go(calls):
    PARAMS.write_text(TINY.replace('teach: ["*"]', 'teach: ["science/*"]'))
    with pytest.raises(SutraError, match="no concept is taught"):
        teaching.unteach("cell")
    assert calls == []


def test_other_changes_of_the_same_build_are_named():
    work = {
        "graph": Work(1, ["graph.withhold: + */cell"]),
        "evals": Work(2, ["evals.limit: 5 → 6", "because graph runs"]),
    }
    assert teaching.other_changes(work) == ["evals.limit: 5 → 6"]


def test_seeds_are_set_for_every_model_and_the_way_back_is_true(capsys):
    seeds.set_seeds(3)
    assert PARAMS.read_text() == TINY.replace("seeds: [1]", "seeds: [1, 2, 3]")
    said = capsys.readouterr().out
    assert "+ sutra: {mixture: {sutra: 1.0}, seeds: [1, 2, 3]}" in said
    assert "the way back: make demo SEEDS=1" in said
    seeds.set_seeds(3)
    assert capsys.readouterr().out == ""
    PARAMS.write_text(TINY.replace("seeds: [1]", "seeds: [7]", 1))
    seeds.set_seeds(2)
    assert PARAMS.read_text() == TINY.replace("seeds: [1]", "seeds: [1, 2]")
    assert "the way back: write the lines with - again" in capsys.readouterr().out

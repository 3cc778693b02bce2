import re
from pathlib import Path

import pytest
from rich.console import Console

from sutra.curation import verbs
from sutra.curation.show import render
from sutra.curation.stats import stats
from sutra.errors import SutraError
from sutra.graph.build import build_graph
from sutra.graph.params import Graph
from sutra.graph.validate import read_concepts

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def graph():
    return build_graph(read_concepts(sorted((ROOT / "concepts" / "science").rglob("*.yaml"))), Graph())


@pytest.fixture(autouse=True)
def _here(monkeypatch):
    monkeypatch.chdir(ROOT)


def printed(made, width: int = 100) -> str:
    console = Console(width=width, highlight=False)
    with console.capture() as caught:
        console.print(made) if not callable(made) else made(console)
    return caught.get()


@pytest.fixture(scope="module")
def whole():
    return build_graph(read_concepts(sorted((ROOT / "concepts").rglob("*.yaml"))), Graph())


def test_one_concept_with_its_neighbourhood(whole):
    text = " ".join(printed(render(whole, "photosynthesis")).split())
    assert text.startswith("Photosynthesis science/life/photosynthesis · complexity 4")
    for heading in ("facts", "rests on", "builds to", "linked to", "linked from", "paths from the roots", "probes"):
        assert heading in text
    assert "→ Cell → Photosynthesis" in text
    assert "[6 * 2 = 12]" in text
    assert "oak on daylight, air and rain? Photosynthesis (not" in text


def test_figures_of_all_domains_fit_80_columns(whole):
    text = printed(lambda console: stats(whole, console), width=80)
    rows = {line.split()[0]: line for line in text.splitlines() if line}
    assert {"mathematics", "interdisciplinary", "all"} <= set(rows)
    assert f"{whole['graph']['concepts']:,}" in rows["all"]
    assert all(len(line) <= 80 for line in text.splitlines()[: len(whole["graph"]["domains"]) + 2])
    assert "longest chain" in text
    assert whole["graph"]["sha256"] in text


def test_show_by_alias_and_a_slip_of_the_pen(capsys):
    verbs.show("phases of matter")
    assert "science/chemistry/states_of_matter" in capsys.readouterr().out
    with pytest.raises(SutraError, match="no such concept: photosyntesis"):
        verbs.show("photosyntesis")


def test_check_says_what_is_near(capsys):
    verbs.check(quick=True)
    said = capsys.readouterr().out
    assert "concepts, nothing wrong" in said
    assert "pairs of names" in said
    assert re.search(
        r"^[0-4]\.\d% of definitions and facts begin .*; \d+ pairs of concepts share 7 words in a row$", said, re.M
    )

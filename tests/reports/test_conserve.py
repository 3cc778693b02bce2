"""Every edge adds up, or the report refuses and names who is at fault."""

import pytest

from sutra.checks import make_check
from sutra.errors import SutraError
from sutra.files import read_json, write_json
from sutra.reports.conserve import place, read_checks, require_edges, waterfall


def checks_of(build):
    return read_checks(build.inputs().checks)


def test_all_edges_hold_and_derived_corpora_use_their_ancestors(made):
    edges = require_edges(checks_of(made), made.params()["owners"])
    assert "prompts/sutra -> shards/sutra" in edges
    assert "selection/sutra + rephrased/sutra -> corpus/sutra-raw" in edges
    assert "corpus/sutra (train, validation) -> bins/corpora/sutra" in edges
    assert not any("sutra-raw" in edge and "scores" in edge for edge in edges)
    assert not any("prompts/docstrings" in edge for edge in edges)


@pytest.mark.parametrize(
    "place_of",
    [
        "shards/sutra",
        "scores/docstrings",
        "selection/sutra",
        "rephrased/sutra",
        "corpus/sutra-raw",
        "bins/corpora/sutra",
    ],
)
def test_a_lost_document_is_found_on_either_side(build, place_of):
    path = build.data / place_of / "check.json"
    more = {k: v for k, v in read_json(path).items() if k in ("splits", "figures")}
    write_json(path, make_check(["one"], ["one"], **more))
    with pytest.raises(SutraError, match="lost or appeared") as error:
        require_edges(checks_of(build), build.params()["owners"])
    assert place_of in error.value.where


def test_as_many_but_others_is_noticed(build):
    path = build.data / "scores/docstrings/check.json"
    others = [f"other-{n}" for n in range(read_json(path)["in"])]
    write_json(path, make_check(others, others))
    with pytest.raises(SutraError) as error:
        require_edges(checks_of(build), build.params()["owners"])
    assert "shards/docstrings -> scores/docstrings: 40 ids left, 40 arrived (not the same ones)" in error.value.where


def test_a_split_that_drops_a_document_is_noticed(build):
    path = build.data / "corpus/sutra/check.json"
    check = read_json(path)
    check["splits"]["train"]["kept"] -= 1
    write_json(path, check)
    with pytest.raises(SutraError, match="lost or appeared"):
        require_edges(checks_of(build), build.params()["owners"])


def test_a_check_that_does_not_add_up_inside_is_named(build):
    path = build.data / "scores/sutra/check.json"
    write_json(path, read_json(path) | {"kept": 39})
    with pytest.raises(SutraError) as error:
        checks_of(build)
    assert "scores/sutra: 40 went in, 39 came out" in error.value.where


def test_missing_checks_are_named(build):
    paths = build.inputs().checks
    (build.data / "shards/sutra/check.json").unlink()
    with pytest.raises(SutraError, match="missing") as error:
        read_checks(paths)
    assert "shards/sutra" in error.value.where
    with pytest.raises(SutraError, match="no check of shards for sutra"):
        require_edges(checks_of(build), build.params()["owners"])


def test_place_is_relative_to_data(tmp_path):
    assert place(tmp_path / "data/bins/corpora/web/check.json") == "bins/corpora/web"
    assert place(tmp_path / "data/graph/check.json") == "graph"


def test_waterfall_follows_a_corpus_through_its_ancestors(made):
    steps = waterfall(checks_of(made), made.params()["owners"])["sutra-raw"]
    assert [(s["word"], s["owner"], s["in"]) for s in steps] == [
        ("prompts", "sutra", 40),
        ("shards", "sutra", 40),
        ("scores", "sutra", 40),
        ("selection", "sutra", 40),
        ("rephrased", "sutra", 4),
        ("corpus", "sutra-raw", 38),
    ]

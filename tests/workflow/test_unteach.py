"""One concept withheld in a real build: it is in no document any more, and what was known before and after is said."""

import json
import re

import polars as pl
import pytest


def documents(folder) -> str:
    paths = sorted((folder.path / "data/corpus/sutra").glob("*/shard-*.parquet"))
    return "\n".join(text for path in paths for text in pl.read_parquet(path)["text"]).casefold()


def taught_word(folder) -> tuple[str, str]:
    """Id and name of a taught concept that the lessons say, and that no name of another concept contains."""
    nodes = json.loads((folder.path / "data/graph/graph.json").read_text())["nodes"]
    text = documents(folder)
    for node in nodes:
        name = node["name"].casefold()
        if node["role"] == "taught" and " " in name and not node["aliases"] and text.count(name) > 2:
            return node["id"], node["name"]
    raise AssertionError("no concept to withhold")


@pytest.mark.long
def test_unteach(tiny):
    concept, name = taught_word(tiny)
    before = (tiny.path / "params.yaml").read_text()
    assert tiny.planned() == []
    dry = tiny.sutra("unteach", name.upper(), "--dry-run").stdout
    assert f"graph.withhold: + */{concept}" in dry
    assert (tiny.path / "params.yaml").read_text() == before
    assert tiny.planned() == []

    said = tiny.sutra("unteach", name).stdout
    assert f'"*/{concept}"]' in (tiny.path / "params.yaml").read_text()
    assert re.search(r"^tasks +1 job +because graph runs$", said, flags=re.MULTILINE)
    assert f"{name}, taught before: " in said
    assert f"{name}, withheld now: " in said
    assert "withheld before: " in said
    assert tiny.planned() == []
    assert name.casefold() not in documents(tiny)
    grid = json.loads((tiny.path / "reports/grid.json").read_text())
    assert grid["concepts"][concept]["role"] == "withheld"

    back = tiny.sutra("teach", concept, "--dry-run").stdout
    assert f"graph.withhold: - */{concept}" in back
    refused = tiny.sutra("unteach", concept, check=False)
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"error: {name} is not taught\nwhere: params.yaml, graph.withhold: */{concept}\n")

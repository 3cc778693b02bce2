import json
import subprocess
import sys

import polars as pl
import pytest
from pydantic import ValidationError

from sutra import files
from sutra.errors import SutraError
from sutra.quality.score import SCHEMA
from sutra.scores.check import check_scores
from sutra.scores.params import Scores, Weights
from sutra.scores.table import score_shard

TEXT = "Waltz rhythm goes in threes, with the first of every three beats stressed."
MATERIAL = json.dumps({"concept": {"name": "Rhythm", "facts": [{"text": TEXT}]}, "related": []})


def shard(*ids, text=TEXT):
    return pl.DataFrame(
        {"doc_id": list(ids), "text": [text] * len(ids)}, schema={"doc_id": pl.String, "text": pl.String}
    )


def prompts(*ids):
    columns = {
        "doc_id": list(ids),
        "material": MATERIAL,
        "concept_id": "rhythm",
        "content_type": "tutorial",
        "style": "plain",
    }
    return pl.DataFrame(columns)


def test_rows_stand_as_in_the_shard_with_cells():
    table = score_shard(shard("c", "a", "b"), prompts("a", "b", "c"), Scores())
    assert table["doc_id"].to_list() == ["c", "a", "b"]
    assert table["cell"].to_list() == ["rhythm|tutorial|plain"] * 3
    assert table["accuracy"].to_list() == [1.0] * 3
    assert table["embedding"].to_list() == [None] * 3
    assert dict(table.schema) == SCHEMA


def test_documents_without_prompts_have_no_cell_and_no_accuracy():
    table = score_shard(shard("a"), None, Scores())
    assert table.select("cell", "accuracy").row(0) == (None, None)
    assert dict(table.schema) == SCHEMA


@pytest.mark.parametrize("asked", [None, prompts("a")])
def test_an_empty_shard_has_a_typed_table(asked):
    table = score_shard(shard(), asked, Scores())
    assert table.height == 0
    assert dict(table.schema) == SCHEMA


@pytest.mark.parametrize(
    ("documents", "what"),
    [(shard("a", "a"), "comes 2 times"), (shard("a", text=None), "no text"), (shard("b"), "no prompt")],
)
def test_a_broken_shard_is_refused(documents, what):
    with pytest.raises(SutraError, match=what):
        score_shard(documents, prompts("a"), Scores())


def test_weights_decide_the_quality():
    only = dict.fromkeys(Weights.model_fields, 0.0) | {"pedagogy": 1.0}
    table = score_shard(shard("a"), prompts("a"), Scores(weights=Weights(**only)))
    assert table["quality_score"].to_list() == table["pedagogy"].to_list()


def test_a_document_without_material_needs_some_weight():
    with pytest.raises(ValidationError, match="besides accuracy"):
        Weights(**(dict.fromkeys(Weights.model_fields, 0.0) | {"accuracy": 1.0}))


def test_check_refuses_a_document_without_scores():
    assert check_scores(["a", "b"], ["b", "a"])["kept"] == 2
    with pytest.raises(SutraError, match="2 went in, 1 came out"):
        check_scores(["a", "b"], ["a"])


def test_the_commands_as_the_rules_call_them(tmp_path):
    files.write_table(tmp_path / "shard-0000.parquet", shard("a", "b"))
    command = [sys.executable, "-m", "sutra.scores"]
    out, params = tmp_path / "scores" / "shard-0000.parquet", json.dumps({"scores": Scores().model_dump()})
    score = ["score", "--shard", tmp_path / "shard-0000.parquet", "--prompts", "--params", params, "--out", out]
    subprocess.run([*command, *score], check=True)
    check = ["check", "--shards", tmp_path / "shard-0000.parquet", "--scores", out, "--out", tmp_path / "check.json"]
    subprocess.run([*command, *check], check=True)
    assert files.read_json(tmp_path / "check.json")["in"] == 2

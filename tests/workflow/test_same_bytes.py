"""The laws of same bytes and of one DAG, on whole builds of their own."""

import re
import sys

import polars as pl
import pytest
from conftest import fresh_folder

UP_TO_BINS = ("graph", "tasks", "prompts", "shards", "scores", "selection", "rephrased", "corpus", "bins")


def compare(one, other, words) -> int:
    count = 0
    for word in words:
        for path in sorted((one.path / "data" / word).rglob("*")):
            if path.is_file():
                count += 1
                assert (other.path / path.relative_to(one.path)).read_bytes() == path.read_bytes(), path
    return count


def test_two_builds_on_different_machines(built, folder):
    folder.edit("params.yaml", "machine: {workers: 2, encode_batch: 1000}", "machine: {workers: 1, encode_batch: 7}")
    folder.snakemake("--cores", "1", "--", *UP_TO_BINS)
    assert compare(built, folder, UP_TO_BINS) > 60


@pytest.mark.long
def test_dvc_repro_builds_the_same_and_then_nothing(built, tmp_path):
    folder = fresh_folder(tmp_path / "elsewhere")
    folder.run("git", "init", "--quiet", "--initial-branch=main")
    folder.run(sys.executable, "-m", "dvc", "repro", "--quiet")
    assert folder.planned() == []
    assert compare(built, folder, (*UP_TO_BINS, "checkpoints", "evals")) > 100
    assert (folder.path / "reports/index.html").read_bytes() == (built.path / "reports/index.html").read_bytes()
    logs = {path: path.stat().st_mtime_ns for path in (folder.path / "logs").rglob("*.log")}
    folder.run(sys.executable, "-m", "dvc", "repro", "--quiet")
    assert {path: path.stat().st_mtime_ns for path in (folder.path / "logs").rglob("*.log")} == logs


def test_dvc_repro_after_a_build_runs_no_job(tiny):
    logs = {path: path.stat().st_mtime_ns for path in (tiny.path / "logs").rglob("*.log")}
    tiny.run(sys.executable, "-m", "dvc", "repro", "--quiet")
    assert {path: path.stat().st_mtime_ns for path in (tiny.path / "logs").rglob("*.log")} == logs
    assert tiny.planned() == []
    tiny.run(sys.executable, "-m", "dvc", "metrics", "show")
    changed = tiny.run(sys.executable, "-m", "dvc", "status").stdout
    assert re.findall(r"^(\w+):$", changed, flags=re.MULTILINE) == ["tasks", "shards"], "always entered, and only these"


def test_dvc_sees_files_that_params_name(tiny):
    (tiny.path / "inbox").mkdir()
    (tiny.path / "inbox/a.jsonl").write_text('{"text": "one"}\n')
    tiny.edit(
        "params.yaml",
        "corpora:\n",
        "corpora:\n  mine: {from: files, paths: [inbox/*.jsonl], rephrased: {share: 0.0}}\n",
    )
    tiny.run(sys.executable, "-m", "dvc", "repro", "--quiet", "shards")
    (tiny.path / "inbox/a.jsonl").write_text('{"text": "one"}\n{"text": "two"}\n')
    tiny.run(sys.executable, "-m", "dvc", "repro", "--quiet", "shards")
    assert sorted(pl.read_parquet(tiny.path / "data/shards/mine/shard-0000.parquet")["text"]) == ["one", "two"]

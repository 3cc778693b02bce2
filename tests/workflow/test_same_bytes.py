"""The laws of same bytes and of one DAG, on whole builds of their own."""

import sys

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


def test_two_builds_with_different_cores(built, folder):
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
    assert "up to date" in folder.run(sys.executable, "-m", "dvc", "repro").stdout
    assert folder.planned() == []


def test_dvc_repro_after_a_build_runs_no_job(tiny):
    logs = {path: path.stat().st_mtime_ns for path in (tiny.path / "logs").rglob("*.log")}
    tiny.run(sys.executable, "-m", "dvc", "repro", "--quiet")
    assert {path: path.stat().st_mtime_ns for path in (tiny.path / "logs").rglob("*.log")} == logs
    assert tiny.planned() == []
    tiny.run(sys.executable, "-m", "dvc", "metrics", "show")
    assert tiny.run(sys.executable, "-m", "dvc", "status", "--quiet", check=False).returncode == 0

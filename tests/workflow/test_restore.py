"""The law of restore: what was built travels with git and DVC, and Snakemake's memory with it."""

import subprocess

from conftest import Folder


def clone(saved: Folder, to) -> Folder:
    subprocess.run(["git", "clone", "--quiet", str(saved.path), str(to)], check=True)
    return Folder(to)


def test_save_clone_restore(tiny, tmp_path):
    out = tiny.sutra("save").stdout
    assert "committed dvc.lock" in out
    assert "nothing to be done" not in tiny.sutra("plan").stdout.replace("nothing to be done", "", 1)
    there = clone(tiny, tmp_path / "clone")
    assert "nothing to be done" in there.sutra("restore").stdout
    assert there.planned() == []
    assert "Nothing to be done" in there.sutra("build").stdout
    for path in (tiny.path / "data").rglob("*.parquet"):
        assert (there.path / path.relative_to(tiny.path)).read_bytes() == path.read_bytes()
    # and it remembers from there on
    there.edit("params.yaml", "per_opening: 4", "per_opening: 3")
    assert any(job.startswith("select_documents(corpus=sutra)") for job in there.planned())


def test_an_edit_before_the_first_run_is_noticed(tiny, tmp_path):
    tiny.sutra("save")
    there = clone(tiny, tmp_path / "clone")
    there.run("git", "config", "user.name", "t")
    there.edit("params.yaml", "min_quality: 0.65", "min_quality: 0.7")
    there.edit("sutra/checkpoints/params.py", '"""AdamW."""', '"""AdamW."""\n\n    ADDED: int = 1')
    assert "jobs to run" in there.sutra("restore").stdout
    rules = {job.partition("(")[0] for job in there.planned()}
    assert {"select_documents", "init_model", "render_reports"} <= rules
    assert not rules & {"build_graph", "make_shard", "score_shard"}


def test_a_file_that_came_back_wrong_is_built_again(tiny, tmp_path):
    tiny.sutra("save")
    there = clone(tiny, tmp_path / "clone")
    there.sutra("restore")
    path = there.path / "data/scores/sutra/shard-0000.parquet"
    path.unlink()
    path.write_bytes(b"not what was saved")
    assert "score_shard(corpus=sutra, shard=0000)" in there.planned()


def test_save_refuses_an_unfinished_build_and_names_strays(tiny):
    (tiny.path / "data/scores/gone").mkdir()
    (tiny.path / "data/scores/gone/shard-0000.parquet").write_bytes(b"x")
    result = tiny.sutra("save", check=False)
    assert result.returncode == 1
    assert "data/scores/gone/shard-0000.parquet" in result.stderr
    assert "PRUNE=1" in result.stderr
    tiny.sutra("save", "--prune")
    assert not (tiny.path / "data/scores/gone/shard-0000.parquet").exists()
    (tiny.path / "data/graph/graph.json").unlink()
    result = tiny.sutra("save", check=False)
    assert "not up to date" in result.stderr


def test_restore_without_anything_to_restore_from(folder):
    result = folder.sutra("restore", check=False)
    assert result.returncode == 1
    assert result.stderr.startswith("error: there is no dvc.lock")


def test_save_to_a_remote(tiny, tmp_path):
    store = tmp_path / "store"
    tiny.sutra("save", "--remote", str(store))
    there = clone(tiny, tmp_path / "clone")
    (tiny.path / ".dvc/cache").rename(tmp_path / "cache-is-gone")
    assert "nothing to be done" in there.sutra("restore").stdout

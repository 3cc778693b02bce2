"""The tiny build: what it makes, what a change of it would rerun, and what it notices."""

import fcntl
import json
import os
import re
import shutil
import time

import polars as pl
import pytest
from dag import downstream, draw

WORDS = ("shards", "scores", "selection", "rephrased", "corpus")


def ids(folder, pattern: str, column: str = "doc_id") -> set[str]:
    paths = [p for p in sorted((folder.path / "data").glob(pattern)) if p.name.count(".") == 1]
    found = [i for path in paths for i in pl.read_parquet(path, columns=[column])[column]]
    assert len(found) == len(set(found)), f"an id stands twice in {pattern}"
    return set(found)


def label(key) -> str:
    return f"{key[0]}({', '.join(f'{k}={v}' for k, v in key[1])})"


def as_printed(jobs: list[str]) -> set[str]:
    """Jobs with their wildcards in one order."""
    return {
        f"{rule}({', '.join(sorted(inner.split(', '))) if inner else ''})"
        for rule, inner in (job[:-1].split("(", 1) for job in jobs)
    }


def test_nothing_to_be_done(tiny):
    assert tiny.planned() == []
    assert "Nothing to be done" in tiny.sutra("build").stdout


def test_every_declared_file_is_there_and_no_other(tiny):
    declared = {path for job in draw(tiny.path).values() for path in job.outputs}
    assert all((tiny.path / path).is_file() for path in declared)
    data = {
        p.relative_to(tiny.path).as_posix()
        for p in (tiny.path / "data").rglob("*")
        if p.is_file() and p.name != "provenance.jsonl"
    }
    assert data - declared == set()


@pytest.mark.parametrize("corpus", ["sutra", "docstrings"])
def test_conservation_by_ids(built, corpus):
    documents = ids(built, f"shards/{corpus}/shard-*.parquet")
    if corpus == "sutra":
        quarantined = {
            i
            for p in (built.path / "data/shards/sutra").glob("*.quarantine.parquet")
            for i in pl.read_parquet(p)["doc_id"]
        }
        assert ids(built, "prompts/sutra/shard-*.parquet") == documents | quarantined
    assert ids(built, f"scores/{corpus}/shard-*.parquet") == documents
    kept, rejected = ids(built, f"selection/{corpus}/kept.parquet"), ids(built, f"selection/{corpus}/rejected.parquet")
    assert kept | rejected == documents
    assert not kept & rejected
    more = ids(built, f"rephrased/{corpus}/shard-*.parquet")
    assert not more & documents
    splits = [
        ids(built, f"corpus/{corpus}/{split}/shard-*.parquet", "id") for split in ("train", "validation", "heldout")
    ]
    out = ids(built, f"corpus/{corpus}/rejected.parquet")
    assert set.union(*splits) | out == kept | more
    assert sum(map(len, splits)) + len(out) == len(kept | more)
    for split, expected in zip(("train", "validation"), splits, strict=False):
        index = pl.read_parquet(built.path / f"data/bins/corpora/{corpus}/{split}.index.parquet")
        assert set(index["doc_id"]) == expected
        tokens = (built.path / f"data/bins/corpora/{corpus}/{split}.bin").stat().st_size // 2
        assert index["tokens"].sum() == tokens


def test_every_rejected_document_has_a_reason(built):
    for path in (built.path / "data").rglob("rejected.parquet"):
        table = pl.read_parquet(path)
        assert table["reason"].null_count() == 0
        assert table["evidence"].null_count() == 0


def test_withheld_concepts_are_nowhere_in_what_is_taught(built):
    graph = json.loads((built.path / "data/graph/graph.json").read_text())
    withheld = [node for node in graph["nodes"] if node["role"] == "withheld"]
    assert withheld
    names = "|".join(re.escape(name.casefold()) for node in withheld for name in (node["name"], *node["aliases"]))
    pattern = re.compile(rf"(?<!\w)({names})s?(?!\w)")
    for split in ("train", "validation", "heldout"):
        for corpus in ("sutra", "docstrings"):
            for path in (built.path / "data/corpus" / corpus / split).glob("*.parquet"):
                for text in pl.read_parquet(path)["text"]:
                    assert not pattern.search(text.casefold()), text


def test_a_document_has_one_split_in_every_corpus(built):
    def splits(corpus):
        table = pl.read_parquet(built.path / f"data/corpus/{corpus}/verdicts.parquet").drop_nulls("split")
        return {row["doc_id"]: (row["family"], row["split"]) for row in table.iter_rows(named=True)}

    one, other = splits("sutra"), splits("sutra-raw")
    same_family = [i for i in one.keys() & other.keys() if one[i][0] == other[i][0]]
    assert len(same_family) > 0.9 * len(one)
    assert all(one[i][1] == other[i][1] for i in same_family)


def test_checkpoints_load_in_transformers(built):
    from transformers import AutoModelForCausalLM, AutoTokenizer

    folder = built.path / "data/checkpoints/sutra/seed-1/epoch-3/final"
    tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModelForCausalLM.from_pretrained(folder)
    ids_ = tokenizer("A force is", return_tensors="pt")
    assert model.generate(**ids_, max_new_tokens=5, do_sample=False).shape[1] > ids_["input_ids"].shape[1]


def test_the_models_are_paired(built):
    def start(model):
        return (built.path / f"data/checkpoints/{model}/seed-1/epoch-0/final/model.safetensors").read_bytes()

    assert start("sutra") == start("docstrings")
    lines = [
        (built.path / f"data/checkpoints/{m}/seed-1/epoch-3/metrics.jsonl").read_text().splitlines()
        for m in ("sutra", "docstrings")
    ]
    assert json.loads(lines[0][-1])["trained_tokens"] == json.loads(lines[1][-1])["trained_tokens"]


LEAVES = [
    ("min_quality: 0.65", "min_quality: 0.7"),
    ("tokens: 16384, lr: [3e-3, 3e-4]", "tokens: 16384, lr: [3e-3, 2e-4]"),
    ("heldout_documents: 20", "heldout_documents: 19"),
    ("corpus: {rules: [], keep_out: []}", "corpus: {rules: [exact], keep_out: []}"),
    ("mixture: {docstrings: 1.0}", "mixture: {docstrings: 1.0, sutra: 1.0}"),
    ("seeds: [1]}\n  docs", "seeds: [1, 2]}\n  docs"),
    ("shards: 2, per_shard", "shards: 3, per_shard"),
    ("workers: 2", "workers: 1"),
]


@pytest.mark.parametrize(("old", "new"), LEAVES)
def test_a_real_dry_run_plans_the_predicted_closure(tiny, old, new):
    before = draw(tiny.path)
    tiny.edit("params.yaml", old, new)
    after = draw(tiny.path)
    changed = {
        key
        for key, job in after.items()
        if key not in before or (job.given, job.inputs) != (before[key].given, before[key].inputs)
    }
    words = {job.word for job in after.values()}
    expected = {label(key) for key in downstream(after, changed) if key[0] not in words}
    assert as_printed(tiny.planned()) == expected


def test_one_more_epoch_trains_one_epoch(tiny):
    tiny.edit(
        "params.yaml",
        "    - {tokens: 16384, lr: [1e-3, 1e-4], warmup: 0.1}\n",
        "    - {tokens: 16384, lr: [1e-3, 1e-4], warmup: 0.1}\n    - {tokens: 64, lr: [1e-3, 1e-4]}\n",
    )
    planned = tiny.planned()
    assert {job for job in planned if job.startswith("train_epoch")} == {
        f"train_epoch(model={m}, seed=1, epoch=4)" for m in ("sutra", "docstrings")
    }
    assert not [job for job in planned if job.startswith(("init", "encode", "clean", "make"))]


def test_another_row_touches_nothing_that_does_not_name_it(tiny):
    tiny.edit("params.yaml", "corpora:\n", "corpora:\n  other: {from: sutra, at: shards, selection: {per_cell: 1}}\n")
    tiny.edit("params.yaml", "models:\n", "models:\n  other: {mixture: {other: 1.0}}\n")
    assert all("=other" in job or job.startswith("render_reports") for job in tiny.planned())


def test_another_task_and_another_seed(tiny):
    tiny.edit("params.yaml", "tasks:\n", "tasks:\n  more: {from: graph, choices: 2}\n")
    tiny.edit("params.yaml", "tasks: [concepts]", "tasks: [concepts, more]")
    tiny.edit("params.yaml", "mixture: {docstrings: 1.0}, seeds: [1]", "mixture: {docstrings: 1.0}, seeds: [1, 2]")
    gathers = ("check_checkpoints(model=docstrings)", "check_evals", "render_reports")
    planned = tiny.planned()
    assert all("task=more" in job or "seed=2" in job or job.startswith(gathers) for job in planned)
    assert sum(job.startswith("train_epoch") for job in planned) == 3


def test_a_template_reruns_what_imports_its_package(tiny):
    (tiny.path / "sutra/teachers/templates/moves.yaml").open("a").write("# a byte\n")
    rules = {job.partition("(")[0] for job in tiny.planned()}
    assert {"plan_shard", "make_shard", "rephrase_shard"} <= rules, (
        "all of them compose, or look at what can be composed"
    )
    assert not rules & {"build_graph", "build_task"}


def test_what_changes_no_content_reruns_nothing(tiny):
    for path in [
        *tiny.path.glob("data/*/*"),
        *tiny.path.glob("concepts/*/*.yaml"),
        tiny.path / "params.yaml",
        *tiny.path.glob("rules/*.smk"),
    ]:
        if path.is_file():
            os.utime(path, (time.time(), time.time()))
    for name in ("sutra/files.py", "sutra/selection/params.py", "sutra/checkpoints/params.py"):
        path = tiny.path / name
        path.write_text("# a comment\n" + path.read_text().replace('"""', '"""Other words. ', 1))
    path = tiny.path / "params.yaml"
    path.write_text("# a comment\n" + path.read_text().replace("0.2,", "0.20,"))
    for name in ("sutra/corpus/__main__.py", "sutra/display.py", "sutra/job.py"):
        (tiny.path / name).open("a").write("\nADDED = 1\n")
    assert tiny.planned() == []


def test_a_module_reruns_its_stage_and_what_follows(tiny):
    (tiny.path / "sutra/selection/select.py").open("a").write("\nADDED = 1\n")
    rules = {job.partition("(")[0] for job in tiny.planned()}
    assert {"select_documents", "rephrase_shard", "train_epoch", "render_reports"} <= rules
    assert not rules & {"build_graph", "build_task", "plan_shard", "make_shard", "score_shard"}


@pytest.mark.parametrize(
    "name",
    [
        "data/graph/graph.json",
        "data/shards/sutra/shard-0000.quarantine.parquet",
        "data/checkpoints/sutra/seed-1/epoch-1/seen.parquet",
        "reports/cards/model-sutra.md",
    ],
)
def test_a_file_that_is_gone_is_missed(tiny, name):
    (tiny.path / name).unlink()
    assert tiny.planned() != []


@pytest.mark.parametrize(
    "name", ["data/scores/sutra/shard-0000.parquet", "data/graph/graph.json", "data/bins/corpora/sutra/train.bin"]
)
def test_a_corrupted_file_is_built_again(tiny, name):
    path = tiny.path / name
    right = path.read_bytes()
    path.write_bytes(b"x" + right[1:])
    assert name in tiny.snakemake("-n").stderr
    tiny.snakemake("--cores", "2", "--", name)
    assert path.read_bytes() == right


def test_early_cut_off(tiny):
    """A comment in a concept file changes its bytes, not the graph's: what follows is not run."""
    path = tiny.path / "concepts/science/life.yaml"
    path.write_text("# a comment\n" + path.read_text())
    out = tiny.sutra("build").stdout
    assert re.search(r"^1 jobs in", out, flags=re.MULTILINE), out
    assert "were not needed" in out
    assert tiny.planned() == []


def test_a_failed_job_says_three_lines_and_loses_nothing(tiny):
    before = (tiny.path / "data/graph/graph.json").read_bytes()
    tiny.edit("concepts/science/life.yaml", "prerequisites: [", "prerequisites: [sell, ")
    result = tiny.sutra("build", check=False)
    assert result.returncode == 1
    assert "no such prerequisite sell; did you mean cell?" in result.stderr
    assert [line.partition(":")[0] for line in result.stderr.strip().splitlines()[-1:]] == ["to do"]
    assert "Traceback" not in result.stderr + result.stdout
    tiny.edit("concepts/science/life.yaml", "prerequisites: [sell, ", "prerequisites: [")
    tiny.sutra("build")
    assert (tiny.path / "data/graph/graph.json").read_bytes() == before


def test_bad_params_build_nothing_and_lose_nothing(tiny):
    before = {p: p.stat().st_mtime_ns for p in (tiny.path / "data").rglob("*") if p.is_file()}
    tiny.edit("params.yaml", "seed: 1", "sead: 1")
    for command in (["snakemake", "--cores", "1"], ["sutra", "build"]):
        import sys

        result = tiny.run(sys.executable, "-m", *command, check=False)
        assert result.returncode == 1
        assert "sead  unknown key; did you mean seed?" in result.stderr
        assert "Traceback" not in result.stderr
    assert {p: p.stat().st_mtime_ns for p in (tiny.path / "data").rglob("*") if p.is_file()} == before


def test_without_snakemakes_own_memory_nothing_is_to_be_done(tiny):
    shutil.rmtree(tiny.path / ".snakemake")
    assert tiny.planned() == []
    tiny.edit("params.yaml", "min_quality: 0.65", "min_quality: 0.7")
    assert "select_documents(corpus=sutra)" in tiny.planned()


def test_a_file_of_unknown_origin_is_built_again(tiny):
    shutil.rmtree(tiny.path / ".snakemake")
    (tiny.path / "data/selection/provenance.jsonl").unlink()
    assert {"select_documents(corpus=sutra)", "select_documents(corpus=docstrings)"} <= set(tiny.planned())


def test_a_look_at_a_running_build_changes_nothing(tiny):
    path = tiny.path / "data/scores/sutra/shard-0000.parquet"
    path.write_bytes(b"written by the running build a moment ago")
    time_of = path.stat().st_mtime_ns
    (tiny.path / ".snakemake/sutra.lock").touch()
    with open(tiny.path / ".snakemake/sutra.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        tiny.snakemake("-n")
        assert path.stat().st_mtime_ns == time_of
    tiny.snakemake("-n")
    assert path.stat().st_mtime_ns != time_of


def test_a_file_changed_under_its_old_date_is_noticed(tiny):
    tiny.snakemake("-n")
    path = tiny.path / "data/shards/sutra/shard-0000.parquet"
    before = path.stat()
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "make_shard(corpus=sutra, shard=0000)" in tiny.planned()


def test_swapped_files_are_noticed(tiny):
    shutil.rmtree(tiny.path / ".snakemake")
    assert tiny.planned() == []
    one, other = (
        tiny.path / f"data/checkpoints/{m}/seed-1/epoch-1/final/model.safetensors" for m in ("sutra", "docstrings")
    )
    one.rename(one.with_name("x"))
    other.rename(one)
    one.with_name("x").rename(other)
    assert {f"train_epoch(model={m}, seed=1, epoch=1)" for m in ("sutra", "docstrings")} <= set(tiny.planned())


def test_damaged_memory_is_no_memory(tiny):
    for path in list((tiny.path / ".snakemake/metadata").rglob("*"))[:20]:
        if path.is_file():
            path.write_text("{")
    assert tiny.planned() == []
    (tiny.path / "data/shards/provenance.jsonl").write_text("{\n")
    result = tiny.snakemake("-n", check=False)
    assert result.returncode == 1
    assert "error: not a record of provenance" in result.stderr


def test_provenance_that_is_gone_is_written_again(tiny):
    path = tiny.path / "data/scores/provenance.jsonl"
    before = path.read_bytes()
    path.unlink()
    assert "Nothing to be done" in tiny.sutra("build").stdout
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "arguments", [("build", "nosuch"), ("build", "data/nope.txt"), ("build", "--cores", "0"), ("use", "lptop")]
)
def test_wrong_words_are_said_to_be_wrong(tiny, arguments):
    result = tiny.sutra(*arguments, check=False)
    assert result.returncode != 0
    assert "Traceback" not in result.stderr
    assert arguments[-1] in result.stderr
    assert "profile" not in result.stderr

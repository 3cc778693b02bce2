"""Why jobs would run: the leaf, the code or the file that is another one; and what only follows from it."""

import json
from pathlib import Path

import pytest

from sutra import code
from sutra.marks import Loader
from sutra.params import Params, expand
from sutra.reasons import Job, changed_leaves, read_jobs, why
from sutra.study import Study

ROOT = Path(__file__).parents[2]
SAID = """\
[Sat Nov 21 09:17:17 2026]
rule build_graph:
    input: concepts/science/life.yaml
    output: data/graph/graph.json, data/graph/check.json
    log: logs/graph/graph.log
    reason: Params have changed since last execution: Union of exclusive params before and now across all output: before: 'a' now: 'b'
    resources: tmpdir=/tmp
[Sat Nov 21 09:17:17 2026]
rule plan_shard:
    input: data/graph/graph.json
    output: data/prompts/sutra/shard-0000.parquet
    reason: Input files updated by another job: data/graph/graph.json
    wildcards: corpus=sutra, shard=0000

rule all:
    reason: Input files updated by another job: data/graph/graph.json
"""
STAGES = {"build_graph": "graph", "plan_shard": "prompts", "select_documents": "selection", "render_reports": "reports"}
GRAPH = ["data/graph/graph.json"]


def study(old: str = "", new: str = "") -> Study:
    text = (ROOT / "presets/tiny.yaml").read_text()
    assert old in text
    value = Loader(text.replace(old, new, 1)).get_single_data()
    return Study(Params.model_validate(expand(value)))


def record(before: Study, word: str, **names: str) -> dict:
    """What Snakemake remembers of a job that was given the params of `before`."""
    values = json.dumps(before.values(word, **names), sort_keys=True, ensure_ascii=False)
    return {"params": [repr(code.digest(word)), repr(values)]}


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    """A folder in which the outputs of these jobs exist."""
    monkeypatch.chdir(tmp_path)
    for name in [
        *GRAPH,
        "data/prompts/sutra/shard-0000.parquet",
        "data/selection/sutra/kept.parquet",
        "reports/index.html",
    ]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()


def test_a_dry_run_is_read():
    jobs = read_jobs(SAID, STAGES)
    assert [(job.rule, job.word, job.wildcards) for job in jobs] == [
        ("build_graph", "graph", {}),
        ("plan_shard", "prompts", {"corpus": "sutra", "shard": "0000"}),
    ]
    assert jobs[0].outputs == ["data/graph/graph.json", "data/graph/check.json"]


def test_a_leaf_is_named_where_it_is_given_and_what_follows_says_so():
    now = study('"*/encryption"]', '"*/encryption", "*/cell"]')
    known = {"data/graph/graph.json": record(study(), "graph")}
    known["data/prompts/sutra/shard-0000.parquet"] = record(study(), "prompts", corpus="sutra")
    known["data/graph/check.json"] = known["data/graph/graph.json"]
    Path("data/graph/check.json").touch()
    assert why(read_jobs(SAID, STAGES), now, known) == {
        "graph": ["graph.withhold: + */cell"],
        "prompts": ["because graph runs"],
    }


def test_a_leaf_is_named_though_a_stage_before_runs():
    now = study("level_spread: 1", "level_spread: 2")
    known = {"data/prompts/sutra/shard-0000.parquet": record(study(), "prompts", corpus="sutra")}
    found = why(read_jobs(SAID, STAGES)[1:], now, known)
    assert found == {"prompts": ["prompts.level_spread: 1 → 2", "because graph runs"]}


def test_whose_leaf_it_is_and_lists_of_numbers():
    job = Job(
        "select_documents", "selection", {"corpus": "sutra"}, ["data/selection/sutra/kept.parquet"], "Params have"
    )
    known = {job.outputs[0]: record(study(), "selection", corpus="sutra")}
    assert why([job], study("min_quality: 0.65", "min_quality: 0.7"), known) == {
        "selection": ["selection.min_quality: 0.65 → 0.7 (for sutra)"]
    }
    job = Job("x", "shards", {"corpus": "sutra", "shard": "0000"}, ["s"], "")
    known = {"s": record(study(), "shards", corpus="sutra")}
    (leaf,) = changed_leaves(job, study("sentences: [6, 12]", "sentences: [7, 12]"), known)
    assert leaf.text == "shards.sentences: [6, 12] → [7, 12]"


def test_a_leaf_that_two_stages_are_given_is_named_at_both():
    jobs = read_jobs(SAID, STAGES)[1:]
    jobs += [Job("build_task", "tasks", {"task": "concepts"}, ["data/tasks/concepts.json"], "Params have changed")]
    known = {"data/prompts/sutra/shard-0000.parquet": record(study(), "prompts", corpus="sutra")}
    known["data/tasks/concepts.json"] = record(study(), "tasks", task="concepts")
    Path("data/tasks").mkdir()
    Path("data/tasks/concepts.json").touch()
    found = why(jobs, study("seed: 1", "seed: 2"), known)
    assert found == {"tasks": ["seed: 1 → 2"], "prompts": ["seed: 1 → 2", "because graph runs"]}


def test_reports_name_what_no_job_before_is_given():
    job = Job(
        "render_reports", "reports", {}, ["reports/index.html"], "Set of input files has changed since last execution"
    )
    known = {"reports/index.html": record(study(), "reports")}
    found = why([job], study("seeds: [1]}\n  docs", "seeds: [1, 2]}\n  docs"), known)
    assert found == {"reports": ["models.sutra.seeds: + 2", "other input files than before"]}


def test_code_files_and_what_is_not_there():
    graph = Job("build_graph", "graph", {}, GRAPH, "Updated input files: concepts/b.yaml, concepts/a.yaml")
    other = record(study(), "graph") | {"params": [repr("0" * 16), record(study(), "graph")["params"][1]]}
    assert why([graph], study(), {GRAPH[0]: other}) == {
        "graph": ["the code of graph changed", "changed: concepts/a.yaml and concepts/b.yaml"]
    }
    Path(GRAPH[0]).unlink()
    gone = graph._replace(reason=f"Missing output files: {GRAPH[0]}")
    assert why([gone], study(), {GRAPH[0]: record(study(), "graph")}) == {"graph": [f"gone: {GRAPH[0]}"]}
    assert why([gone], study(), {}) == {"graph": ["not built yet"]}


def test_snakemakes_own_word_where_nothing_else_is_known():
    job = Job("build_graph", "graph", {}, GRAPH, "Forced execution")
    assert why([job], study(), {GRAPH[0]: record(study(), "graph")}) == {"graph": ["forced execution"]}

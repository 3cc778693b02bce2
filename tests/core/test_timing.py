"""How long the build took, from Snakemake's benchmarks."""

import json
import os

import pytest

from sutra import timing
from sutra.timing import Job, busy, rule_patterns

RULES = """
rule split:
    benchmark:
        "benchmarks/corpus/{corpus}/split-{shard}.tsv"

rule any_of_them:
    log:
        "logs/x.log",
    benchmark:
        "benchmarks/corpus/{corpus}/{name}.tsv"

rule corpus:
    input:
        "x",
"""


def job(end: float, seconds: float) -> Job:
    return Job("corpus", "split", seconds, 0.0, end)


def test_rules_are_known_by_the_most_particular_pattern():
    def rule(path):
        return next(name for name, pattern in rule_patterns(RULES) if pattern.fullmatch(path))

    assert rule("benchmarks/corpus/sutra/split-0000.tsv") == "split"
    assert rule("benchmarks/corpus/sutra/clean.tsv") == "any_of_them"
    assert [name for name, _ in rule_patterns(RULES)] == ["split", "any_of_them"]


@pytest.mark.parametrize(
    ("jobs", "seconds"),
    [
        ([], 0),
        ([job(10, 4), job(12, 4)], 6),  # side by side
        ([job(10, 8), job(7, 2)], 8),  # one within the other
        ([job(10, 4), job(1000, 5)], 9),  # the night between two builds does not count
    ],
)
def test_only_time_in_which_a_job_ran_counts(jobs, seconds):
    assert busy(jobs) == seconds


def test_the_page_and_its_script_are_written_beside_the_report(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    timing.write_page()
    assert not (tmp_path / "reports").exists()
    for folder in ("rules", "reports", "benchmarks/corpus/sutra"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "rules/corpus.smk").write_text(RULES)
    for name, seconds, end in [("split-0000", 3.5, 100), ("split-0001", 2, 101), ("clean", 1, 200)]:
        path = tmp_path / f"benchmarks/corpus/sutra/{name}.tsv"
        path.write_text(f"s\th:m:s\tmax_rss\n{seconds}\t0\t{'-' if name == 'clean' else 12.5}\n")
        os.utime(path, (end, end))
    timing.write_page()
    script = (tmp_path / "reports/run.js").read_text()
    run = json.loads(script.removeprefix("window.sutraRun = ").removesuffix(";\n"))
    assert (run["seconds"], run["worked"], run["jobs"], run["cores"]) == (5.5, 6.5, 3, os.cpu_count())
    (corpus,) = (row for row in run["stages"] if row["jobs"])
    assert corpus == {"name": "corpus", "jobs": 3, "seconds": 6.5, "longest": 3.5, "memory": 12.5}
    assert [(row["name"], row["jobs"]) for row in run["rules"]] == [("any_of_them", 1), ("split", 2)]
    page = (tmp_path / "reports/run.html").read_text()
    assert "Jobs ran for 6 seconds" in page
    assert '<th scope="row">any_of_them</th>' in page

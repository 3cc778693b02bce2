"""Runs of stock lm-eval (0.4), as `--log_samples` leaves them: what every item scored, by task and metric.

A run is `results_<date>.json` with `samples_<task>_<date>.jsonl` beside it; a folder that holds just one such run; or the
dictionary that `simple_evaluate` returns, dumped as one JSON with its `samples`.
"""

import json
import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sutra.errors import SutraError
from sutra.files import read_json
from sutra.reports.results import Scored

DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d(\.\d+)?$")
NEEDED = ("doc_id", "doc_hash", "prompt_hash", "target_hash", "filter", "metrics")
ROUNDING = 1e-6  # relative; lm-eval prints all digits
NAME = "name a results_<date>.json of lm-eval, its folder, or a result where evals put it, in data/evals"
LOG = "run lm-eval again with --log_samples and --output_path, and keep the names of its files"


@dataclass(frozen=True)
class Values:
    """What one metric gives for each item: the printed result is sum(values) / sum(weights)."""

    values: tuple[float, ...]
    weights: tuple[float, ...]
    higher_is_better: bool


@dataclass(frozen=True)
class TaskRun:
    """One task of one run, or one group of its items. Only metrics that are means over items are here."""

    version: str
    shots: str
    limit: int | None
    items: tuple[tuple[int, str], ...]  # by doc_id, then doc_hash
    prompts: tuple[str, ...]
    targets: tuple[str, ...]
    clusters: tuple[str, ...]
    unit: str  # what a cluster is: items, concepts or documents
    metrics: dict[str, Values]  # in the order of the task; `metric,filter` where the task has filters
    group: str = ""
    chance: float | None = None  # lm-eval does not say


@dataclass(frozen=True)
class Run:
    """One run: of lm-eval, or a checkpoint of a study (sutra/reports/own.py)."""

    path: str
    model: str
    tasks: dict[str, TaskRun]


def read_run(path: Path) -> Run:
    """Reads a run. Raises SutraError where it is none, or where its samples were not logged."""
    if path.is_dir():
        path = _only_run(path)
    if not path.is_file():
        raise SutraError("there is no such file", str(path), NAME)
    found = read_json(path)
    if not isinstance(_at(found, "results"), dict):
        raise SutraError("this is no result of lm-eval", str(path), NAME)
    samples = _at(found, "samples") or _read_samples(path, found["results"])
    if not samples or not isinstance(samples, dict):
        raise SutraError("there are no samples beside the results", str(path), LOG)
    model = _at(found, "model_name") or _at(found, "config", "model") or path.stem
    return Run(str(path), str(model), {task: _read_task(found, task, rows, path) for task, rows in samples.items()})


def _at(value: Any, *keys: str) -> Any:
    """What stands at the end of `keys`; None where one of them is not there."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _only_run(folder: Path) -> Path:
    runs = sorted(path for path in folder.rglob("*.json") if DATE.search(path.stem))
    if len(runs) != 1:
        names = ", ".join(str(path.relative_to(folder)) for path in runs) or "none"
        raise SutraError(
            f"the folder holds {len(runs)} runs: {names}", str(folder), "name the results_<date>.json itself"
        )
    return runs[0]


def _read_samples(path: Path, results: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The samples of the same date, by task."""
    date = DATE.search(path.stem)
    if date is None:
        return {}
    files = {task: path.with_name(f"samples_{task}_{date[0]}.jsonl") for task in results}
    return {task: _lines(file) for task, file in files.items() if file.is_file()}


def _lines(path: Path) -> list[dict[str, Any]]:
    rows = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        try:
            rows += [json.loads(line)] if line else []
        except ValueError as error:
            raise SutraError(f"line {number} is not JSON: {error}", str(path), LOG) from None
    return rows


def _read_task(found: dict[str, Any], task: str, rows: list[dict[str, Any]], path: Path) -> TaskRun:
    where = f"{path}, samples of {task}"
    if not rows or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SutraError("there are no samples", where, LOG)
    if lacking := [name for name in NEEDED if any(name not in row for row in rows)]:
        raise SutraError(f"samples lack {', '.join(lacking)}", where, "run it again with lm-eval 0.4.3 or newer")
    if not all(isinstance(row["doc_id"], int) and isinstance(row["doc_hash"], str) for row in rows):
        raise SutraError("a doc_id is no number, or a doc_hash no text", where, LOG)
    rows = sorted(rows, key=lambda row: (row["doc_id"], row["doc_hash"]))
    by_filter = {name: [r for r in rows if r["filter"] == name] for name in dict.fromkeys(r["filter"] for r in rows)}
    first = next(iter(by_filter.values()))
    items = tuple((row["doc_id"], row["doc_hash"]) for row in first)
    if len(set(items)) < len(items):
        raise SutraError("an item stands twice among the samples", where, LOG)
    metrics = {}
    for name, chosen in by_filter.items():
        for metric in chosen[0]["metrics"]:
            printed = _at(found, "results", task, f"{metric},{name}")
            better = _at(found, "higher_is_better", task, metric)
            values = _values(metric, [row.get(metric) for row in chosen], better)
            if values and len(values.values) == len(items) and _is_mean(values, printed):
                metrics[metric if name == "none" else f"{metric},{name}"] = values
    return TaskRun(
        version=str(_at(found, "versions", task)),
        shots=str(_at(found, "n-shot", task)),
        limit=_limit(found, task),
        items=items,
        prompts=tuple(row["prompt_hash"] for row in first),
        targets=tuple(row["target_hash"] for row in first),
        clusters=tuple(content for _, content in items),
        unit="items",
        metrics=metrics,
    )


def _limit(found: dict[str, Any], task: str) -> int | None:
    """How many items were asked, where they are not all."""
    asked = _at(found, "n-samples", task, "effective")
    return None if asked == _at(found, "n-samples", task, "original") else asked


def _values(metric: str, raw: list[Any], higher_is_better: bool | None) -> Values | None:
    """Numbers, or for bits per byte pairs of log-likelihood (nats) and bytes; None of anything else."""
    weights = [1.0] * len(raw)
    if metric == "bits_per_byte" and all(isinstance(pair, list | tuple) and len(pair) == 2 for pair in raw):
        raw, weights = [-pair[0] / math.log(2) for pair in raw], [float(pair[1]) for pair in raw]
    if not all(isinstance(value, int | float) and math.isfinite(value) for value in raw):
        return None
    return Values(tuple(map(float, raw)), tuple(weights), higher_is_better is not False)


def _is_mean(values: Values, printed: Any) -> bool:
    if not isinstance(printed, int | float) or not sum(values.weights):
        return False
    return math.isclose(math.fsum(values.values) / math.fsum(values.weights), printed, rel_tol=ROUNDING, abs_tol=1e-9)


def unlike_runs(first: TaskRun, other: TaskRun) -> list[str]:
    """Why what two runs made of one task may not be held against each other; empty if it may."""
    facts = {"versions": "version", "shots": "shots", "limits": "limit"}
    reasons = [
        f"{name} differ: {getattr(first, field)} and {getattr(other, field)}"
        for name, field in facts.items()
        if getattr(first, field) != getattr(other, field)
    ]
    if first.items != other.items:
        shared = len(set(first.items) & set(other.items))
        return [*reasons, f"items differ: {len(first.items)} and {len(other.items)}, {shared} of them the same"]
    for name, mine, theirs in (("prompts", first.prompts, other.prompts), ("targets", first.targets, other.targets)):
        if unlike := sum(x != y for x, y in zip(mine, theirs, strict=True)):
            reasons.append(f"{name} of {unlike} of {len(mine)} items differ")
    return reasons


def scored(task: str, metric: str, runs: list[TaskRun]) -> Scored:
    """What the runs of one side scored on each item, as every comparison takes it: each run stands for a training seed."""
    first = runs[0]
    return Scored(
        task=task,
        items=tuple(f"{number}-{content}" for number, content in first.items),
        groups=(first.group,) * len(first.items),
        clusters=first.clusters,
        seeds=tuple(range(1, len(runs) + 1)),
        values=np.array([run.metrics[metric].values for run in runs]),
        weights=np.array(first.metrics[metric].weights),
        facts={
            "metric": metric,
            "num_fewshot": first.shots,
            "version": first.version,
            "limit": first.limit,
            "chance": first.chance,
            "unit": first.unit,
            "higher_is_better": first.metrics[metric].higher_is_better,
        },
    )

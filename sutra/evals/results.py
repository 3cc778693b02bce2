"""From lm-eval's samples to one result and a row per item."""

import math
from typing import Any

import polars as pl

from sutra.checks import ids_hash
from sutra.errors import SutraError

ITEMS: dict[str, Any] = {
    "item_id": pl.String,
    "group": pl.String,
    "correct": pl.Float64,
    "scores": pl.List(pl.Float64),
    "target": pl.String,
}


def mean_and_error(values: list[float]) -> dict[str, Any]:
    """`n`, mean, and standard error of the mean (sample variance over n; null where n is 1)."""
    n = len(values)
    mean = math.fsum(values) / n
    variance = math.fsum((value - mean) ** 2 for value in values) / (n - 1) if n > 1 else None
    return {"n": n, "value": round(mean, 6), "stderr": None if variance is None else round(math.sqrt(variance / n), 6)}


def rows_of(samples: list[dict[str, Any]], metric: str, groups: str | None) -> pl.DataFrame:
    """A row per item (columns of ITEMS), in the order of the task.

    `scores` are the log-likelihoods of the choices, empty where the model generates; `correct` is what the metric
    gives for this item, 1 or 0 in most.
    """
    rows = []
    for sample in samples:
        doc = sample["doc"]
        rows.append(
            {
                "item_id": str(doc.get("item_id", sample["doc_id"])),
                "group": None if groups is None else str(doc[groups]),
                "correct": float(sample[metric]),
                "scores": [round(float(r[0]), 4) for r in sample["filtered_resps"] if isinstance(r, tuple | list)],
                "target": str(sample["target"]),
            }
        )
    return pl.DataFrame(rows, schema=ITEMS)


def summarize(task: dict[str, Any], found: dict[str, Any], limit: int | None) -> tuple[dict[str, Any], pl.DataFrame]:
    """The content of `{task}.json` and the items.

    A task with several filters (gsm8k) names one in its metric, as `exact_match,strict-match`; otherwise its first
    counts. Raises SutraError where the task has no such metric, or its value is not the mean over items.
    """
    name = task["name"]
    values = {key: value for key, value in found["results"][name].items() if isinstance(value, int | float)}
    metric, _, chosen = task["metric"].partition(",")
    samples = found["samples"][name]
    chosen = chosen or samples[0]["filter"]
    if f"{metric},{chosen}" not in values:
        known = sorted(key.removesuffix(",none") for key in values if "stderr" not in key)
        raise SutraError(
            f"the task has no metric {task['metric']}", f"tasks.{name}.metric", f"name one of: {', '.join(known)}"
        )
    items = rows_of([s for s in samples if s["filter"] == chosen], metric, task["groups"])
    summary = mean_and_error(items["correct"].to_list())
    if abs(summary["value"] - values[f"{metric},{chosen}"]) > 1e-5:
        raise SutraError(
            f"{metric} is not a mean over items", f"tasks.{name}.metric", "name a metric that is, such as acc"
        )
    by_group = {
        group: mean_and_error(part["correct"].to_list())
        for (group,), part in items.drop_nulls("group").sort("group").group_by("group", maintain_order=True)
    }
    result = {
        **summary,
        "task": name,
        "metric": task["metric"],
        "chance": task["chance"],
        "num_fewshot": found["n-shot"][name],
        "limit": limit,
        "version": found["versions"][name],
        "groups": by_group,
        "metrics": {k.removesuffix(",none"): round(v, 6) for k, v in sorted(values.items()) if "stderr" not in k},
        "asked": asked_of(found["asked"]),
    }
    return result, items


def asked_of(ids: list[str]) -> dict[str, Any]:
    """How many items a result should have, and their additive hash: what the check holds the items against."""
    return {"n": len(ids), "ids_sha256": ids_hash(ids)}

"""One task: its items, their check, and what lm-eval and the corpora are told about it."""

from pathlib import Path
from typing import Any

import polars as pl
import yaml

from sutra.tasks import probes, stock
from sutra.tasks.params import FilesTask, GraphTask

TEMPLATES = Path(__file__).parent / "templates"


def from_graph(
    name: str, graph: dict[str, Any], task: GraphTask, seed: int
) -> tuple[dict[str, Any], pl.DataFrame, dict[str, Any]]:
    """The task over the probes of the concepts: its description, items and check."""
    items, check = probes.make_items(graph, task, seed)
    config = yaml.safe_load((TEMPLATES / "concepts.yaml").read_text(encoding="utf-8"))
    dataset = f"sutra/{name}"
    description = {
        "name": name,
        "dataset": dataset,
        "config": "default",
        "splits": ["test"],
        "lm_eval": {"task": name, "dataset_path": dataset, **config},
        "metric": "acc",
        "chance": 1 / task.choices,
        "groups": "group",
        "keep_out": probes.keep_out(graph, items),
    }
    return description, items, check


def from_files(name: str, task: FilesTask) -> tuple[dict[str, Any], pl.DataFrame, dict[str, Any]]:
    """A stock task over local files: its description, items and check."""
    items, check = stock.make_stock(task)
    description = {
        "name": name,
        "dataset": task.dataset,
        "config": task.config,
        "splits": sorted(task.splits),
        "lm_eval": name,
        "metric": task.metric,
        "chance": task.chance,
        "groups": None,
        "keep_out": stock.keep_out(items),
    }
    return description, items, check

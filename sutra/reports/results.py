"""Results of evals, as read from their files: what every comparison starts from."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from sutra.checks import ids_hash
from sutra.errors import SutraError
from sutra.files import read_json, read_table

HELDOUT = "heldout-"
TOLERANCE = 1e-3  # results are rounded when they are written


@dataclass(frozen=True)
class Scored:
    """What one model scored on each item of one task, at one checkpoint, for each of its training seeds.

    `values` has a row per seed and a column per item; the mean is sum(values) / sum(weights). For a task a value is
    the item's score and its weight 1; for heldout text a value is the bits of a document and its weight the bytes.
    `clusters` are the units of inference: concepts where items share one, otherwise the items themselves.
    """

    task: str
    items: tuple[str, ...]
    groups: tuple[str, ...]
    clusters: tuple[str, ...]
    seeds: tuple[int, ...]
    values: np.ndarray
    weights: np.ndarray
    facts: dict[str, Any]

    @property
    def lower_is_better(self) -> bool:
        """Bits per byte are, and whatever else the facts say is; of most metrics more is better."""
        return not self.facts.get("higher_is_better", not self.task.startswith(HELDOUT))

    def group(self, name: str) -> "Scored":
        """Only the items of one group."""
        keep = [position for position, group in enumerate(self.groups) if group == name]
        items, groups, clusters = (
            tuple(column[position] for position in keep) for column in (self.items, self.groups, self.clusters)
        )
        return Scored(
            self.task, items, groups, clusters, self.seeds, self.values[:, keep], self.weights[keep], self.facts
        )

    def of_seeds(self, seeds: tuple[int, ...]) -> "Scored":
        """Only some training seeds."""
        rows = [self.seeds.index(seed) for seed in seeds]
        return Scored(
            self.task, self.items, self.groups, self.clusters, seeds, self.values[rows], self.weights, self.facts
        )


Key = tuple[str, str, str]  # model, checkpoint as {epoch}-{which}, task


def read_results(results: list[Path], rows: list[Path], clusters: dict[str, dict[str, str]]) -> dict[Key, Scored]:
    """Joins the results of all seeds. `clusters` tells, by task, the concept of each item where items have one.

    Raises SutraError where a result has no rows, where seeds were scored on different items, or where a printed
    value is not the mean of its rows.
    """
    tables = {str(path).removesuffix(".items.parquet"): path for path in rows}
    found: dict[Key, list[tuple[int, dict[str, Any], pl.DataFrame]]] = {}
    for path in results:
        stem = str(path).removesuffix(".json")
        if stem not in tables:
            raise SutraError("a result has no rows to be checked by", str(path), "build evals again")
        seed, checkpoint = path.parent.parent.name.removeprefix("seed-"), path.parent.name.removeprefix("epoch-")
        key = (path.parent.parent.parent.name, checkpoint, path.stem)
        facts, table = read_json(path), _columns(read_table(tables[stem]))
        _require_mean(path, facts, table)
        found.setdefault(key, []).append((int(seed), facts, table))
    return {
        key: _join(key, sorted(seeds, key=lambda s: s[0]), clusters.get(key[2], {})) for key, seeds in found.items()
    }


def _columns(table: pl.DataFrame) -> pl.DataFrame:
    """Item, group, value and weight, whether the rows are items of a task or heldout documents; sorted by item."""
    if "bits" in table.columns:
        chosen = table.select(item="doc_id", group=pl.lit(""), value="bits", weight="bytes")
    else:
        group = pl.col("group").cast(pl.String).fill_null("")
        chosen = table.select(item="item_id", group=group, value="correct", weight=pl.lit(1))
    return chosen.with_columns(pl.col("value", "weight").cast(pl.Float64)).sort("item")


def _require_mean(path: Path, facts: dict[str, Any], table: pl.DataFrame) -> None:
    printed = facts["bits_per_byte"] if "bits_per_byte" in facts else facts["value"]
    total = float(table["weight"].sum())
    mean = float(table["value"].sum()) / total if total else 0.0
    if table.height != facts["n"] or (total and abs(mean - printed) > TOLERANCE):
        what = f"{printed} over {facts['n']} is printed, {round(mean, 4)} over {table.height} is the mean of the rows"
        raise SutraError(what, str(path), "build evals again")


def _join(key: Key, seeds: list[tuple[int, dict[str, Any], pl.DataFrame]], concepts: dict[str, str]) -> Scored:
    _, facts, first = seeds[0]
    items = first["item"].to_list()
    if any(table["item"].to_list() != items for _, _, table in seeds):
        raise SutraError("seeds of one model were scored on different items", " ".join(key), "build evals again")
    return Scored(
        task=key[2],
        items=tuple(items),
        groups=tuple(first["group"]),
        clusters=tuple(concepts.get(item, item) for item in items),
        seeds=tuple(seed for seed, _, _ in seeds),
        values=np.array([table["value"].to_numpy() for _, _, table in seeds]).reshape(len(seeds), len(items)),
        weights=first["weight"].to_numpy(),
        facts=facts,
    )


def read_items(tables: list[Path]) -> dict[str, pl.DataFrame]:
    """The items of each task: `item_id`, `split`, and `concept_id` where they have one."""
    found = {}
    for path in tables:
        table = read_table(path)
        found[path.parent.name] = table.select([c for c in ("item_id", "split", "concept_id") if c in table.columns])
    return found


def concepts_of(items: dict[str, pl.DataFrame]) -> dict[str, dict[str, str]]:
    """By task, the concept of each item, for tasks whose items are about concepts."""
    return {
        task: dict(zip(table["item_id"], table["concept_id"], strict=True))
        for task, table in items.items()
        if "concept_id" in table.columns
    }


def require_items(
    results: dict[Key, Scored], items: dict[str, pl.DataFrame], checks: dict[str, dict[str, Any]]
) -> None:
    """Raises SutraError where items or scores are not those that their checks kept, or not of the same items.

    A task is scored on one of its splits; with a limit, on some of that split.
    """
    for task, table in items.items():
        if ids_hash(table["item_id"]) != checks[f"tasks/{task}"]["ids_sha256"]["kept"]:
            raise SutraError("items are not those that the check kept", f"tasks/{task}", "build tasks again")
    for (model, checkpoint, task), scored in results.items():
        if task.startswith(HELDOUT):
            continue
        splits = [set(group["item_id"]) for group in items[task].partition_by("split")]
        ids = set(scored.items)
        whole = scored.facts["limit"] is None
        if not any(ids == split if whole else ids <= split for split in splits):
            where = f"tasks/{task} -> evals/{model} at {checkpoint}"
            raise SutraError("the items scored are not the items of the task", where, "build tasks and evals again")
    for model in {model for model, _, _ in results}:
        scores = (
            f"{model}-{seed}-{checkpoint}-{task}-{item}"
            for (name, checkpoint, task), scored in results.items()
            if name == model
            for seed in scored.seeds
            for item in scored.items
        )
        if ids_hash(scores) != checks[f"evals/{model}"]["ids_sha256"]["kept"]:
            raise SutraError("scores are not those that the check kept", f"evals/{model}", "build evals again")

"""The grid: for every model and checkpoint a tile per concept, and how many of its items are answered right.

It counts the items in wording that no lesson uses (`wording` is `unseen`). A concept is known where more than half of
them are right, in the mean over training seeds; what guessing would give is computed beside it.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from sutra.errors import SutraError
from sutra.files import read_json, read_table

WORDING = "unseen"


class Tile(NamedTuple):
    """A concept, and what one model at one checkpoint answers of its items."""

    concept: str  # id
    name: str
    domain: str
    role: str  # taught or withheld
    right: float  # items, mean over seeds
    asked: int  # items
    choices: int  # of each item
    seeds: int


Grid = dict[str, dict[str, list[Tile]]]  # model: {checkpoint as {epoch}-{which}: tiles}


def tiles(
    items: pl.DataFrame, rows_by_seed: Mapping[int, pl.DataFrame], nodes: Iterable[Mapping[str, Any]]
) -> list[Tile]:
    """The tiles of one model at one checkpoint: taught before withheld, then by domain and name.

    `items` are those of the task (`item_id, concept_id, wording, choices`), `rows_by_seed` what was scored (`item_id,
    correct`), `nodes` the concepts of the graph. Concepts that were asked nothing have no tile.
    """
    asked = items.filter(pl.col("wording") == WORDING).select(
        "item_id", "concept_id", choices=pl.col("choices").list.len()
    )
    rows = pl.concat([rows.select("item_id", "correct") for rows in rows_by_seed.values()])
    counted = (
        asked.join(rows, on="item_id")
        .group_by("concept_id")
        .agg(right=pl.col("correct").sum(), asked=pl.col("item_id").n_unique(), choices=pl.col("choices").min())
    )
    seeds = len(rows_by_seed)
    found = {concept: (right / seeds, n, choices) for concept, right, n, choices in counted.iter_rows()}
    made = [
        Tile(node["id"], node["name"], node["domain"], node["role"], *found[node["id"]], seeds)
        for node in nodes
        if node["id"] in found
    ]
    return in_order(made)


def in_order(found: Iterable[Tile]) -> list[Tile]:
    """Taught before withheld, then by domain and name."""
    return sorted(found, key=lambda tile: (tile.role, tile.domain, tile.name))


def known(tile: Tile) -> bool:
    """Whether more than half of a concept's items are right, in the mean over seeds."""
    return tile.right > tile.asked / 2


def chance_known(found: Iterable[Tile]) -> float:
    """How many of these concepts would be known by guessing, in the mean: the sum of their binomial probabilities."""
    return math.fsum(guessed(tile, tile.asked / 2, above=True) for tile in found)


def guessed(tile: Tile, right: float, above: bool = False) -> float:
    """The probability to get at least `right` (or more than that) of a tile's items by guessing.

    Every item is an independent draw of one of `choices` answers: X ~ binomial(asked, 1 / choices). Training seeds count
    as one: the same wrong answer may be likely in all of them, so guesses of several seeds are not independent.
    """
    n, p = tile.asked, 1 / tile.choices
    enough = (k for k in range(n + 1) if k > right + 1e-9 or (not above and k > right - 1e-9))
    return math.fsum(math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in enough)


def last(checkpoints: Iterable[str]) -> str:
    """The last of checkpoints named {epoch}-{which}: the highest epoch, its end before its best."""
    return max(checkpoints, key=lambda name: (int(name.partition("-")[0]), name))


def build_grid(tasks: Sequence[Path], rows: Iterable[Path], nodes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The content of `reports/grid.json`, over the first task whose items are of concepts and have a wording.

    `tasks` are data/tasks/{task}/items.parquet, `rows` data/evals/{model}/seed-{seed}/epoch-{checkpoint}/{task}.items.parquet.
    """
    for path in tasks:
        items = read_table(path)
        if {"concept_id", "wording", "choices"} <= set(items.columns):
            task = path.parent.name
            break
    else:
        return {"task": None, "concepts": {}, "models": {}}
    scored: dict[str, dict[str, dict[int, pl.DataFrame]]] = {}
    for path in sorted(rows):
        if path.name == f"{task}.items.parquet":
            seed, checkpoint = int(path.parts[-3].removeprefix("seed-")), path.parts[-2].removeprefix("epoch-")
            scored.setdefault(path.parts[-4], {}).setdefault(checkpoint, {})[seed] = read_table(path)
    grid = {
        model: {checkpoint: tiles(items, by_seed, nodes) for checkpoint, by_seed in checkpoints.items()}
        for model, checkpoints in scored.items()
    }
    every = [tile for checkpoints in grid.values() for made in checkpoints.values() for tile in made]
    return {
        "task": task,
        "concepts": {
            t.concept: {"name": t.name, "domain": t.domain, "role": t.role, "choices": t.choices} for t in every
        },
        "models": {
            model: {
                checkpoint: {
                    "seeds": len(scored[model][checkpoint]),
                    "tiles": {tile.concept: [round(tile.right, 4), tile.asked] for tile in made},
                }
                for checkpoint, made in checkpoints.items()
            }
            for model, checkpoints in grid.items()
        },
    }


def read_grid(path: Path) -> Grid:
    """What `build_grid` made, as tiles. Raises SutraError where the file cannot be read."""
    content = read_json(path)
    try:
        return _as_tiles(content)
    except (KeyError, TypeError, ValueError):
        raise SutraError("not a grid of concepts", str(path), f"delete {path}, and build again") from None


def _as_tiles(content: dict[str, Any]) -> Grid:
    return {
        model: {
            checkpoint: in_order(
                Tile(
                    concept,
                    facts["name"],
                    facts["domain"],
                    facts["role"],
                    right,
                    asked,
                    facts["choices"],
                    found["seeds"],
                )
                for concept, (right, asked) in found["tiles"].items()
                for facts in [content["concepts"][concept]]
            )
            for checkpoint, found in checkpoints.items()
        }
        for model, checkpoints in content["models"].items()
    }

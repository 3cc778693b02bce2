"""Items of a stock lm-eval task, from local Parquet files in the schema of its hub dataset."""

from datetime import date
from typing import Any

import polars as pl

from sutra.checks import make_check
from sutra.errors import SutraError
from sutra.files import canonical, identity
from sutra.tasks.params import FilesTask

FEWEST_WORDS = 5


def read_splits(task: FilesTask) -> pl.DataFrame:
    """All splits in one table, with `split` and `item_id` beside the dataset's own columns."""
    tables = []
    for split, path in sorted(task.splits.items()):
        try:
            table = pl.read_parquet(path)
        except (pl.exceptions.PolarsError, OSError) as error:
            raise SutraError(
                f"not a Parquet file: {str(error).splitlines()[0]}", path, "save the split as Parquet"
            ) from None
        taken = [name for name in ("split", "item_id") if name in table.columns]
        if taken:
            raise SutraError(f"a column is named {taken[0]}, which is ours", path, "rename that column")
        tables.append(with_ids(table, split))
    return pl.concat(tables, how="diagonal_relaxed")


def with_ids(table: pl.DataFrame, split: str) -> pl.DataFrame:
    """`table` with `split` and an `item_id` made from each row's content and how many equal rows stand before it."""
    seen: dict[str, int] = {}
    ids = []
    for row in table.iter_rows(named=True):
        content = canonical(
            [split, {name: str(value) if isinstance(value, bytes | date) else value for name, value in row.items()}]
        )
        ids.append(identity("tasks", content, seen.setdefault(content, 0)))
        seen[content] += 1
    return table.with_columns(pl.lit(split).alias("split"), pl.Series("item_id", ids, dtype=pl.String))


def make_stock(task: FilesTask) -> tuple[pl.DataFrame, dict[str, Any]]:
    """Items and their check."""
    items = read_splits(task)
    ids = items["item_id"].to_list()
    return items, make_check(ids, ids)


def keep_out(items: pl.DataFrame) -> dict[str, list[str]]:
    """What must stay out of corpora: every text of at least five words in an item."""
    columns = [c for c in items.columns if c not in ("split", "item_id")]
    found = {text for row in items.select(columns).iter_rows() for value in row for text in texts(value)}
    return {"texts": sorted(found), "names": []}


def texts(value: Any) -> list[str]:
    """The texts of at least five words in a nested value."""
    if isinstance(value, str):
        return [value] if len(value.split()) >= FEWEST_WORDS else []
    if isinstance(value, dict):
        return [text for inner in value.values() for text in texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in texts(inner)]
    return []

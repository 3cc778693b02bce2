"""What goes on: rules on attributes, each applied to what the one before left."""

from collections.abc import Callable
from pathlib import Path

import polars as pl

from sutra import files
from sutra.errors import SutraError
from sutra.selection.params import Selection

KEPT = {"doc_id": pl.String, "shard": pl.String}
REJECTED = {**KEPT, "reason": pl.String, "evidence": pl.String}
ATTRIBUTES = {**KEPT, "quality_score": pl.Float64, "cell": pl.String, "opening": pl.String}

Verdicts = dict[str, tuple[str, str]]  # doc_id: (reason, evidence)


def read_scores(paths: list[Path]) -> pl.DataFrame:
    """The attributes of every document of a corpus, and its shard: the number in the name `shard-0001.parquet`."""
    parts = [
        files.read_table(path, [name for name in ATTRIBUTES if name != "shard"])
        .with_columns(shard=pl.lit(path.stem.removeprefix("shard-")))
        .select(pl.col(name).cast(kind) for name, kind in ATTRIBUTES.items())
        for path in sorted(paths)
    ]
    return pl.concat([pl.DataFrame(schema=ATTRIBUTES), *parts])


def select(scores: pl.DataFrame, selection: Selection) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The kept and the rejected documents.

    `scores` has the columns of ATTRIBUTES, in the order in which the results shall stand; the order decides nothing
    else. Raises SutraError where a document comes twice.
    """
    twice = scores.filter(scores["doc_id"].is_duplicated())["doc_id"]
    if len(twice):
        raise SutraError("a document is scored twice", f"doc_id {twice.sort()[0]}", "rebuild the shards of this corpus")
    rejected: Verdicts = {}
    for rule in (below_quality, beyond_cell, beyond_opening):
        left = scores.filter(~pl.col("doc_id").is_in(list(rejected)))
        rejected |= rule(left, selection)
    kept = scores.filter(~pl.col("doc_id").is_in(list(rejected))).select(*KEPT)
    rows = [(i, shard, *rejected[i]) for i, shard in scores.select(*KEPT).iter_rows() if i in rejected]
    return kept, pl.DataFrame(rows, schema=REJECTED, orient="row")


def below_quality(scores: pl.DataFrame, selection: Selection) -> Verdicts:
    """Rule quality: documents whose score is below `min_quality`."""
    low = scores.filter(pl.col("quality_score") < selection.min_quality)
    return {
        doc_id: ("quality", f"{quality:.4f} < {selection.min_quality}")
        for doc_id, quality in low.select("doc_id", "quality_score").iter_rows()
    }


def beyond_cell(scores: pl.DataFrame, selection: Selection) -> Verdicts:
    """Rule cell: all but the best `per_cell` documents of one concept, content type and style."""
    return _beyond(scores, "cell", selection.per_cell, lambda cell: cell)


def beyond_opening(scores: pl.DataFrame, selection: Selection) -> Verdicts:
    """Rule opening: all but the best `per_opening` documents that begin with the same eight words."""
    return _beyond(scores, "opening", selection.per_opening, lambda opening: f"opening {opening}")


def _beyond(scores: pl.DataFrame, column: str, most: int | None, named: Callable[[str], str]) -> Verdicts:
    """Documents that are not among the best `most` of their group; ties go to the smaller id. Null is no group."""
    if most is None:
        return {}
    ranked = (
        scores.filter(pl.col(column).is_not_null())
        .sort(["quality_score", "doc_id"], descending=[True, False])
        .with_columns(rank=pl.int_range(1, pl.len() + 1).over(column))
        .filter(pl.col("rank") > most)
    )
    return {
        doc_id: (column, f"number {rank} of {named(group)}, at most {most}")
        for doc_id, group, rank in ranked.select("doc_id", column, "rank").iter_rows()
    }

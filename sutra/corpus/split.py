"""The published tables: the documents of one shard, each in the split of its family."""

from typing import Any

import polars as pl

from sutra.corpus.check import SPLITS
from sutra.corpus.documents import DIMENSIONS
from sutra.errors import SutraError

# The thirteen published fields, then the lineage.
PUBLISHED: dict[str, Any] = {
    **dict.fromkeys(("id", "concept_name", "domain", "content_type", "text"), pl.String),
    "quality_score": pl.Float64,
    "information_density": pl.String,
    "complexity_level": pl.Int64,
    "token_count": pl.Int64,
    **dict.fromkeys(("prerequisites", "builds_to", "cross_domain_connections"), pl.List(pl.String)),
    "quality_assessment": pl.Struct(dict.fromkeys(DIMENSIONS, pl.Float64)),
    **dict.fromkeys(("style", "teacher", "prompt_id", "call_id", "source_id", "parent_id", "shard"), pl.String),
}


def split_shard(documents: pl.DataFrame, verdicts: pl.DataFrame, shard: str) -> dict[str, pl.DataFrame]:
    """The published rows of one shard by split, in the order of its documents; a split may be an empty table.

    `verdicts` may be those of the whole corpus. Raises SutraError where a kept document is not among `documents`.
    """
    kept = verdicts.filter(pl.col("split").is_not_null(), shard=shard).select("doc_id", "split")
    found = documents.join(kept, on="doc_id", how="inner", maintain_order="left")
    if found.height != kept.height:
        lost = kept.join(found, on="doc_id", how="anti")["doc_id"].sort().to_list()
        raise SutraError(
            "a kept document is not in its shard", f"shard {shard}, doc_id {lost[:3]}", "clean this corpus again"
        )
    return {split: published(found.filter(split=split), shard) for split in SPLITS}


def published(documents: pl.DataFrame, shard: str) -> pl.DataFrame:
    """Documents in the published schema."""
    return documents.with_columns(shard=pl.lit(shard), quality_assessment=pl.struct(DIMENSIONS)).select(
        pl.col(
            {"id": "doc_id", "complexity_level": "level", "cross_domain_connections": "cross_domain"}.get(name, name)
        )
        .cast(kind)
        .alias(name)
        for name, kind in PUBLISHED.items()
    )

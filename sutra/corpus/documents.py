"""The documents of one shard with everything known about them: originals, then renderings."""

from typing import Any

import polars as pl

from sutra.corpus import normal

DIMENSIONS = ("clarity", "accuracy", "pedagogy", "engagement", "depth", "creativity")

SHARD: dict[str, Any] = dict.fromkeys(("doc_id", "prompt_id", "call_id", "teacher", "source_id", "text"), pl.String)
SCORES: dict[str, Any] = {
    "doc_id": pl.String,
    **dict.fromkeys((*DIMENSIONS, "quality_score"), pl.Float64),
    "information_density": pl.String,
    "words": pl.Int64,
    "token_count": pl.Int64,
}
REPHRASED: dict[str, Any] = {**SHARD, **SCORES, "parent_id": pl.String, "style": pl.String}
PROMPTS: dict[str, Any] = {
    **dict.fromkeys(("doc_id", "concept_name", "domain", "content_type", "style"), pl.String),
    "level": pl.Int64,
    **dict.fromkeys(("prerequisites", "builds_to", "cross_domain"), pl.List(pl.String)),
}
# A document: what its shard, scores and prompt say; `parent_id` is null unless it is a rendering. A rendering has the
# prompt of its parent, and a style of its own. `text` is without end-of-text marks; `marks` is how many were removed.
DOCUMENTS: dict[str, Any] = {**REPHRASED, **PROMPTS, "marks": pl.Int64}


def documents(
    shard: pl.DataFrame, scores: pl.DataFrame, rephrased: pl.DataFrame, prompts: pl.DataFrame | None
) -> pl.DataFrame:
    """The documents of one shard, in its order, then its renderings. `prompts` is None where documents have none.

    Documents without scores are left out: the check of the stage finds them.
    """
    scored = _typed(shard, SHARD).join(_typed(scores, SCORES), on="doc_id", how="inner", maintain_order="left")
    both = pl.concat([scored, _typed(rephrased, REPHRASED)], how="diagonal")
    asked = pl.DataFrame(schema=PROMPTS) if prompts is None else _typed(prompts, PROMPTS)
    joined = both.with_columns(asked_as=pl.coalesce("parent_id", "doc_id")).join(
        asked.rename({"doc_id": "asked_as", "style": "asked_style"}), on="asked_as", how="left", maintain_order="left"
    )
    cleaned = [normal.without_marks(text) for text in joined["text"]]
    return joined.with_columns(
        style=pl.coalesce("style", "asked_style"),
        text=pl.Series([text for text, _ in cleaned], dtype=pl.String),
        marks=pl.Series([marks for _, marks in cleaned], dtype=pl.Int64),
    ).select(list(DOCUMENTS))


def _typed(table: pl.DataFrame, schema: dict[str, Any]) -> pl.DataFrame:
    """Some columns of a table: one that is null throughout still has its type."""
    return table.select(pl.col(name).cast(kind) for name, kind in schema.items())

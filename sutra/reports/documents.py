"""Documents to read: a few lessons with their lineage, and a few rejected texts for every reason.

Ids are hashes, so the smallest ones are a fair sample that does not depend on shards or order.
"""

from pathlib import Path
from typing import Any

import polars as pl

LESSONS = 3  # of one corpus
REJECTED = 3  # of one reason
EXCERPT = 700  # characters
LINEAGE = [
    "id",
    "concept_name",
    "domain",
    "content_type",
    "style",
    "complexity_level",
    "teacher",
    "source_id",
    "parent_id",
    "shard",
]


def lessons(train: list[Path]) -> list[dict[str, Any]]:
    """A few documents of a train split: their text and where they come from."""
    if not train:
        return []
    table = pl.scan_parquet(train).select(*LINEAGE, "text", "quality_score").sort("id").head(LESSONS).collect()
    return [
        {"lineage": {c: row[c] for c in LINEAGE if row[c] is not None}, **row} for row in table.iter_rows(named=True)
    ]


def turned_away(tables: list[tuple[str, list[Path]]], texts: list[Path]) -> list[dict[str, Any]]:
    """For every stage and reason: how many documents it turned away, and a few of them.

    `tables` are (stage, its tables of `doc_id, reason, evidence`); `texts` are the documents that the corpus started
    from. A table's own text is preferred; a rendering that was rejected, or a record in quarantine, has only evidence.
    """
    found = []
    for word, paths in tables:
        if not paths:
            continue
        lazy = pl.scan_parquet(paths)
        own = "text" in lazy.collect_schema().names()
        lazy = lazy.select("doc_id", "reason", "evidence", text=pl.col("text") if own else pl.lit(None, pl.String))
        counts = lazy.group_by("reason").len().sort("reason").collect()
        few = lazy.sort("doc_id").group_by("reason", maintain_order=True).head(REJECTED).collect()
        for reason, count in counts.iter_rows():
            found.append(
                {"word": word, "reason": reason, "count": count, "few": few.filter(pl.col("reason") == reason)}
            )
    wanted = {doc for entry in found for doc in entry["few"].filter(pl.col("text").is_null())["doc_id"]}
    looked_up = _texts(texts, wanted)
    for entry in found:
        rows = list(entry["few"].sort("doc_id").iter_rows(named=True))
        entry["few"] = [row | {"text": row["text"] or looked_up.get(row["doc_id"])} for row in rows]
    return found


def _texts(paths: list[Path], ids: set[str]) -> dict[str, str]:
    if not paths or not ids:
        return {}
    table = pl.scan_parquet(paths).select("doc_id", "text").filter(pl.col("doc_id").is_in(sorted(ids))).collect()
    return dict(table.iter_rows())


def excerpt(text: str, longest: int = EXCERPT) -> str:
    """The beginning of a text of at most so many characters, cut at a word."""
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + " …"

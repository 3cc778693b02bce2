"""The tables of `shards`: documents, and what could not become one."""

from typing import Any

import polars as pl

DOCUMENTS = pl.Schema(
    {
        "doc_id": pl.String,
        "prompt_id": pl.String,
        "call_id": pl.String,
        "teacher": pl.String,
        "source_id": pl.String,
        "title": pl.String,
        "text": pl.String,
    }
)
QUARANTINE = pl.Schema({"doc_id": pl.String, "reason": pl.String, "evidence": pl.String})


def documents(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """The documents table; a column that a row lacks is null."""
    return pl.DataFrame(rows, schema=DOCUMENTS, orient="row")


def quarantine(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """The quarantine table."""
    return pl.DataFrame(rows, schema=QUARANTINE, orient="row")

"""What must hold for a corpus, and its figures."""

from collections.abc import Iterable
from typing import Any

import polars as pl

from sutra.checks import ids_hash, make_check

SPLITS = ("train", "validation", "heldout")
FACTS = ("doc_id", "quality_score", "words", "token_count", "domain", "content_type", "style", "marks")


def check_corpus(
    entered: list[str], verdicts: pl.DataFrame, rejected: pl.DataFrame, facts: pl.DataFrame
) -> dict[str, Any]:
    """The check of a corpus: ids in and out, the ids of each split, and figures of the kept documents.

    `entered` are the ids that selection and rephrased give, `facts` the columns FACTS of all candidates.
    """
    kept = verdicts.filter(pl.col("split").is_not_null())
    return make_check(
        entered=entered,
        kept=kept["doc_id"],
        rejected=rejected.select("doc_id", "reason").iter_rows(),
        splits={split: _split(kept.filter(split=split)["doc_id"]) for split in SPLITS},
        figures=figures(facts.join(kept, on="doc_id", how="semi")),
    )


def figures(kept: pl.DataFrame) -> dict[str, Any]:
    """Figures of documents: counts, their kinds (null is left out), and mean quality (null without documents)."""
    quality = kept["quality_score"].to_list()
    return {
        "documents": kept.height,
        "words": kept["words"].sum(),
        "tokens": kept["token_count"].sum(),
        "domains": _counts(kept["domain"]),
        "content_types": _counts(kept["content_type"]),
        "styles": _counts(kept["style"]),
        "mean_quality": round(sum(sorted(quality)) / len(quality), 4) if quality else None,
        "special_tokens_removed": kept["marks"].sum(),
    }


def _split(ids: Iterable[str]) -> dict[str, Any]:
    listed = list(ids)
    return {"kept": len(listed), "ids_sha256": ids_hash(listed)}


def _counts(values: pl.Series) -> dict[str, int]:
    return dict(sorted(values.drop_nulls().value_counts().iter_rows()))

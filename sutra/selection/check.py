"""What must hold for a selection: every scored document is kept, or rejected with a reason."""

from typing import Any

import polars as pl

from sutra.checks import make_check


def check_selection(scores: pl.DataFrame, kept: pl.DataFrame, rejected: pl.DataFrame) -> dict[str, Any]:
    """The check of a corpus, from its scores and the two tables made from them."""
    return make_check(
        entered=scores["doc_id"], kept=kept["doc_id"], rejected=rejected.select("doc_id", "reason").iter_rows()
    )

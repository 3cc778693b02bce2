"""What must hold of the token files of a corpus."""

from typing import Any

import polars as pl

from sutra.checks import make_check


def check_corpus(entered: list[str], train: pl.DataFrame, validation: pl.DataFrame) -> dict[str, Any]:
    """The check of one corpus: every train and validation document stands in one of the two indices."""
    splits = {"train": train, "validation": validation}
    figures = {name: {"documents": t.height, "tokens": int(t["tokens"].sum())} for name, t in splits.items()}
    return make_check(entered, [*train["doc_id"], *validation["doc_id"]], splits=figures)

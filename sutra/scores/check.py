"""What must hold for the scores of a corpus: a row for every document, and for nothing else."""

from collections.abc import Iterable
from typing import Any

from sutra.checks import make_check


def check_scores(documents: Iterable[str], scored: Iterable[str]) -> dict[str, Any]:
    """The check of a corpus, from the ids in its shards and the ids in its scores."""
    return make_check(entered=documents, kept=scored)

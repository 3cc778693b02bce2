"""The mixture of one model: which corpora it is trained on, and the proof that none of it is held out."""

from collections.abc import Collection, Mapping
from typing import Any

import polars as pl

from sutra.checks import make_check
from sutra.errors import SutraError


def refuse_heldout(train: Mapping[str, Collection[str]], heldout: Mapping[str, Collection[str]]) -> None:
    """Raises SutraError where a document that one corpus trains on is held out in another, or in the same."""
    for corpus, ids in train.items():
        for other, kept in heldout.items():
            both = set(ids).intersection(kept)
            if both:
                raise SutraError(
                    f"{len(both)} documents that {corpus} trains on are held out in {other}, such as {min(both)}",
                    f"corpora {corpus} and {other} in one mixture",
                    "give both the same corpus.splits and seed, or do not mix them",
                )


def mixture_of(indices: dict[str, pl.DataFrame], weights: dict[str, float]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The content of `mixture.json`, corpora sorted by name, and its check."""
    total = sum(weights[corpus] for corpus in indices)
    corpora = [
        {
            "corpus": corpus,
            "weight": weights[corpus] / total,
            "documents": index.height,
            "tokens": int(index["tokens"].sum()),
            "bytes": int(index["bytes"].sum()),
        }
        for corpus, index in sorted(indices.items())
    ]
    ids = [doc_id for index in indices.values() for doc_id in index["doc_id"]]
    return {"corpora": corpora}, make_check(ids, ids)

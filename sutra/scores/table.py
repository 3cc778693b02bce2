"""The table of scores of one shard."""

import json
from collections import Counter
from typing import Any

import polars as pl

from sutra.errors import SutraError
from sutra.quality.embeddings import embed
from sutra.quality.score import SCHEMA, score
from sutra.scores.params import Scores

CELL = ("concept_id", "content_type", "style")


def score_shard(shard: pl.DataFrame, prompts: pl.DataFrame | None, scores: Scores) -> pl.DataFrame:
    """Scores for every document of a shard (`doc_id`, `text`), in its order.

    `prompts` has the rows (`doc_id`, `material`, and what makes a cell) that the documents were asked from, or is None
    where documents come from elsewhere: these have no material and no cell. Raises SutraError for a document that comes
    twice, has no text, or has no prompt though there are prompts.
    """
    ids, texts = shard["doc_id"].to_list(), shard["text"].to_list()
    asked = {row["doc_id"]: row for row in prompts.iter_rows(named=True)} if prompts is not None else None
    _see(ids, texts, asked)
    weights = scores.weights.model_dump()
    embeddings = embed(texts, scores.embedding) if scores.embedding else [None] * len(texts)
    rows = [
        {
            "doc_id": doc_id,
            **_attributes(text, asked[doc_id] if asked is not None else None, weights),
            "embedding": vector,
        }
        for doc_id, text, vector in zip(ids, texts, embeddings, strict=True)
    ]
    return pl.DataFrame(rows, schema=SCHEMA)


def _attributes(text: str, prompt: dict[str, Any] | None, weights: dict[str, float]) -> dict[str, Any]:
    if prompt is None:
        return {**score(text, None, weights), "cell": None}
    cell = "|".join(prompt[part] for part in CELL)
    return {**score(text, json.loads(prompt["material"]), weights), "cell": cell}


def _see(ids: list[str], texts: list[Any], asked: dict[str, Any] | None) -> None:
    """What scoring relies on."""
    todo = "rebuild the shard; its stage promises one text per document"
    for doc_id, count in Counter(ids).items():
        if count > 1:
            raise SutraError(f"a document comes {count} times", f"doc_id {doc_id}", todo)
    for doc_id, text in zip(ids, texts, strict=True):
        if text is None:
            raise SutraError("a document has no text", f"doc_id {doc_id}", todo)
        if asked is not None and doc_id not in asked:
            raise SutraError(
                "a document has no prompt", f"doc_id {doc_id}", "rebuild the prompts and the shard of this corpus"
            )

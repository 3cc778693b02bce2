"""The attributes of one document: six dimensions, their weighted mean, and statistics."""

from collections.abc import Callable
from typing import Any

import polars as pl

from sutra.quality import dimensions
from sutra.quality.statistics import statistics
from sutra.quality.text import Text, parse

DIMENSIONS = ("clarity", "accuracy", "pedagogy", "engagement", "depth", "creativity")

MEASURES: dict[str, Callable[[Text], float]] = {
    "clarity": dimensions.clarity,
    "pedagogy": dimensions.pedagogy,
    "engagement": dimensions.engagement,
    "depth": dimensions.depth,
    "creativity": dimensions.creativity,
}

# The columns of a table of scores. `score` gives all but `doc_id`, `cell` and `embedding`.
SCHEMA: dict[str, Any] = {
    "doc_id": pl.String,
    **dict.fromkeys((*DIMENSIONS, "quality_score"), pl.Float64),
    "information_density": pl.String,
    **dict.fromkeys(("words", "sentences", "characters", "token_count"), pl.Int64),
    "cell": pl.String,
    "opening": pl.String,
    "closing": pl.String,
    "embedding": pl.List(pl.Float32),
}


def score(text: str, material: dict[str, Any] | None, weights: dict[str, float]) -> dict[str, Any]:
    """The attributes of a text; dimensions and `quality_score` are in 0 to 1, rounded to 4 places.

    `material` is what the document was made from, `weights` that of each dimension. Without material, accuracy is
    null and left out of the mean. A text without words scores 0 throughout. At least one weight besides that of
    accuracy must be above 0.
    """
    parsed = parse(text)
    found = {name: _measure(name, parsed, material) for name in DIMENSIONS}
    present = {name: value for name, value in found.items() if value is not None}
    total = sum(weights[name] for name in present)
    quality = sum(weights[name] * value for name, value in present.items()) / total
    return {**found, "quality_score": round(quality, 4), **statistics(text, parsed)}


def _measure(name: str, text: Text, material: dict[str, Any] | None) -> float | None:
    if name == "accuracy":
        if material is None:
            return None
        value = dimensions.accuracy(text, material) if text.words else 0.0
    else:
        value = MEASURES[name](text) if text.words else 0.0
    return round(value, 4)

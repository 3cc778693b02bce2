"""Concepts that may be one: names alike in letters, or definitions alike in meaning. Warnings: a person decides."""

from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

from sutra.graph.placed import Placed
from sutra.quality.embeddings import embed

MODEL = "all-MiniLM-L6-v2"
NAMES = 90.0  # token sort ratio, in percent
MEANINGS = 0.8  # cosine


class Pair(NamedTuple):
    """Two concepts that are alike, and in what."""

    first: Placed
    second: Placed
    why: str

    def __str__(self) -> str:
        a, b = self.first, self.second
        there = f"{b.file.path}:{b.line('id')}"
        return f"{a.file.path}:{a.line('id')}  {a.concept.id}  is it {b.concept.id} ({there})? {self.why}"


def near_names(placed: list[Placed], least: float = NAMES) -> list[Pair]:
    """Pairs with a name or alias that is almost the other's, whatever the order of its words; the most alike first."""
    rows = [(p, name) for p in placed for name in (p.concept.name, *p.concept.aliases)]
    words = [" ".join(name.casefold().replace("-", " ").split()) for _, name in rows]
    alike = process.cdist(words, words, scorer=fuzz.token_sort_ratio, score_cutoff=least, dtype=np.float32)
    found: dict[tuple[str, str], tuple[float, Pair]] = {}
    for i, j in zip(*np.nonzero(np.triu(alike, 1)), strict=True):
        (a, one), (b, other) = rows[i], rows[j]
        if a is not b:
            score = float(alike[i, j])
            pair = Pair(a, b, f"{one} and {other} are {score:.0f} % alike in letters")
            key = (a.concept.id, b.concept.id)
            found[key] = max(found.get(key, (0.0, pair)), (score, pair), key=lambda entry: entry[0])
    return _sorted(list(found.values()))


def near_meanings(placed: list[Placed], least: float = MEANINGS) -> list[Pair]:
    """Pairs whose names and definitions have embeddings of at least this cosine; the most alike first."""
    texts = [f"{p.concept.name}. {p.concept.definition}" for p in placed]
    vectors = np.array(embed(texts, MODEL), dtype=np.float32)
    alike = np.triu(vectors @ vectors.T, 1)
    found = []
    for i, j in zip(*np.nonzero(alike >= least), strict=True):
        score = float(alike[i, j])
        found.append((score, Pair(placed[i], placed[j], f"what they say is alike (cosine {score:.2f})")))
    return _sorted(found)


def _sorted(found: list[tuple[float, Pair]]) -> list[Pair]:
    return [
        pair
        for _, pair in sorted(found, key=lambda e: (-round(e[0], 3), e[1].first.concept.id, e[1].second.concept.id))
    ]

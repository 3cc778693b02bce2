"""Comparisons that cannot lie: a mean carries what it was measured on, and unlike means refuse to be compared."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from sutra.reports import bootstrap
from sutra.reports.results import HELDOUT, Scored

Verdict = Literal["better", "worse", "not distinguishable"]


@dataclass(frozen=True)
class Mean:
    """A mean and all that decides whether another one is like it."""

    value: float
    stderr: float  # over concepts (or items, or documents) and training seeds
    low: float
    high: float
    n: int  # items, or documents
    clusters: int
    seeds: int
    tasks: tuple[str, ...]
    version: str
    metric: str
    shots: str
    chance: float | None  # None where guessing has no score
    tokens: int  # the budget: trained on in all, up to the end of the epoch
    limit: str


ALIKE = ("tasks", "metric", "shots", "version", "limit", "tokens")


@dataclass(frozen=True)
class Difference:
    """A paired difference (first minus second), with its verdict after correction."""

    value: float
    low: float
    high: float
    p: float
    seeds: int
    lower_is_better: bool
    p_corrected: float = 1.0
    verdict: Verdict = "not distinguishable"


def measure(scored: list[Scored], tokens: int, seed: int, confidence: float, resamples: int) -> Mean:
    """The mean over one task, or the mean of the means of several. `scored` must have at least one item each."""
    means = bootstrap.resampled_means(scored, seed, resamples)
    low, high = bootstrap.interval(means, confidence)
    facts = [s.facts for s in scored]
    chances = [f.get("chance") for f in facts]

    def told(key: str, otherwise: str) -> str:
        return ", ".join(str(otherwise if f.get(key) is None else f[key]) for f in facts)

    return Mean(
        value=bootstrap.mean(scored),
        stderr=float(np.std(means, ddof=1)),
        low=low,
        high=high,
        n=sum(len(s.items) for s in scored),
        clusters=sum(len(set(s.clusters)) for s in scored),
        seeds=len(scored[0].seeds),
        tasks=tuple(s.task for s in scored),
        version=told("version", "–"),
        metric=told("metric", "bits_per_byte"),
        shots=told("num_fewshot", "–"),
        chance=None if any(c is None for c in chances) else float(np.mean([c for c in chances if c is not None])),
        tokens=tokens,
        limit=told("limit", "none"),
    )


def unlike(a: Mean, b: Mean) -> list[str]:
    """Why two means are not of a kind; empty if they are."""
    return [
        f"{name} differ: {getattr(a, name)} and {getattr(b, name)}"
        for name in ALIKE
        if getattr(a, name) != getattr(b, name)
    ]


def compare(
    a: list[Scored], b: list[Scored], means: tuple[Mean, Mean], seed: int, confidence: float, resamples: int
) -> Difference | str:
    """The paired difference of two models over the same items, averaged over the training seeds that both have.

    Returns the reason as text where the two may not be compared.
    """
    reasons = unlike(*means)
    reasons += [f"items of {x.task} differ" for x, y in zip(a, b, strict=False) if x.items != y.items]
    seeds = tuple(s for s in a[0].seeds if s in b[0].seeds)
    if not seeds:
        reasons.append("no training seed in common")
    if reasons:
        return "; ".join(reasons)
    pairs = [_subtract(x.of_seeds(seeds), y.of_seeds(seeds)) for x, y in zip(a, b, strict=True)]
    drawn = bootstrap.resampled_means(pairs, seed, resamples)
    low, high = bootstrap.interval(drawn, confidence)
    value = bootstrap.mean(pairs)
    clusters = np.concatenate([bootstrap.by_cluster(pair)[0].mean(axis=0) for pair in pairs])
    p = bootstrap.p_value(value, float(np.std(drawn, ddof=1)), clusters)
    return Difference(value, low, high, p, len(seeds), a[0].task.startswith(HELDOUT))


def _subtract(a: Scored, b: Scored) -> Scored:
    return replace(a, values=a.values - b.values)


def corrected(differences: list[Difference], confidence: float) -> list[Difference]:
    """The same with p corrected (Holm) for how many there are, and the verdict that it leads to."""
    found = []
    for difference, p in zip(differences, bootstrap.holm([d.p for d in differences]), strict=True):
        better = (difference.value < 0) == difference.lower_is_better
        verdict: Verdict = "not distinguishable" if p >= 1 - confidence else "better" if better else "worse"
        found.append(replace(difference, p_corrected=p, verdict=verdict))
    return found

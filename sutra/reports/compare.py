"""Comparisons that cannot lie: a mean carries what it was measured on, and unlike means refuse to be compared."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from sutra.reports import inference
from sutra.reports.inference import Part, estimate
from sutra.reports.results import Scored

Kind = Literal["paired", "chance", "groups"]
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
    chance: float | None  # None where guessing has no score, or where it is not known
    tokens: int | None  # the budget: trained on in all, up to the end of the epoch; None where it is not known
    limit: str
    lower_is_better: bool


ALIKE = ("tasks", "metric", "shots", "version", "limit", "tokens", "lower_is_better")


@dataclass(frozen=True)
class Difference:
    """A difference (first minus second) with its verdict after correction. Interval, p and mde are uncorrected.

    `kind` is paired (two models, the same items), chance (a model and what guessing scores) or groups (two groups of
    items, one model). `mde`, the minimum detectable effect, is the smallest true difference that is found in 80 % of the
    cases; None where there is no spread to tell it from.
    """

    value: float
    low: float
    high: float
    stderr: float
    p: float
    mde: float | None
    kind: Kind
    seeds: int
    clusters: int
    lower_is_better: bool
    p_corrected: float = 1.0
    verdict: Verdict = "not distinguishable"

    @property
    def scope(self) -> str:
        """What it is about: one training run tells nothing of another run of the same recipe."""
        return "these runs" if self.seeds == 1 else "the recipe"


def measure(scored: list[Scored], tokens: int | None, seed: int, confidence: float, resamples: int) -> Mean:
    """The mean over one task, or the mean of the means of several. `scored` must have at least one item each."""
    found = estimate([Part(s, 1 / len(scored)) for s in scored], 0.0, confidence, seed, resamples)
    margin = found.margin(1 - confidence)
    facts = [s.facts for s in scored]
    chances = [f.get("chance") for f in facts]

    def told(key: str, otherwise: str) -> str:
        return ", ".join(str(otherwise if f.get(key) is None else f[key]) for f in facts)

    chance = None if any(c is None for c in chances) else float(np.mean([c for c in chances if c is not None]))
    shares = chance is not None and all(((s.values >= 0) & (s.values <= 1)).all() for s in scored)
    low, high = (0.0, 1.0) if shares else (-np.inf, np.inf)
    return Mean(
        value=found.value,
        stderr=found.stderr,
        low=float(max(low, found.value - margin)),
        high=float(min(high, found.value + margin)),
        n=sum(len(s.items) for s in scored),
        clusters=len({cluster for s in scored for cluster in s.clusters}),
        seeds=len(scored[0].seeds),
        tasks=tuple(s.task for s in scored),
        version=told("version", "–"),
        metric=told("metric", "bits_per_byte"),
        shots=told("num_fewshot", "–"),
        chance=chance,
        tokens=tokens,
        limit=told("limit", "none"),
        lower_is_better=scored[0].lower_is_better,
    )


def unlike(a: Mean, b: Mean) -> list[str]:
    """Why two means are not of a kind; empty if they are."""
    return [
        f"{name.replace('_', ' ')} differ: {getattr(a, name)} and {getattr(b, name)}"
        for name in ALIKE
        if getattr(a, name) != getattr(b, name)
    ]


def compare(
    kind: Kind,
    a: list[Scored],
    b: list[Scored],
    means: tuple[Mean, Mean],
    seed: int,
    confidence: float,
    resamples: int,
) -> Difference | str:
    """The difference of the first from the second, averaged over the training seeds that both have.

    `means` are those of `a` and `b`; for a difference from chance, `b` is `a` again. Returns the reason as text where
    the two may not be compared.
    """
    mean = means[0]
    seeds = tuple(s for s in a[0].seeds if s in b[0].seeds)
    reasons = unlike(*means)
    if kind == "paired":
        reasons += [f"items of {x.task} differ" for x, y in zip(a, b, strict=False) if x.items != y.items]
    if not seeds:
        reasons.append("no training seed in common")
    if kind == "chance" and mean.chance is None:
        reasons.append("what guessing scores is not known")
    if reasons:
        return "; ".join(reasons)
    ours = [s.of_seeds(seeds) for s in a]
    theirs = [s.of_seeds(seeds) for s in b]
    null, share = 0.0, 1 / len(a)
    if kind == "paired":
        parts = [Part(replace(x, values=x.values - y.values), share) for x, y in zip(ours, theirs, strict=True)]
        least = inference.least_by_signs(parts)
    elif kind == "chance":
        parts, null = [Part(x, share) for x in ours], float(mean.chance or 0)
        least = max(2.0 ** (1 - mean.clusters), inference.least_by_guessing(ours[0], null) if len(ours) == 1 else 0.0)
    else:
        parts = [*(Part(x, share) for x in ours), *(Part(y, -share) for y in theirs)]
        least = inference.least_by_shuffling(parts)
    found = estimate(parts, null, confidence, seed, resamples).bounded(least)
    margin = found.margin(1 - confidence)
    return Difference(
        value=found.value,
        low=found.value - margin,
        high=found.value + margin,
        stderr=found.stderr,
        p=max(found.p(), least),
        mde=found.detectable(1 - confidence),
        kind=kind,
        seeds=len(seeds),
        clusters=len({cluster for part in parts for cluster in part.scored.clusters}),
        lower_is_better=mean.lower_is_better,
    )


def corrected(differences: list[Difference], confidence: float) -> list[Difference]:
    """The same with p corrected (Holm) for how many there are, and the verdict that it leads to."""
    found = []
    for difference, p in zip(differences, inference.holm([d.p for d in differences]), strict=True):
        better = (difference.value < 0) == difference.lower_is_better
        verdict: Verdict = "not distinguishable" if p >= 1 - confidence else "better" if better else "worse"
        found.append(replace(difference, p_corrected=p, verdict=verdict))
    return found

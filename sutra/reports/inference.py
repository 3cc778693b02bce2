"""What an estimate is uncertain by: clusters of items and training seeds, crossed; from that, interval, p and power.

Items of one concept are alike, so concepts (else items) are the units (Miller 2024, "Adding Error Bars to Evals").
Training again with another seed moves all items together: a second, crossed random factor (Owen 2007, "The pigeonhole
bootstrap"; Cameron and Miller 2015, "A Practitioner's Guide to Cluster-Robust Inference", on two-way clustering).

Of two to five seeds neither a bootstrap nor one t with Satterthwaite's degrees of freedom is valid: where the seeds
agree by luck, the latter trusts the many clusters (12 % false positives at 5 %, with two seeds and 40 clusters). So
each component keeps a t of its own, and the squares of the margins add. In simulation that is never surer than it says,
and about exact where one component rules; in between it is cautious. tests/reports/test_inference.py holds it to that.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from scipy.special import betainc, betaincc, nctdtrinc, stdtrit  # type: ignore[import-untyped]

from sutra.files import digest
from sutra.reports import bootstrap
from sutra.reports.results import Scored

POWER = 0.8
SMALLEST = 1e-12  # p values are not told apart below
ROUNDING = 1e-15


@dataclass(frozen=True)
class Estimate:
    """A value and its components of variance. `noise` is what the items alone explain of the spread between seeds."""

    value: float
    clusters: float  # variance from the choice of clusters
    clusters_df: float
    widening: float  # of their t, by the bootstrap
    seeds: float  # variance from luck of training: not known with one seed, and then 0
    noise: float
    seeds_df: int

    @property
    def stderr(self) -> float:
        """The standard error of the value."""
        return math.sqrt(self.clusters + max(self.seeds, self.noise))

    def margin(self, alpha: float) -> float:
        """Half of the interval that misses in at most `alpha` of the cases."""
        margins = self.clusters * (self.widening * _critical(self.clusters_df, alpha)) ** 2
        if self.seeds_df:
            noise_df = self.seeds_df * self.clusters_df
            of_seeds = self.seeds * _critical(self.seeds_df, alpha) ** 2
            margins += max(of_seeds, self.noise * _critical(noise_df, alpha) ** 2)
        return math.sqrt(margins)

    def p(self) -> float:
        """The two-sided p of a value of zero: the largest alpha at which the interval leaves zero out."""
        if self.value == 0:
            return 1.0
        return _boundary(lambda alpha: self.margin(alpha) > abs(self.value), SMALLEST, 1.0)

    def bounded(self, least: float) -> "Estimate":
        """The same with as much more variance as makes p at least `least` (for interval and test to agree)."""
        alpha = min(least, 0.5)
        lacking = self.value**2 - self.margin(alpha) ** 2
        if lacking <= 0:
            return self
        more = lacking / (self.widening * _critical(self.clusters_df, alpha)) ** 2
        return replace(self, clusters=self.clusters + more * (1 + 1e-9))

    def detectable(self, alpha: float) -> float | None:
        """The smallest true value that is found in 80 % of the cases; None where there is no spread to tell it from.

        From the noncentral t that has the same standard error and margin.
        """
        if self.stderr == 0:
            return None
        critical = self.margin(alpha) / self.stderr
        df = _boundary(lambda df: _critical(df, alpha) > critical, 1.0, 1e6)  # with less than 1, in proportion
        t = _critical(df, alpha)
        return self.stderr * float(nctdtrinc(df, 1 - POWER, t)) * max(1.0, critical / t)


def _critical(df: float, alpha: float) -> float:
    return -float(stdtrit(df, alpha / 2))


def _boundary(holds: Callable[[float], bool], low: float, high: float) -> float:
    """Where `holds`, true below and false above, stops being true; to ten digits, on a log scale."""
    for _ in range(48):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if holds(middle) else (low, middle)
    return high


class Part(NamedTuple):
    """One of the means that a value is the weighted sum of: `share` is 1/k in a mean of k tasks, -1 in what is taken off."""

    scored: Scored
    share: float


def estimate(parts: list[Part], null: float, confidence: float, seed: int, resamples: int) -> Estimate:
    """The sum of share times mean over `parts`, less `null`, with its components of variance.

    All parts have the same training seeds. A cluster that stands in several parts (a concept that two tasks ask about)
    is one cluster. Each cluster's effect is divided by the root of one less its share of the weight, which makes the
    variance unbiased for clusters of any size (the CR2 of Bell and McCaffrey 2002, for a mean).
    """
    seeds = len(parts[0].scored.seeds)
    names = np.unique([cluster for part in parts for cluster in part.scored.clusters])
    per_seed, effects = np.zeros(seeds), np.zeros((seeds, names.size))
    shares, leverage, stratum = np.zeros(names.size), np.zeros(names.size), np.full(names.size, -1)
    for number, (scored, share) in enumerate(parts):
        mine, totals, weights = by_cluster(scored)
        ratios, weights = totals.sum(axis=1) / weights.sum(), weights / weights.sum()
        at = np.searchsorted(names, mine)
        per_seed += share * ratios
        effects[:, at] += share * (totals / scored.weights.sum() - np.outer(ratios, weights))
        shares[at] += abs(share) * weights
        leverage[at] = np.maximum(leverage[at], weights)
        stratum[at] = np.where(stratum[at] < 0, number, stratum[at])
    effects[np.abs(effects) < ROUNDING] = 0  # of equal values
    mean, scale = effects.mean(axis=0), 1 / np.where(leverage < 1, 1 - leverage, 1)
    squares = mean**2 * scale
    strata = [members for number in range(len(parts)) if (members := np.flatnonzero(stratum == number)).size]
    df = _pooled_df(squares, shares, strata)
    noise = of_seeds = 0.0
    if seeds > 1:
        noise = float((((effects - mean) ** 2) @ scale).sum() / (seeds * (seeds - 1)))
        of_seeds = float(per_seed.var(ddof=1) / seeds)
    keyed = [(digest(names[members].tolist()), members) for members in strata]
    return Estimate(
        value=float(per_seed.mean() - null),
        clusters=max(0.0, float(squares.sum()) - noise),
        clusters_df=df,
        widening=bootstrap.widening(mean, shares, keyed, df, confidence, seed, resamples),
        seeds=of_seeds,
        noise=noise,
        seeds_df=seeds - 1,
    )


def by_cluster(scored: Scored) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Names of clusters, sorted; sums of values (seeds x clusters); and of weights (clusters)."""
    names, position = np.unique(np.array(scored.clusters, dtype=str), return_inverse=True)
    totals = np.array([np.bincount(position, row, minlength=names.size) for row in scored.values])
    return names, totals, np.bincount(position, scored.weights, minlength=names.size)


def _pooled_df(squares: np.ndarray, shares: np.ndarray, strata: list[np.ndarray]) -> float:
    """Degrees of freedom of a sum of variances over strata (Welch 1947); of each, how many equal clusters it is worth."""
    variances = np.array([squares[members].sum() for members in strata])
    worth = np.array([shares[members].sum() ** 2 / (shares[members] ** 2).sum() for members in strata])
    each = np.maximum(worth - 1, 1)
    return float(variances.sum() ** 2 / (variances**2 / each).sum()) if variances.any() else float(each.min())


def least_by_signs(parts: list[Part]) -> float:
    """What a sign-flip test of the clusters could give at best: with k of them unlike zero, 2 ** (1 - k).

    It keeps a handful of items that happen to agree from looking certain.
    """
    unlike = {name for scored, _ in parts for name, total in _seed_means(scored) if total}
    return 2.0 ** (1 - max(1, len(unlike)))


def _seed_means(scored: Scored) -> Iterable[tuple[str, float]]:
    names, totals, _ = by_cluster(scored)
    return zip(names.tolist(), totals.mean(axis=0).tolist(), strict=True)


def least_by_guessing(scored: Scored, chance: float) -> float:
    """The exact binomial p of as many right answers among so many guesses; 0 where items are not just right or wrong.

    Items of one concept are alike and need more; but fewer than this says no method may ask for.
    """
    if not 0 < chance < 1 or not np.isin(scored.values, (0.0, 1.0)).all():
        return 0.0
    n = len(scored.items)
    right = float(scored.values.mean()) * n
    at_least = float(betainc(right, n - right + 1, chance)) if right > 0 else 1.0
    at_most = float(betaincc(right + 1, n - right, chance)) if right < n else 1.0
    return min(1.0, 2 * min(at_least, at_most))


def least_by_shuffling(parts: list[Part]) -> float:
    """What a permutation test between two groups of clusters could give at best."""
    first, second = (len(set(part.scored.clusters)) for part in parts)
    return min(1.0, 2 / math.comb(first + second, first))


def holm(p_values: list[float]) -> list[float]:
    """Adjusted p values (Holm 1979): step down from the smallest, times how many are left, never decreasing."""
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    adjusted, largest = [0.0] * len(p_values), 0.0
    for rank, i in enumerate(order):
        largest = max(largest, min(1.0, p_values[i] * (len(p_values) - rank)))
        adjusted[i] = largest
    return adjusted

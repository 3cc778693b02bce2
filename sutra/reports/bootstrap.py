"""Resampling of means over concepts and training seeds, and the correction for many comparisons."""

import math

import numpy as np

from sutra.files import digest
from sutra.reports.results import Scored

CHUNK = 4_000_000  # cells of the matrix of draws that is held at a time


def mean(scored: list[Scored]) -> float:
    """The mean over tasks of sum(values) / sum(weights), averaged over seeds."""
    return float(np.mean([s.values.sum(axis=1).mean() / s.weights.sum() for s in scored]))


def resampled_means(scored: list[Scored], seed: int, resamples: int) -> np.ndarray:
    """`resamples` means, each with the clusters of every task and the training seeds drawn again with replacement.

    Cluster bootstrap (Davison and Hinkley 1997, section 3.8). Draws are keyed by `seed` and by what is drawn: two
    models that were scored on the same items share theirs.
    """
    return np.mean([_one_task(s, seed, resamples) for s in scored], axis=0)


def _one_task(scored: Scored, seed: int, resamples: int) -> np.ndarray:
    totals, weights = by_cluster(scored)
    units, seeds = weights.size, len(scored.seeds)
    of_seeds = _generator(seed, "seeds", list(scored.seeds)).multinomial(seeds, [1 / seeds] * seeds, size=resamples)
    generator = _generator(seed, "clusters", scored.task, sorted(set(scored.clusters)))
    means = np.empty(resamples)
    step = max(1, CHUNK // units)
    for start in range(0, resamples, step):
        chosen = slice(start, min(start + step, resamples))
        size = chosen.stop - chosen.start
        drawn = generator.multinomial(units, np.full(units, 1 / units), size=size)
        means[chosen] = np.einsum("rs,rs->r", of_seeds[chosen], drawn @ totals.T) / (seeds * (drawn @ weights))
    return means


def by_cluster(scored: Scored) -> tuple[np.ndarray, np.ndarray]:
    """Sums of values (seeds x clusters) and of weights (clusters), clusters sorted by name."""
    names, position = np.unique(np.array(scored.clusters, dtype=str), return_inverse=True)
    totals = np.array([np.bincount(position, row, minlength=names.size) for row in scored.values])
    return totals, np.bincount(position, scored.weights, minlength=names.size)


def _generator(*key: object) -> np.random.Generator:
    return np.random.default_rng(int(digest("reports", *key), 16))


def interval(means: np.ndarray, confidence: float) -> tuple[float, float]:
    """The percentile interval of resampled means."""
    low, high = np.quantile(means, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)


def p_value(difference: float, stderr: float, signs: np.ndarray) -> float:
    """Two-sided p of a paired difference: normal, but never below what a sign-flip test could give.

    `signs` are the differences of the clusters. With k of them unlike zero, the exact sign-flip test cannot fall below
    2 ** (1 - k); the bound keeps a handful of items that happen to agree from looking certain.
    """
    unlike = int(np.count_nonzero(signs))
    if difference == 0 or unlike == 0:
        return 1.0
    normal = math.erfc(abs(difference) / stderr / math.sqrt(2)) if stderr > 0 else 0.0
    return min(1.0, max(normal, 2.0 ** (1 - unlike)))


def holm(p_values: list[float]) -> list[float]:
    """Adjusted p values (Holm 1979): step down from the smallest, times how many are left, never decreasing."""
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    adjusted, largest = [0.0] * len(p_values), 0.0
    for rank, i in enumerate(order):
        largest = max(largest, min(1.0, p_values[i] * (len(p_values) - rank)))
        adjusted[i] = largest
    return adjusted

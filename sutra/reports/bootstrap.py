"""Studentized bootstrap over clusters: how much wider an interval must be than Student's t says.

Scores of right and wrong answers are skewed near 0 and 1, and bits of documents have long tails; with few clusters
Student's t is then too sure. Drawing the clusters again shows by how much.
"""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from scipy.special import stdtrit  # type: ignore[import-untyped]

from sutra.files import digest

CHUNK = 1_000_000  # cells of the matrix of draws that is held at a time


def widening(
    effects: np.ndarray,
    shares: np.ndarray,
    strata: list[tuple[str, np.ndarray]],
    df: float,
    confidence: float,
    seed: int,
    resamples: int,
) -> float:
    """The symmetric bootstrap-t quantile of a ratio of sums over that of Student's t; at least 1.

    `effects` is what each cluster adds to the estimate (sum of values less weight times mean), `shares` its share of the
    weight; clusters are drawn within each of `strata` (name, positions). See Hall 1992, "The Bootstrap and Edgeworth
    Expansion", section 3.6. Draws without any spread are left out: so few clusters that differ are a matter for the
    least p of the comparison. It never asks for more than t with one degree of freedom.
    """
    if not effects.any():
        return 1.0
    deviations, variances = np.zeros(resamples), np.zeros(resamples)
    for name, members in strata:
        units, share = len(members), shares[members] / shares[members].sum()
        residuals = effects[members] - share * effects[members].sum()
        if units < 2:
            continue
        columns = (share, residuals, residuals**2, residuals * share, share**2)
        for chosen, counts in _draws(name, units, seed, resamples):
            total, off, squares, products, share_squares = (counts @ column for column in columns)
            moved = off / total
            deviations[chosen] += moved
            spreads = np.maximum(squares - 2 * moved * products + moved**2 * share_squares, 0) / total**2
            variances[chosen] += spreads * units / (units - 1)
    told = variances > 1e-12 * np.abs(effects).max() ** 2  # and not the rounding of no spread
    if not told.any():
        return 1.0
    asked = float(np.quantile(np.abs(deviations[told]) / np.sqrt(variances[told]), confidence, method="higher"))
    least, most = (float(stdtrit(freedom, (1 + confidence) / 2)) for freedom in (max(df, 1.0), 1.0))
    return max(1.0, min(asked, most) / least)


def _draws(name: str, units: int, seed: int, resamples: int) -> Iterator[tuple[slice, np.ndarray]]:
    """Which resamples, and how often each cluster is in them: keyed by seed and name, and nothing else."""
    step = max(1, CHUNK // units)
    for start in range(0, resamples, step):
        size = min(step, resamples - start)
        yield slice(start, start + size), _counts(digest("reports", seed, "clusters", name, start), units, size)


@lru_cache(maxsize=8)  # models and checkpoints of one task are scored on the same clusters
def _counts(key: str, units: int, size: int) -> np.ndarray:
    drawn = np.random.default_rng(int(key, 16)).integers(units, size=(size, units))
    drawn += units * np.arange(size)[:, None]
    return np.bincount(drawn.ravel(), minlength=size * units).reshape(size, units).astype(float)

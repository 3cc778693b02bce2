"""Resampling, p values and Holm's correction."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sutra.reports import bootstrap
from sutra.reports.results import Scored


def scored(values, clusters=None, weights=None, task="t") -> Scored:
    values = np.array(values, dtype=float)
    n = values.shape[1]
    items = tuple(f"i{k}" for k in range(n))
    return Scored(
        task=task,
        items=items,
        groups=("",) * n,
        clusters=tuple(clusters or items),
        seeds=tuple(range(1, len(values) + 1)),
        values=values,
        weights=np.array(weights or [1.0] * n),
        facts={},
    )


def test_mean_is_a_ratio_of_sums_averaged_over_seeds_then_tasks():
    bits = scored([[8, 4], [16, 8]], weights=[4.0, 2.0])
    assert bootstrap.mean([bits]) == pytest.approx((12 / 6 + 24 / 6) / 2)
    assert bootstrap.mean([bits, scored([[1, 0]], task="u")]) == pytest.approx((3 + 0.5) / 2)


def test_spread_is_the_known_standard_error():
    values = [[1, 0] * 200]
    means = bootstrap.resampled_means([scored(values)], seed=1, resamples=2000)
    assert np.std(means) == pytest.approx(math.sqrt(0.25 / 400), rel=0.1)


def test_items_of_one_concept_are_drawn_together():
    values, concepts = [[1, 1, 1, 1, 0, 0, 0, 0] * 10], [f"c{k // 4}" for k in range(80)]
    together = bootstrap.resampled_means([scored(values, concepts)], 1, 1000)
    apart = bootstrap.resampled_means([scored(values)], 1, 1000)
    assert np.std(together) > 1.6 * np.std(apart)


def test_seeds_are_drawn_too():
    one = bootstrap.resampled_means([scored([[1] * 10])], 1, 200)
    two = bootstrap.resampled_means([scored([[1] * 10, [0] * 10])], 1, 200)
    assert np.std(one) == 0
    assert set(np.round(two, 6)) == {0.0, 0.5, 1.0}


def test_the_same_key_gives_the_same_draws_and_another_seed_others():
    sample = [scored([[1, 0, 1, 1, 0, 0, 1]])]
    first = bootstrap.resampled_means(sample, 1, 100)
    assert np.array_equal(first, bootstrap.resampled_means(sample, 1, 100))
    assert not np.array_equal(first, bootstrap.resampled_means(sample, 2, 100))


def test_chunks_change_nothing(monkeypatch):
    sample = [scored([[1, 0, 1, 1, 0, 0, 1]])]
    whole = bootstrap.resampled_means(sample, 1, 100)
    monkeypatch.setattr(bootstrap, "CHUNK", 21)
    assert np.allclose(whole, bootstrap.resampled_means(sample, 1, 100))


def test_p_value_is_normal_but_bounded_by_the_sign_test():
    many = np.ones(50)
    assert bootstrap.p_value(0.1, 0.05, many) == pytest.approx(0.0455, abs=1e-3)
    assert bootstrap.p_value(1.0, 0.0, np.ones(3)) == 0.25  # three concepts that agree prove little
    assert bootstrap.p_value(0.0, 0.1, many) == 1.0


def test_holm_by_hand():
    assert bootstrap.holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert bootstrap.holm([]) == []


@given(st.lists(st.floats(0, 1), max_size=12))
def test_holm_never_lowers_a_p_value_and_keeps_order(ps):
    adjusted = bootstrap.holm(ps)
    assert all(p <= a <= 1 for p, a in zip(ps, adjusted, strict=True))
    pairs = sorted(zip(ps, adjusted, strict=True))
    assert all(a <= b for (_, a), (_, b) in itertools.pairwise(pairs))

"""By simulation: no more false positives than promised, intervals that hold the truth, and power where it is promised.

Draws are seeded, so a run repeats exactly. A trial is a whole comparison, from scores to p.
"""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import stdtr
from scipy.stats import binom, ttest_1samp, ttest_ind

from sutra.reports import inference
from sutra.reports.compare import Difference, compare, measure
from sutra.reports.inference import Estimate, Part, estimate
from sutra.reports.results import Scored

ALPHA, CHANCE, EACH = 0.05, 0.25, 3  # items of a cluster
OPTIONS = (1, 1 - ALPHA, 200)
TRIALS = 300


def scored(values: np.ndarray, group: str = "", each: int = EACH, **facts) -> Scored:
    """Scores (seeds x items); `each` items in a row are of one cluster."""
    items = tuple(f"{group}{k:04d}" for k in range(values.shape[1]))
    clusters = tuple(f"{group}{k // each:04d}" for k in range(values.shape[1]))
    facts = {"metric": "acc", "chance": CHANCE} | facts
    seeds = tuple(range(1, len(values) + 1))
    return Scored("t", items, ("",) * len(items), clusters, seeds, values, np.ones(len(items)), facts)


def binary(rng, seeds: int, clusters: int, spread: float, likelihood=None) -> np.ndarray:
    """Right and wrong answers of one model; concepts differ (beta), and seeds by `spread` of the share right."""
    if likelihood is None:
        likelihood = rng.beta(4 * CHANCE, 4 * (1 - CHANCE), size=(clusters, 1))
    luck = np.clip(rng.normal(0, spread, size=(seeds, 1, 1)), -0.2, 0.2)  # of the mean, whatever a concept's likelihood
    chosen = np.where(luck > 0, likelihood + luck * (1 - likelihood) / (1 - CHANCE), likelihood * (1 + luck / CHANCE))
    return (rng.random((seeds, clusters, EACH)) < chosen).astype(float).reshape(seeds, -1)


def graded(rng, seeds: int, clusters: int, spread: float) -> np.ndarray:
    """Scores around CHANCE, of clusters that differ as much as items do; `spread` in the same unit, of a mean."""
    noise = rng.normal(size=(seeds, clusters, EACH)) + rng.normal(size=(clusters, 1))
    return (CHANCE + noise + rng.normal(0, spread, size=(seeds, 1, 1))).reshape(seeds, -1)


def difference(kind: str, a: Scored, b: Scored) -> Difference:
    means = (measure([a], None, *OPTIONS), measure([b], None, *OPTIONS))
    found = compare(kind, [a], [b], means, *OPTIONS)
    assert isinstance(found, Difference)
    return found


def null_trial(rng, kind: str, draw, seeds: int, clusters: int, spread: float) -> Difference:
    """A difference where there is none: the same recipe, or a model that guesses, or two groups known alike."""
    if kind == "chance":
        a = scored(draw(rng, seeds, clusters, spread))
        return difference(kind, a, a)
    if kind == "paired":  # the same concepts are easy for both; each has its own luck
        easy = {} if draw is not binary else {"likelihood": rng.beta(1, 3, size=(clusters, 1))}
        return difference(kind, *(scored(draw(rng, seeds, clusters, spread, **easy)) for _ in "ab"))
    both = draw(rng, seeds, clusters + clusters // 2, spread)  # luck moves both groups
    return difference(kind, scored(both[:, : clusters * EACH], "a"), scored(both[:, clusters * EACH :], "b"))


# (seeds, clusters, spread between seeds as a multiple of what the items make of it)
SETTINGS = [(1, 10, 0), (1, 64, 0), (2, 10, 0), (2, 40, 1), (2, 150, 5), (3, 10, 3), (3, 64, 1), (5, 27, 0), (5, 40, 2)]


@pytest.mark.parametrize("kind", ["paired", "chance", "groups"])
@pytest.mark.parametrize("draw", [binary, graded])
def test_two_that_do_not_differ_are_told_apart_in_less_than_five_percent(kind, draw):
    allowed = int(binom.ppf(0.999, TRIALS, ALPHA))  # what 5 % may come to by luck
    found = {}
    for number, (seeds, clusters, ratio) in enumerate(SETTINGS):
        rng = np.random.default_rng([number, *kind.encode()])
        of_items = {binary: (CHANCE * (1 - CHANCE) / EACH / clusters) ** 0.5, graded: clusters**-0.5}[draw]
        trials = [null_trial(rng, kind, draw, seeds, clusters, ratio * of_items) for _ in range(TRIALS)]
        found[seeds, clusters, ratio] = sum(trial.p < ALPHA for trial in trials)
        assert all((trial.p < ALPHA) == (trial.low > 0 or trial.high < 0) for trial in trials)
    assert max(found.values()) <= allowed, found
    assert sum(found.values()) <= ALPHA * TRIALS * len(SETTINGS), found


@pytest.mark.parametrize(("seeds", "clusters", "spread"), [(1, 10, 0), (1, 60, 0), (3, 30, 1.0), (5, 60, 0.05)])
def test_intervals_hold_the_truth(seeds, clusters, spread):
    rng = np.random.default_rng([seeds, clusters])
    trials = [null_trial(rng, "paired", graded, seeds, clusters, spread) for _ in range(TRIALS)]
    held = sum(trial.low <= 0 <= trial.high for trial in trials) / TRIALS
    assert 0.95 - 3 * (0.05 * 0.95 / TRIALS) ** 0.5 <= held <= 0.995


@pytest.mark.parametrize(
    ("kind", "seeds", "clusters", "spread"),
    [("paired", 1, 20, 0), ("paired", 5, 60, 0.5), ("chance", 1, 40, 0), ("groups", 1, 30, 0), ("groups", 3, 30, 0)],
)
def test_an_effect_of_the_size_of_the_mde_is_found_in_about_four_of_five(kind, seeds, clusters, spread):
    rng = np.random.default_rng([seeds, clusters, *kind.encode()])
    told = [null_trial(rng, kind, graded, seeds, clusters, spread).mde for _ in range(60)]
    effect = float(np.sqrt(np.mean(np.square(told))))

    def lifted(*arguments):
        values = graded(*arguments)
        lifted.calls += 1
        if kind == "groups":
            values[:, : clusters * EACH] += effect
        elif lifted.calls % 2:
            values += effect
        return values

    found = 0
    for _ in range(TRIALS):
        lifted.calls = 0
        found += null_trial(rng, kind, lifted, seeds, clusters, spread).p < ALPHA
    assert found / TRIALS == pytest.approx(0.8, abs=0.08)


def plain(values: list[float]) -> Scored:
    return scored(np.array([values]), each=1)


def of(a: Scored, null: float = 0.0) -> Estimate:
    return estimate([Part(a, 1.0)], null, *OPTIONS[1:2], 1, 200)


def test_with_one_seed_and_equal_clusters_it_is_the_t_test():
    values = np.random.default_rng(1).normal(0.3, 1, size=40)
    found = of(plain(list(values)), 0.1)
    widened = ttest_1samp(values, 0.1).statistic / found.widening
    assert found.stderr == pytest.approx(values.std(ddof=1) / 40**0.5)
    assert found.clusters_df == pytest.approx(39)
    assert found.p() == pytest.approx(2 * stdtr(39, -abs(widened)), rel=1e-6)


def test_two_groups_have_the_degrees_of_freedom_of_welch():
    rng = np.random.default_rng(2)
    a, b = rng.normal(size=30), rng.normal(0, 3, size=12)
    welch = ttest_ind(a, b, equal_var=False)
    parts = [Part(scored(x[None], name, each=1), share) for x, name, share in ((a, "a", 1.0), (b, "b", -1.0))]
    found = estimate(parts, 0.0, 0.95, 1, 200)
    assert found.clusters_df == pytest.approx(welch.df)
    assert found.value / found.stderr == pytest.approx(welch.statistic)


def test_a_seed_that_moves_all_items_widens_the_interval_by_its_own_t():
    base = np.random.default_rng(3).normal(size=(1, 90))
    noise = np.random.default_rng(4).normal(size=(3, 90)) / 100
    apart = estimate([Part(scored(base + noise + np.array([[-1.0], [0.0], [1.0]])), 1.0)], 0, 0.95, 1, 200)
    alike = estimate([Part(scored(base + noise), 1.0)], 0, 0.95, 1, 200)
    assert apart.seeds == pytest.approx(1 / 3, rel=0.05)  # variance 1 over 3 seeds
    assert apart.margin(ALPHA) > 4.30 * apart.seeds**0.5  # t of two degrees of freedom
    assert alike.seeds < 1e-4
    assert apart.clusters == pytest.approx(alike.clusters)


def test_seeds_that_agree_by_luck_do_not_look_certain():
    values = np.array([[1, 0, 1, 0, 1, 0, 1, 0] * 5, [0, 1, 0, 1, 0, 1, 0, 1] * 5], dtype=float)
    found = estimate([Part(scored(values, each=1), 1.0)], 0.4, 0.95, 1, 200)
    assert found.seeds == 0  # both have half of them right
    assert found.stderr >= found.noise**0.5 > 0.05
    assert found.p() > ALPHA


def test_a_concept_in_two_tasks_is_one_cluster():
    values = np.random.default_rng(5).normal(size=60)
    one, again = plain(list(values)), plain(list(values))
    twice = estimate([Part(one, 0.5), Part(again, 0.5)], 0, 0.95, 1, 200)
    assert twice.stderr == pytest.approx(of(one).stderr)
    apart = estimate([Part(one, 0.5), Part(scored(values[None], "other", each=1), 0.5)], 0, 0.95, 1, 200)
    assert apart.stderr == pytest.approx(of(one).stderr / 2**0.5)


def test_long_documents_are_worth_fewer_degrees_of_freedom():
    equal = plain(list(np.random.default_rng(6).normal(size=20)))
    heavy = Scored(**vars(equal) | {"weights": np.array([50.0, *[1.0] * 19])})
    assert of(equal).clusters_df == pytest.approx(19)
    assert of(heavy).clusters_df < 2


def test_skewed_scores_widen_and_symmetric_ones_hardly():
    skewed = list(np.exp(2 * np.random.default_rng(8).normal(size=12)))
    assert of(plain(skewed)).widening > 1.3
    even = estimate([Part(plain([1.0, 0.0] * 100), 1.0)], 0.0, 0.95, 1, 4000)
    assert even.widening < 1.05
    assert of(plain([1.0] * 9)).widening == 1


def test_p_and_interval_agree_at_every_level():
    found = of(plain(list(np.random.default_rng(7).normal(0.5, 1, size=25))))
    assert found.margin(found.p()) == pytest.approx(abs(found.value))


@given(st.floats(0.001, 1.0), st.lists(st.integers(0, 1), min_size=2, max_size=12))
def test_a_bound_on_p_moves_the_interval_along(least, answers):
    found = of(plain([float(x) for x in answers])).bounded(least)
    assert found.p() >= min(least, 0.5) * (1 - 1e-6) or found.value == 0
    assert found.margin(least * 0.99) >= abs(found.value) or least > 0.5


def test_few_items_prove_little():
    assert inference.least_by_signs([Part(plain([1.0, 1.0, 1.0]), 1.0)]) == 0.25
    assert inference.least_by_signs([Part(plain([0.0] * 9), 1.0)]) == 1
    groups = [Part(plain([1.0, 1.0]), 1.0), Part(plain([0.0, 0.0]), -1.0)]
    assert inference.least_by_shuffling(groups) == pytest.approx(1 / 3)


@pytest.mark.parametrize(("right", "n"), [(0, 10), (3, 10), (8, 10), (10, 10)])
def test_guessing_is_binomial(right, n):
    tails = binom.cdf(right, n, CHANCE), binom.sf(right - 1, n, CHANCE)
    answers = plain([1.0] * right + [0.0] * (n - right))
    assert inference.least_by_guessing(answers, CHANCE) == pytest.approx(min(1, 2 * min(tails)))
    assert inference.least_by_guessing(plain([0.5] * n), CHANCE) == 0


def test_the_same_key_gives_the_same_draws_and_chunks_change_no_verdict(monkeypatch):
    sample = plain(list(np.exp(np.random.default_rng(9).normal(size=33))))
    first = of(sample).widening
    inference.bootstrap._counts.cache_clear()
    assert of(sample).widening == first
    monkeypatch.setattr(inference.bootstrap, "CHUNK", 700)
    assert of(sample).widening == pytest.approx(first, rel=0.3)


def test_nothing_can_be_said_of_no_spread():
    assert of(plain([0.0] * 5)).detectable(ALPHA) is None
    found = of(plain([0.0, 1.0] * 20))
    assert found.detectable(ALPHA) == pytest.approx(found.stderr * (2.023 * found.widening + 0.851), rel=0.03)


def test_holm_by_hand():
    assert inference.holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert inference.holm([]) == []


@given(st.lists(st.floats(0, 1), max_size=12))
def test_holm_never_lowers_a_p_value_and_keeps_order(ps):
    adjusted = inference.holm(ps)
    assert all(p <= a <= 1 for p, a in zip(ps, adjusted, strict=True))
    pairs = sorted(zip(ps, adjusted, strict=True))
    assert all(a <= b for (_, a), (_, b) in itertools.pairwise(pairs))

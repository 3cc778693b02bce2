"""Means that carry what they are of, and comparisons that refuse unlike ones."""

from dataclasses import replace

import numpy as np
import pytest

from sutra.reports.compare import Difference, compare, corrected, measure, unlike
from sutra.reports.results import Scored

OPTIONS = {"seed": 1, "confidence": 0.95, "resamples": 300}
FACTS = {"metric": "acc", "num_fewshot": 0, "limit": None, "version": 1, "chance": 0.25}


def scored(right: int, n: int = 60, task: str = "concepts", seeds=(1,), **facts) -> Scored:
    items = tuple(f"i{k:03d}" for k in range(n))
    values = np.array([[float(k < right) for k in range(n)] for _ in seeds])
    return Scored(task, items, ("",) * n, items, tuple(seeds), values, np.ones(n), FACTS | facts)


def against(a: Scored, b: Scored, tokens=(100, 100)):
    means = (measure([a], tokens[0], **OPTIONS), measure([b], tokens[1], **OPTIONS))
    return compare("paired", [a], [b], means, **OPTIONS)


def test_a_mean_carries_what_it_is_of():
    mean = measure([scored(30)], 100, **OPTIONS)
    assert (mean.value, mean.n, mean.tasks, mean.metric, mean.shots, mean.chance) == (
        0.5,
        60,
        ("concepts",),
        "acc",
        "0",
        0.25,
    )
    assert mean.low < 0.5 < mean.high
    assert mean.stderr == pytest.approx((0.25 / 59) ** 0.5)


def test_better_worse_and_not_distinguishable():
    high, low = scored(50), scored(10)
    verdicts = [corrected([against(a, b)], 0.95)[0].verdict for a, b in [(high, low), (low, high), (high, scored(49))]]
    assert verdicts == ["better", "worse", "not distinguishable"]


def test_a_model_is_not_distinguishable_from_itself():
    found = against(scored(20), scored(20))
    assert (found.value, found.p, found.mde) == (0.0, 1.0, None)


def test_one_run_is_about_these_runs_and_several_about_the_recipe():
    one, several = (against(scored(50, seeds=seeds), scored(10, seeds=seeds)) for seeds in ((1,), (1, 2, 3)))
    assert (one.scope, several.scope) == ("these runs", "the recipe")
    assert (one.kind, one.clusters, several.seeds) == ("paired", 60, 3)


def test_chance_and_groups_are_compared_by_the_same_function():
    mean = measure([scored(50)], 1, **OPTIONS)
    above = compare("chance", [scored(50)], [scored(50)], (mean, mean), **OPTIONS)
    assert above.value == pytest.approx(50 / 60 - 0.25)
    assert corrected([above], 0.95)[0].verdict == "better"
    unknown = replace(mean, chance=None)
    assert "not known" in compare("chance", [scored(50)], [scored(50)], (unknown, unknown), **OPTIONS)
    few = scored(2, n=20)
    pair = (mean, measure([few], 1, **OPTIONS))
    apart = compare("groups", [scored(50)], [few], pair, **OPTIONS)
    assert (apart.kind, apart.value) == ("groups", pytest.approx(50 / 60 - 0.1))
    assert apart.low < apart.value < apart.high
    assert 0 < apart.mde < 1


def test_pairing_sees_what_unpaired_intervals_cannot():
    a, b = scored(36), scored(26)  # the same items, ten more of them right
    assert measure([a], 1, **OPTIONS).low < measure([b], 1, **OPTIONS).high
    assert against(a, b).low > 0


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"metric": "acc_norm"}, "metric"),
        ({"num_fewshot": 5}, "shots"),
        ({"limit": 10}, "limit"),
        ({"version": 2}, "version"),
    ],
)
def test_unlike_means_refuse_and_say_why(change, word):
    found = against(scored(50), scored(10, **change))
    assert isinstance(found, str)
    assert f"{word} differ" in found


def test_other_tasks_tokens_items_and_seeds_refuse_too():
    assert "tasks differ" in against(scored(5), scored(5, task="other"))
    assert "tokens differ: 100 and 3000" in against(scored(5), scored(5), tokens=(100, 3000))
    assert "items of concepts differ" in against(scored(5), scored(5, n=59))
    assert "no training seed in common" in against(scored(5, seeds=(1,)), scored(5, seeds=(2,)))


def test_only_the_shared_seeds_are_compared():
    found = against(scored(50, seeds=(1, 2, 3)), scored(10, seeds=(2,)))
    assert isinstance(found, Difference)
    assert found.seeds == 1


def test_lower_is_better_on_heldout_text():
    a, b = (scored(r, task="heldout-web") for r in (10, 50))
    assert corrected([against(a, b)], 0.95)[0].verdict == "better"


def test_correction_can_take_a_verdict_back():
    one = replace(against(scored(30), scored(26)), p=0.03)
    assert corrected([one], 0.95)[0].verdict == "better"
    others = [replace(one, p=0.5)] * 4
    assert corrected([one, *others], 0.95)[0].verdict == "not distinguishable"


def test_mean_over_tasks_weighs_tasks_and_not_items():
    mean = measure([scored(60), scored(0, n=10, task="other")], 1, **OPTIONS)
    assert mean.value == pytest.approx(0.5)
    assert mean.tasks == ("concepts", "other")
    assert unlike(mean, measure([scored(60)], 1, **OPTIONS))

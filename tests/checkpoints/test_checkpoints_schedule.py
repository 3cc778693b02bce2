from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sutra.checkpoints.params import Architecture, Checkpoints, Epoch
from sutra.checkpoints.schedule import learning_rate, steps_of, tokens_per_step


def epoch(**more):
    return Epoch(**({"tokens": 1000, "lr": [1.0, 0.1], "warmup": 0.1} | more))


def recipe(last):
    return Checkpoints(
        architecture=Architecture(context_length=16), micro_batch=4, gradient_accumulation=2, epochs=[last]
    )


def test_tokens_are_rounded_down_to_whole_steps_but_one():
    assert tokens_per_step(recipe(epoch())) == 128
    assert steps_of(recipe(epoch()), epoch()) == 7
    assert steps_of(recipe(epoch()), epoch(tokens=1)) == 1


def test_the_rate_rises_to_the_peak_and_falls_to_the_end():
    rates = [learning_rate(step, 100, epoch()) for step in range(100)]
    assert rates[:10] == pytest.approx([0.1 * n for n in range(1, 11)])
    assert rates[10] == pytest.approx(1.0)
    assert rates[-1] == pytest.approx(0.1)
    assert all(a >= b for a, b in pairwise(rates[10:]))


def test_linear_is_half_way_in_the_middle_and_constant_stays():
    assert learning_rate(50, 101, epoch(warmup=0.0, schedule="linear")) == pytest.approx(0.55)
    assert learning_rate(100, 101, epoch(warmup=0.0, schedule="constant")) == 1.0


@given(st.integers(1, 400), st.floats(0, 0.99), st.sampled_from(["cosine", "linear", "constant"]))
def test_every_rate_is_above_zero_and_at_most_the_peak(steps, warmup, schedule):
    one = epoch(warmup=warmup, schedule=schedule)
    assert all(0 < learning_rate(step, steps, one) <= 1 + 1e-12 for step in range(steps))

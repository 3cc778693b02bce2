from collections import Counter
from itertools import islice

import pytest

from sutra.errors import SutraError
from sutra.prompts.catalog import unknown, weights
from sutra.prompts.plan import Lesson, lessons, weighted

COMPLEXITY = {"force": 2, "density": 3, "game": 10}
FIT = {name: {"tutorial": 1.0, "case_study": 3.0} for name in COMPLEXITY}


def plan(count, seed=1, complexity=COMPLEXITY, spread=1):
    sequence = lessons(seed, complexity, dict.fromkeys(complexity, FIT["force"]), {"plain": 1.0, "letter": 1.0}, spread)
    return list(islice(sequence, count))


def test_a_longer_plan_begins_with_the_shorter_one():
    assert plan(300)[:100] == plan(100)


def test_every_round_is_a_permutation_and_rounds_differ():
    rounds = [[lesson.concept for lesson in plan(60)[i : i + 3]] for i in range(0, 60, 3)]
    assert all(sorted(found) == sorted(COMPLEXITY) for found in rounds)
    assert len({tuple(found) for found in rounds}) > 1


def test_the_seed_changes_the_plan_and_the_order_of_concepts_given_does_not():
    assert plan(50, seed=2) != plan(50)
    assert plan(50, complexity=dict(reversed(COMPLEXITY.items()))) == plan(50)


def test_a_further_concept_leaves_the_lessons_of_the_others_alone():
    more = plan(80, complexity=COMPLEXITY | {"new": 4})
    assert [lesson for lesson in more if lesson.concept != "new"] == plan(60)


def test_levels_stay_near_the_complexity_and_within_the_scale():
    levels = {name: {lesson.level for lesson in plan(900, spread=2) if lesson.concept == name} for name in COMPLEXITY}
    assert levels == {"force": {1, 2, 3, 4}, "density": {1, 2, 3, 4, 5}, "game": {8, 9, 10}}
    assert {lesson.level for lesson in plan(90, spread=0) if lesson.concept == "force"} == {2}


def test_samples_tell_equal_lessons_apart():
    found = plan(600)
    assert len(set(found)) == 600
    assert max(lesson.sample for lesson in found) > 0
    assert all(Lesson(*lesson[:4], sample=lesson.sample - 1) in found for lesson in found if lesson.sample)


def test_weights_are_kept():
    drawn = Counter(lesson.content_type for lesson in plan(3000))
    assert drawn["case_study"] / 3000 == pytest.approx(0.75, abs=0.04)
    assert weighted({"only": 0.1}, "any") == "only"


def test_nothing_to_teach_is_an_error_one_can_act_on():
    with pytest.raises(SutraError, match="no concept"):
        next(lessons(1, {}, {}, {"plain": 1.0}, 1))


def test_no_weights_are_equal_weights():
    assert weights({}, {"b": {}, "a": {}}) == {"a": 1.0, "b": 1.0}
    assert weights({"b": 2.0}, {"b": {}, "a": {}}) == {"b": 2.0}


def test_an_unknown_name_is_told_with_its_neighbours():
    assert "did you mean tutorial" in (
        unknown({"tutrial": 1.0}, {"tutorial": {}, "synthesis": {}}, "content type") or ""
    )
    assert "there are: synthesis, tutorial" in (unknown({"x": 1.0}, {"tutorial": {}, "synthesis": {}}, "style") or "")
    assert unknown({"tutorial": 1.0}, {"tutorial": {}}, "content type") is None

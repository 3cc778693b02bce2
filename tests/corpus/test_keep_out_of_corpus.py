import pytest

from sutra.corpus.keepout import build, find
from sutra.errors import SutraError


def task(texts=(), names=(), name="quiz"):
    return {"name": name, "keep_out": {"texts": list(texts), "names": list(names)}}


def test_an_item_is_found_by_words_in_a_row():
    keep_out = build([task(["Which of these planets has the largest number of moons today?"])], 8)
    assert find("They asked: 'which of THESE planets -- has the largest\nnumber' of rings.", keep_out) == (
        "item",
        "quiz: which of these planets has the largest number",
    )
    assert find("Which of these planets has the largest ring?", keep_out) is None


def test_a_short_item_counts_as_a_whole():
    keep_out = build([task(["What is inertia?"])], 8)
    assert find("So, what is INERTIA then", keep_out) == ("item", "quiz: what is inertia")
    assert find("What is it? Inertia.", keep_out) is None


def test_an_empty_item_keeps_nothing_out():
    keep_out = build([task(["?", ""], [" "])], 8)
    assert find("Any text at all.", keep_out) is None


@pytest.mark.parametrize(
    "text",
    ["Density", "the densitys", "DENSITY's value", "density’s", "(density)", "negative\nspace", "Negative-Spaces"],
)
def test_a_withheld_name_is_found_as_whole_words(text):
    assert find(text, build([task(names=["Density", "negative space"])], 8))[0] == "withheld"


@pytest.mark.parametrize("text", ["densitometer", "intensity", "the negative, space", "negative spaceship"])
def test_other_words_are_let_through(text):
    assert find(text, build([task(names=["Density", "negative space"])], 8)) is None


def test_names_are_plain_text_not_patterns():
    keep_out = build([task(names=["C++ (language)"])], 8)
    assert find("I write c++ (language) daily", keep_out) == ("withheld", "c++ (language)")
    assert find("I write ccc language", keep_out) is None


def test_tasks_in_any_order_give_the_same():
    both = [task(["one two three four"], ["x"], "b"), task(["one two three four"], ["y"], "a")]
    assert build(both, 3) == build(both[::-1], 3)
    assert find("one two three", build(both, 3)) == ("item", "a: one two three")


def test_a_task_that_does_not_say_is_refused():
    with pytest.raises(SutraError, match="does not say"):
        build([{"name": "quiz"}], 8)

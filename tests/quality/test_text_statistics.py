import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sutra.quality.score import DIMENSIONS, SCHEMA, score
from sutra.quality.statistics import distinct_share, information_density, token_count
from sutra.quality.text import parse

WEIGHTS = dict.fromkeys(DIMENSIONS, 1.0)


def test_sentences_end_at_marks_blank_lines_and_list_items():
    text = parse(
        'First one ends. "Second one?" Third has 3.14 in it!\n\nA heading\n\n- item one\n- item two\nwrapped line'
    )
    assert [" ".join(words) for words in text.sentence_words] == [
        "first one ends",
        "second one",
        "third has 3 14 in it",
        "a heading",
        "item one",
        "item two wrapped line",
    ]


def test_words_keep_inner_apostrophes_and_hyphens():
    assert parse("It’s a well-known 'fact'.").words == ("it's", "a", "well-known", "fact")


def test_token_count_counts_runs_and_marks():
    assert token_count("Don't stop: 3.5!") == len(["Don", "'", "t", "stop", ":", "3", ".", "5", "!"])


def test_distinct_share_is_the_mean_over_windows():
    # windows: ab, ba, aa
    assert distinct_share(["a", "b", "a", "a"], 2) == pytest.approx((2 + 2 + 1) / 6)
    assert distinct_share(["a", "a", "b"], 50) == pytest.approx(2 / 3)
    assert distinct_share([], 50) == 0.0


@given(
    st.lists(st.sampled_from("abcde"), min_size=1, max_size=40), st.integers(1, 12), st.sets(st.sampled_from("abcde"))
)
def test_distinct_share_slides_as_if_counted_afresh(words, window, skip):
    size = min(window, len(words))
    windows = [words[i : i + size] for i in range(len(words) - size + 1)]
    expected = sum(len(set(w) - skip) for w in windows) / (size * len(windows))
    assert distinct_share(words, window, frozenset(skip)) == pytest.approx(expected)


def test_density_rises_with_new_content_words():
    assert information_density(parse("It is what it is and that is all that it is.")) == "low"
    assert (
        information_density(parse("Mitochondria convert nutrients, oxygen fuels respiration, enzymes catalyse."))
        == "high"
    )


def test_ends_are_hashes_of_eight_case_folded_words():
    ten = "One two three four five six seven eight"
    first, second = (score(f"{ten} {more}", None, WEIGHTS) for more in ("nine ten.", "and then more!"))
    assert first["opening"] == second["opening"] == score(ten.upper(), None, WEIGHTS)["opening"]
    assert first["closing"] != second["closing"]
    assert score(ten, None, WEIGHTS)["closing"] == first["opening"]


def test_score_gives_every_column_but_three():
    assert list(score("A text.", None, WEIGHTS)) == [c for c in SCHEMA if c not in ("doc_id", "cell", "embedding")]


@given(st.text(max_size=300))
def test_any_text_is_scored_between_0_and_1(text):
    found = score(text, {"concept": {}, "related": []}, WEIGHTS)
    assert all(0 <= found[name] <= 1 for name in (*DIMENSIONS, "quality_score"))
    assert pl.DataFrame([found], schema_overrides={k: v for k, v in SCHEMA.items() if k in found}).height == 1
    assert found == score(text, {"concept": {}, "related": []}, WEIGHTS)


def test_quality_is_the_weighted_mean_of_what_is_there():
    found = score("You know why it rains? Because vapour cools.", None, WEIGHTS | {"clarity": 3.0, "accuracy": 100.0})
    rest = [found[name] for name in ("pedagogy", "engagement", "depth", "creativity")]
    assert found["accuracy"] is None
    assert found["quality_score"] == pytest.approx((3 * found["clarity"] + sum(rest)) / 7, abs=1e-4)


@pytest.mark.parametrize("text", ["", "  \n", "?!…"])
def test_a_text_without_words_scores_nothing(text):
    found = score(text, None, WEIGHTS)
    assert found["quality_score"] == 0.0
    assert found["words"] == found["sentences"] == 0
    assert found["characters"] == len(text)

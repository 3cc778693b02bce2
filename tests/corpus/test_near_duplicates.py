import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sutra.corpus import near

WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f", "g", "h"]), max_size=40)


def exact_jaccard(one, two):
    sets = [{tuple(words[i : i + 5]) for i in range(max(1, len(words) - 4))} for words in (one, two)]
    return len(sets[0] & sets[1]) / len(sets[0] | sets[1])


@given(WORDS, WORDS)
def test_jaccard_is_that_of_the_sets_of_five_words(one, two):
    assert near.jaccard(near.shingles(one), near.shingles(two)) == pytest.approx(exact_jaccard(one, two))


def test_a_short_text_is_one_shingle():
    assert len(near.shingles(["one", "two", "three", "four"])) == len(near.shingles([])) == 1
    assert near.jaccard(near.shingles(["one"]), near.shingles(["two"])) == 0.0


def test_equal_sets_have_equal_names_and_keys():
    one, two = near.shingles(["a", "b", "c", "d", "e", "f"]), near.shingles(["a", "b", "c", "d", "e", "f"])
    assert near.set_key(one) == near.set_key(two) != near.set_key(near.shingles(["a"]))
    assert (near.band_keys(one, 8) == near.band_keys(two, 8)).all()


@pytest.mark.parametrize(("threshold", "rows"), [(1.0, 8), (0.8, 8), (0.7, 4), (0.5, 2), (0.05, 1)])
def test_lower_thresholds_get_more_bands(threshold, rows):
    assert near.rows_per_band(threshold) == rows
    assert len(near.band_keys(near.shingles(["a"]), rows)) == 128 // rows


def test_signatures_estimate_similarity():
    rng = np.random.default_rng(1)
    common, one, two = (rng.integers(0, 2**63, size, dtype=np.uint64) for size in (600, 200, 200))
    first, second = (near.band_keys(np.unique(np.concatenate((common, part))), 1) for part in (one, two))
    assert (first == second).mean() == pytest.approx(0.6, abs=0.13)  # three standard errors of 128 draws


def test_long_documents_are_hashed_in_blocks(monkeypatch):
    shingle_set = near.shingles([str(i) for i in range(500)])
    whole = near.band_keys(shingle_set, 8)
    monkeypatch.setattr(near, "BLOCK", 7)
    assert (near.band_keys(shingle_set, 8) == whole).all()


def test_proposed_are_all_pairs_of_a_run():
    bands = {
        "c": np.array([1, 5], dtype=np.uint64),
        "a": np.array([1, 6], dtype=np.uint64),
        "b": np.array([2, 6], dtype=np.uint64),
        "d": np.array([1, 7], dtype=np.uint64),
    }
    assert near.proposed(bands) == {("a", "c"), ("a", "d"), ("c", "d"), ("a", "b")}
    assert near.proposed({}) == near.proposed({"a": bands["a"]}) == set()

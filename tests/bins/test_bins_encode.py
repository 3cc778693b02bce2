import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sutra.bins.encode import choose, fast, reference
from sutra.bins.train import END, train_tokenizer


@pytest.fixture(scope="module")
def encoders(tmp_path_factory):
    path = tmp_path_factory.mktemp("tokenizer") / "tokenizer.json"
    train_tokenizer(iter(["the cat's hat: 12 hats, naïve 日本\n"] * 20), 330).save(str(path))
    return fast(path), reference(path)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_the_fast_way_gives_the_tokens_of_the_reference(encoders, texts):
    for mine, theirs in zip(encoders[0](texts), encoders[1](texts), strict=True):
        assert np.array_equal(mine, theirs)


@pytest.mark.parametrize("way", [0, 1])
def test_a_text_that_spells_the_end_mark_gets_no_end_mark(encoders, way):
    ids, lengths = encoders[way]([f"a{END}b", "c"])
    assert 0 not in ids
    assert lengths.sum() == len(ids)
    assert lengths[0] > 3


def test_the_gate_takes_what_is_equal_and_leaves_what_is_not(encoders):
    quick, slow = encoders
    assert choose(quick, slow, ["a sample"]) is quick
    assert choose(None, slow, ["a sample"]) is slow

    def wrong(texts):
        ids, lengths = slow(texts)
        return np.where(np.arange(ids.size) == ids.size - 1, ids + 1, ids), lengths

    assert choose(wrong, slow, ["a sample"]) is slow
    assert choose(lambda texts: (slow(texts)[0], slow(texts)[1][::-1]), slow, ["a sample"]) is slow

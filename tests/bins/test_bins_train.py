import random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sutra.bins.train import END, chosen_texts, equal_parts, train_tokenizer
from sutra.errors import SutraError

TEXTS = [f"Lesson {n}: the heart pumps {n * 37} litres, it doesn't rest.\n" * 3 for n in range(40)]


def sizes(**corpora):
    return {
        name: pl.DataFrame(
            {"id": list(docs), "bytes": list(docs.values())}, schema={"id": pl.String, "bytes": pl.Int64}
        )
        for name, docs in corpora.items()
    }


@pytest.fixture(scope="module")
def tokenizer():
    return train_tokenizer(iter(TEXTS), 400)


def test_the_smallest_corpus_gives_all_and_the_others_as_much():
    big = {f"b{n}": 10 for n in range(100)}
    chosen = equal_parts(sizes(small={"a": 30, "b": 25}, big=big))
    assert chosen["small"] == {"a", "b"}
    assert len(chosen["big"]) == 6  # the sixth document passes the mark of 55 bytes


@given(st.permutations([f"b{n}" for n in range(20)]))
def test_the_choice_does_not_depend_on_the_order_of_documents(ids):
    tables = sizes(small={"a": 60}, big=dict.fromkeys(ids, 10))
    assert equal_parts(tables)["big"] == equal_parts(sizes(small={"a": 60}, big=dict.fromkeys(sorted(ids), 10)))["big"]


def test_an_empty_corpus_is_refused_by_name():
    with pytest.raises(SutraError, match="empty corpus") as error:
        equal_parts(sizes(full={"a": 1}, hollow={}))
    assert "hollow" in error.value.where


def test_each_document_is_taken_once_from_its_file(tmp_path):
    path = tmp_path / "sutra" / "train" / "shard-0000.parquet"
    path.parent.mkdir(parents=True)
    pl.DataFrame({"id": ["a", "b"], "text": ["one", "two"]}).write_parquet(path)
    assert sorted(chosen_texts({"sutra": [path]})) == ["one", "two"]


def test_the_order_of_texts_does_not_change_the_tokenizer(tokenizer):
    shuffled = random.Random(3).sample(TEXTS, len(TEXTS))
    assert train_tokenizer(iter(shuffled), 400).to_str() == tokenizer.to_str()


def test_the_end_mark_is_token_0_and_digits_stand_alone(tokenizer):
    assert tokenizer.token_to_id(END) == 0
    assert train_tokenizer(iter(TEXTS), 280).get_vocab_size() == 280
    assert all(len(t) == 1 for t in tokenizer.encode("12345").tokens)


@settings(max_examples=50)
@given(st.text())
def test_every_text_comes_back(tokenizer, text):
    tokenizer.encode_special_tokens = True
    assert tokenizer.decode(tokenizer.encode(text).ids) == text

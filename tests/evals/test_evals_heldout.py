import math

import polars as pl
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from transformers.models.llama.configuration_llama import LlamaConfig
from transformers.models.llama.modeling_llama import LlamaForCausalLM

from sutra.errors import SutraError
from sutra.evals.heldout import ITEMS, bits_of, read_documents, summarize, windows


@pytest.fixture(scope="module")
def model():
    torch.manual_seed(1)
    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=30,
            hidden_size=16,
            intermediate_size=32,
            num_hidden_layers=2,
            num_attention_heads=2,
            num_key_value_heads=1,
            max_position_embeddings=8,
            initializer_range=0.5,
        )
    ).eval()


@given(st.lists(st.integers(1, 29), max_size=40), st.integers(1, 10))
def test_every_token_is_predicted_once_within_the_context(tokens, context):
    found = list(windows(tokens, context))
    assert [t for piece in found for t in piece[1:]] == tokens
    assert all(2 <= len(piece) <= context + 1 for piece in found)
    assert [piece[0] for piece in found] == [0, *tokens][: len(tokens) : context]


def test_bits_are_those_of_each_document_alone(model):
    documents = [[3, 4, 5], [], list(range(1, 21)), [7]]
    expected = []
    for tokens in documents:
        total = 0.0
        for piece in windows(tokens, 8):
            with torch.no_grad():
                logs = model(input_ids=torch.tensor([piece[:-1]])).logits.log_softmax(-1)[0]
            total -= sum(logs[place, token].item() for place, token in enumerate(piece[1:])) / math.log(2)
        expected.append(total)
    for batch in (1, 3, 32):
        assert bits_of(model, documents, batch) == pytest.approx(expected, rel=1e-5)


def test_bits_per_byte_is_a_ratio_of_sums_with_its_error():
    documents = pl.DataFrame({"id": ["b", "a"], "text": ["éé", "xx"]})  # 4 and 2 bytes
    result, items = summarize(documents, [6.0, 6.0])
    assert (result["n"], result["bytes"], result["bits_per_byte"]) == (2, 6, 2.0)
    assert result["stderr"] == pytest.approx(math.sqrt(2 * ((6 - 8) ** 2 + (6 - 4) ** 2)) / 6, abs=1e-6)
    assert items.rows() == [("a", 2, 6.0), ("b", 4, 6.0)]
    assert dict(items.schema) == ITEMS
    assert summarize(documents.head(1), [6.0])[0]["stderr"] is None


def test_the_first_documents_do_not_depend_on_shards(tmp_path):
    rows = [{"id": f"d{n}", "text": f"text {n}"} for n in range(10)]
    for name, part in (("one", rows), ("a", rows[::2]), ("b", rows[1::2][::-1])):
        pl.DataFrame(part).write_parquet(tmp_path / f"{name}.parquet")
    whole = read_documents([tmp_path / "one.parquet"], 4)
    assert whole.height == 4
    assert read_documents([tmp_path / "b.parquet", tmp_path / "a.parquet"], 4).rows() == whole.rows()
    assert read_documents([tmp_path / "one.parquet"], 5).head(4).rows() == whole.rows()


def test_empty_and_broken_splits_are_refused(tmp_path):
    pl.DataFrame(schema={"id": pl.String, "text": pl.String}).write_parquet(tmp_path / "empty.parquet")
    (tmp_path / "broken.parquet").write_text("no")
    with pytest.raises(SutraError, match="heldout split is empty"):
        read_documents([tmp_path / "empty.parquet"], 4)
    with pytest.raises(SutraError, match="heldout split is empty"):
        read_documents([], 4)
    with pytest.raises(SutraError, match="not files of documents"):
        read_documents([tmp_path / "broken.parquet"], 4)
    with pytest.raises(SutraError, match="no text"):
        summarize(pl.DataFrame({"id": ["a"], "text": [""]}), [0.0])

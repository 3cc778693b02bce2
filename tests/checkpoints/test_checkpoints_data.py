from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sutra.checkpoints import data
from sutra.errors import SutraError

CONTEXT = 8


def corpus(name="sutra", lengths=(5, 30, 1, 12), first=100, ids=None):
    """Token `first` + n stands at place n of the file, so that a token says where it came from."""
    ends = np.cumsum(lengths)
    table = pl.DataFrame(
        {"doc_id": ids or [f"{first}-{n}" for n in range(len(lengths))], "start": ends - lengths, "tokens": lengths},
        schema={"doc_id": pl.String, "start": pl.Int64, "tokens": pl.Int64},
    )
    return data.Tokens(name, 1.0, np.arange(first, first + ends[-1], dtype=np.uint16), table)


def unrolled(source):
    """The stream as one array, by hand."""
    table = source.tokens.table
    parts = [table.row(int(row))[1:] for row in source.rows]
    return np.concatenate([source.tokens.values[start : start + length] for start, length in parts])


@given(st.integers(0, 50), st.lists(st.floats(0.01, 10), min_size=1, max_size=5))
def test_parts_add_up_and_are_near_their_share(total, weights):
    parts = data.apportion(total, weights)
    assert sum(parts) == total
    assert all(abs(p - total * w / sum(weights)) < 1 + 1e-9 for p, w in zip(parts, weights, strict=True))


@given(st.lists(st.integers(1, 40), min_size=1, max_size=8), st.integers(1, 12))
def test_windows_are_the_stream_cut_with_one_token_shared(lengths, windows):
    source = data.stream(corpus(lengths=tuple(lengths)), windows, CONTEXT, "key")
    whole = unrolled(source)
    found = [data.window(source, number, CONTEXT) for number in range(windows)]
    assert all(len(w) == CONTEXT + 1 for w in found)
    assert all(a[-1] == b[0] for a, b in pairwise(found))
    assert np.array_equal(np.concatenate([w[:-1] for w in found]), whole[: windows * CONTEXT])


def test_every_pass_reads_every_document_once_in_an_order_of_its_own():
    source = data.stream(corpus(lengths=(3,) * 20), 20, CONTEXT, "key")
    passes = [source.rows[source.passes == number].tolist() for number in range(3)]
    assert all(sorted(rows) == list(range(20)) for rows in passes)
    assert passes[0] != passes[1] != passes[2]
    assert data.stream(corpus(lengths=(3,) * 20), 20, CONTEXT, "other").rows.tolist() != source.rows.tolist()


def test_order_follows_ids_not_places_or_names():
    ids = [f"doc-{n}" for n in range(30)]
    order = [ids[n] for n in data.keyed_order(ids, 1, 2)]
    again = [ids[::-1][n] for n in data.keyed_order(ids[::-1], 1, 2)]
    assert order == again != ids
    one, other = corpus("one"), corpus("another")
    streams = [[data.stream(tokens, 6, CONTEXT, 1)] for tokens in (one, other)]
    assert data.interleave(streams[0], CONTEXT, 1) == data.interleave(streams[1], CONTEXT, 1)


def test_interleaving_has_every_window_once_and_mixes_corpora():
    streams = [data.stream(corpus(), 12, CONTEXT, 1), data.stream(corpus("web", (64, 64), 500), 20, CONTEXT, 1)]
    order = data.interleave(streams, CONTEXT, 1)
    assert sorted(order) == [(0, n) for n in range(12)] + [(1, n) for n in range(20)]
    assert order != sorted(order)
    assert len({which for which, _ in order[:8]}) == 2
    sizes = [batch.shape for batch in data.batches(streams, order, 10, CONTEXT)]
    assert sizes == [(10, 9), (10, 9), (10, 9), (2, 9)]


def test_seen_says_when_and_how_much():
    tokens = corpus(lengths=(10, 10))
    source = data.stream(tokens, 3, CONTEXT, 1)  # 24 tokens: both documents, then 4 tokens of the second pass
    order = [(0, 2), (0, 1), (0, 0)]
    table = data.seen([source], order, 1, CONTEXT)
    first, second = (tokens.table["doc_id"][int(row)] for row in source.rows[:2])
    again = tokens.table["doc_id"][int(source.rows[2])]
    expected = {first: 10, second: 10}
    expected[again] += 4
    assert dict(table.select("doc_id", "tokens").rows()) == expected
    assert table["tokens"].sum() == 3 * CONTEXT
    steps = dict(table.select("doc_id", "first_step").rows())
    assert steps[second] == 1  # it ends in window 2, read at step 1
    assert steps[first] == (1 if again == first else 2)
    assert dict(table.schema) == data.SEEN


@given(st.lists(st.integers(1, 40), min_size=1, max_size=8), st.integers(1, 12), st.integers(1, 4))
def test_seen_counts_every_trained_token(lengths, windows, per_step):
    streams = [data.stream(corpus(lengths=tuple(lengths)), windows, CONTEXT, 5)]
    table = data.seen(streams, data.interleave(streams, CONTEXT, 5), per_step, CONTEXT)
    assert table["tokens"].sum() == windows * CONTEXT
    assert table["first_step"].min() == 1
    assert table["doc_id"].is_sorted()


def test_an_empty_split_is_refused_by_name(tmp_path):
    folder = tmp_path / "hollow"
    folder.mkdir()
    (folder / "validation.bin").touch()
    corpus().table.head(0).write_parquet(folder / "validation.index.parquet")
    with pytest.raises(SutraError, match="the validation split of hollow is empty"):
        data.read_split([folder / "validation.bin", folder / "validation.index.parquet"], {"hollow": 1.0})

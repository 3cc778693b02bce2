import numpy as np
import polars as pl
import pytest

from sutra.bins.check import check_corpus
from sutra.bins.documents import by_corpus, read_ids
from sutra.bins.write import INDEX, gather, write_tokens
from sutra.errors import SutraError

DOCUMENTS = {"d": "four", "a": "one and one", "c": "", "b": "é", "e": "12345"}


def letters(texts):
    """Bytes and 10 more as tokens: an encoder by hand."""
    found = [[byte + 10 for byte in text.encode()] for text in texts]
    return np.array([i for ids in found for i in ids], dtype=np.uint16), np.array([len(f) for f in found], np.int64)


def shards(folder, *groups):
    paths = []
    for number, ids in enumerate(groups):
        paths.append(folder / "sutra" / "train" / f"shard-{number:04d}.parquet")
        paths[-1].parent.mkdir(parents=True, exist_ok=True)
        rows = {"id": list(ids), "text": [DOCUMENTS[i] for i in ids]}
        pl.DataFrame(rows, schema={"id": pl.String, "text": pl.String}).write_parquet(paths[-1])
    return paths


def test_documents_stand_in_order_of_id_each_with_its_end_mark(tmp_path):
    index = write_tokens(shards(tmp_path, "dac", "be"), letters, 2, tmp_path / "train.bin")
    tokens = np.fromfile(tmp_path / "train.bin", "<u2")
    assert index["doc_id"].to_list() == ["a", "b", "c", "d", "e"]
    for doc_id, start, length, size in index.rows():
        text = DOCUMENTS[doc_id].encode()
        assert tokens[start : start + length].tolist() == [*(b + 10 for b in text), 0]
        assert size == len(text)
    assert index["tokens"].sum() == tokens.size


def test_neither_shards_nor_batches_change_the_bytes(tmp_path):
    found = []
    for groups, size in ((["dac", "be"], 2), (["abcde"], 1000), (["e", "", "dcba"], 1)):
        folder = tmp_path / f"{size}"
        index = write_tokens(shards(folder, *groups), letters, size, folder / "train.bin")
        found.append(((folder / "train.bin").read_bytes(), index.rows()))
    assert found[0] == found[1] == found[2]


def test_no_documents_give_an_empty_file_and_a_typed_index(tmp_path):
    index = write_tokens([], letters, 10, tmp_path / "validation.bin")
    assert (tmp_path / "validation.bin").read_bytes() == b""
    assert dict(index.schema) == INDEX
    assert index.height == 0


def test_an_id_that_stands_twice_is_refused_and_nothing_is_written(tmp_path):
    with pytest.raises(SutraError, match="document a stands twice"):
        write_tokens(shards(tmp_path, "ab", "ca"), letters, 10, tmp_path / "train.bin")
    assert not (tmp_path / "train.bin").exists()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ({"id": ["a"], "text": [None]}, "a document has no text"),
        ({"id": ["a"]}, "not a file of documents"),
        (None, "not"),
    ],
)
def test_a_bad_file_is_named(tmp_path, content, what):
    path = tmp_path / "shard-0000.parquet"
    if content is None:
        path.write_text("no parquet")
    else:
        pl.DataFrame(content).cast(pl.String).write_parquet(path)
    with pytest.raises(SutraError, match=what) as error:
        write_tokens([path], letters, 10, tmp_path / "train.bin")
    assert error.value.where == str(path)


def test_gather_takes_stretches_in_the_order_asked():
    assert gather(np.arange(10), np.array([7, 0, 4]), np.array([2, 3, 0])).tolist() == [7, 8, 0, 1, 2]


def test_the_check_counts_both_splits_and_misses_a_lost_document(tmp_path):
    train = write_tokens(shards(tmp_path / "t", "ab"), letters, 10, tmp_path / "train.bin")
    validation = write_tokens(shards(tmp_path / "v", "c"), letters, 10, tmp_path / "validation.bin")
    assert check_corpus(["a", "b", "c"], train, validation)["kept"] == 3
    with pytest.raises(SutraError, match="4 went in, 3 came out"):
        check_corpus(["a", "b", "c", "d"], train, validation)


def test_files_are_known_by_the_folder_of_their_corpus(tmp_path):
    paths = shards(tmp_path, "ab", "c")
    assert by_corpus(reversed(paths)) == {"sutra": paths}
    assert read_ids(paths) == ["a", "b", "c"]

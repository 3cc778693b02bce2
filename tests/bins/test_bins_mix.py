import polars as pl
import pytest

from sutra.bins.mix import mixture_of, refuse_heldout
from sutra.bins.write import INDEX
from sutra.errors import SutraError


def index(*rows):
    return pl.DataFrame(rows, schema=INDEX, orient="row")


def test_a_document_held_out_elsewhere_is_refused_with_names_and_an_example():
    with pytest.raises(SutraError, match="1 documents that sutra trains on are held out in raw, such as b"):
        refuse_heldout({"sutra": ["a", "b"], "raw": ["c"]}, {"sutra": ["d"], "raw": ["b", "e"]})


def test_a_document_held_out_in_its_own_corpus_is_refused():
    with pytest.raises(SutraError, match="held out in sutra"):
        refuse_heldout({"sutra": ["a"]}, {"sutra": ["a"]})


def test_disjoint_splits_pass():
    refuse_heldout({"sutra": ["a"], "raw": ["a"]}, {"sutra": ["d"], "raw": ["d"]})


def test_weights_are_normalized_and_corpora_are_sorted():
    tables = {"b": index(("x", 0, 5, 4)), "a": index(("y", 0, 3, 2), ("z", 3, 2, 1))}
    content, check = mixture_of(tables, {"a": 3.0, "b": 1.0})
    assert content["corpora"] == [
        {"corpus": "a", "weight": 0.75, "documents": 2, "tokens": 5, "bytes": 3},
        {"corpus": "b", "weight": 0.25, "documents": 1, "tokens": 5, "bytes": 4},
    ]
    assert check["in"] == check["kept"] == 3
    assert mixture_of(dict(reversed(tables.items())), {"b": 1.0, "a": 3.0}) == (content, check)

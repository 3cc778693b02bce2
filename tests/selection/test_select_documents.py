import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sutra import files
from sutra.errors import SutraError
from sutra.selection.check import check_selection
from sutra.selection.params import Selection
from sutra.selection.select import ATTRIBUTES, KEPT, REJECTED, read_scores, select


def table(*rows):
    return pl.DataFrame(rows, schema=ATTRIBUTES, orient="row")


def reasons(rejected):
    return dict(rejected.select("doc_id", "reason").iter_rows())


ROWS = st.lists(
    st.tuples(
        st.integers(0, 30).map(str),
        st.sampled_from(["0000", "0001"]),
        st.sampled_from([0.1, 0.5, 0.9]),
        st.sampled_from(["x", "y", None]),
        st.sampled_from(["o", "p"]),
    ),
    unique_by=lambda row: row[0],
)


def test_off_keeps_all():
    scores = table(("b", "0000", 0.0, "x", "o"), ("a", "0001", 0.0, "x", "o"))
    kept, rejected = select(scores, Selection())
    assert kept.equals(scores.select(*KEPT))
    assert rejected.height == 0


def test_an_empty_corpus_has_typed_tables():
    kept, rejected = select(table(), Selection(min_quality=0.5, per_cell=1, per_opening=1))
    assert dict(kept.schema) == KEPT
    assert dict(rejected.schema) == REJECTED


def test_each_rule_sees_what_is_left():
    scores = table(
        ("a", "0000", 0.9, "x", "o"),
        ("b", "0000", 0.8, "x", "p"),  # second of its cell
        ("c", "0000", 0.7, "y", "p"),  # first of its opening, as b is gone
        ("d", "0001", 0.6, "z", "o"),  # second of its opening
        ("e", "0001", 0.1, "w", "q"),  # low
    )
    kept, rejected = select(scores, Selection(min_quality=0.2, per_cell=1, per_opening=1))
    assert kept.rows() == [("a", "0000"), ("c", "0000")]
    assert rejected.rows() == [
        ("b", "0000", "cell", "number 2 of x, at most 1"),
        ("d", "0001", "opening", "number 2 of opening o, at most 1"),
        ("e", "0001", "quality", "0.1000 < 0.2"),
    ]


def test_ties_go_to_the_smaller_id_and_null_is_no_cell():
    scores = table(
        ("b", "0", 0.5, "x", "1"), ("a", "0", 0.5, "x", "2"), ("c", "0", 0.5, None, "3"), ("d", "0", 0.5, None, "4")
    )
    _, rejected = select(scores, Selection(per_cell=1))
    assert reasons(rejected) == {"b": "cell"}


@given(ROWS, st.randoms())
def test_the_order_of_documents_decides_nothing(rows, random):
    section = Selection(min_quality=0.2, per_cell=2, per_opening=3)
    shuffled = random.sample(rows, len(rows))
    (kept, rejected), (kept2, rejected2) = select(table(*rows), section), select(table(*shuffled), section)
    assert set(kept.rows()) == set(kept2.rows())
    assert set(rejected.rows()) == set(rejected2.rows())
    assert check_selection(table(*rows), kept, rejected)["in"] == len(rows)
    assert kept["doc_id"].to_list() == [row[0] for row in rows if row[0] not in reasons(rejected)]


def test_a_document_that_comes_twice_is_refused():
    with pytest.raises(SutraError, match="scored twice"):
        select(table(("a", "0000", 0.5, "x", "o"), ("a", "0001", 0.5, "x", "o")), Selection())


def test_the_shard_is_read_from_the_file_name(tmp_path):
    for number, doc_id in (("0001", "b"), ("0000", "a")):
        scores = pl.DataFrame({"doc_id": [doc_id], "quality_score": [0.5], "cell": [None], "opening": ["o"]})
        files.write_table(tmp_path / f"shard-{number}.parquet", scores)
    found = read_scores([tmp_path / "shard-0001.parquet", tmp_path / "shard-0000.parquet"])
    assert found.select(*KEPT).rows() == [("a", "0000"), ("b", "0001")]
    assert dict(found.schema) == ATTRIBUTES

import json
import os

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sutra.checks import add_hashes, ids_hash, make_check, problems
from sutra.errors import SutraError
from sutra.files import canonical, identity, read_json, replacing, uniform, write_json, write_table

IDS = st.sets(st.text("abc", min_size=1, max_size=4), max_size=8)


@given(IDS, IDS)
def test_the_hash_of_a_union_is_the_sum(a, b):
    b = b - a
    assert ids_hash(a | b) == add_hashes(ids_hash(a), ids_hash(b))
    assert (ids_hash(a) == ids_hash(b)) == (a == b)


@given(st.lists(st.sampled_from("krq"), max_size=12))
def test_what_goes_in_comes_out(fates):
    ids = [f"d{n}" for n in range(len(fates))]
    groups = {fate: [i for i, f in zip(ids, fates, strict=True) if f == fate] for fate in "krq"}
    check = make_check(ids, groups["k"], [(i, "short") for i in groups["r"]], [(i, "broken") for i in groups["q"]])
    assert problems(check) == []
    assert check["in"] == len(ids)


def test_a_lost_or_doubled_id_is_noticed():
    with pytest.raises(SutraError, match="2 went in, 1 came out"):
        make_check(["a", "b"], ["a"])
    with pytest.raises(SutraError, match="are not the ids that went in") as caught:
        make_check(["a", "b"], ["a", "c"])
    assert "['b', 'c']" in caught.value.where


def test_a_forged_check_has_problems():
    check = make_check(["a", "b"], ["a"], [("b", "short")])
    assert problems(check | {"kept": 2})
    assert problems(check | {"ids_sha256": check["ids_sha256"] | {"kept": ids_hash(["c"])}})


def test_canonical_is_one_text_for_equal_values():
    assert canonical({"b": 1, "a": [1, 2]}) == canonical({"a": [1, 2], "b": 1}) == '{"a":[1,2],"b":1}'


def test_draws_are_keyed_and_even():
    draws = [uniform(1, "x", n) for n in range(4000)]
    assert draws == [uniform(1, "x", n) for n in range(4000)]
    assert 0.48 < sum(draws) / len(draws) < 0.52
    assert uniform(1, "x", 1) != uniform(2, "x", 1)
    assert identity("a", 1) != identity("a", "1")


def test_a_write_that_fails_leaves_the_old_file(tmp_path):
    path = tmp_path / "deep" / "x.json"
    write_json(path, {"a": 1})

    def fail():
        with replacing(path) as temporary:
            temporary.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert read_json(path) == {"a": 1}
    assert os.listdir(path.parent) == ["x.json"]


def test_tables_are_the_same_bytes(tmp_path):
    table = pl.DataFrame({"a": ["x", None], "b": [[1.0], []]})
    write_table(tmp_path / "1.parquet", table)
    write_table(tmp_path / "2.parquet", table)
    assert (tmp_path / "1.parquet").read_bytes() == (tmp_path / "2.parquet").read_bytes()


def test_errors_are_three_lines():
    assert str(SutraError("a", "b", "c")) == "error: a\nwhere: b\nto do: c"
    assert json.loads(canonical("é")) == "é"

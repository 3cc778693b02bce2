"""The verb `folder`: rows are kept, rejected or quarantined, whatever stands in the files."""

import datetime
import decimal
import json
import os
import subprocess
import sys

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sutra.checks import ids_hash, problems
from sutra.code import closure
from sutra.shards.records import ingest
from sutra.shards.text_files import records

COMMON = ("--min-words", "3")


def words(start, n=30):
    return " ".join(f"word{start}x{i}" for i in range(n))


@pytest.fixture
def folder(tmp_path):
    """Writes tables (or columns) to files below a folder."""

    def write(tables, name="in"):
        for path, table in tables.items():
            (tmp_path / name / path).parent.mkdir(parents=True, exist_ok=True)
            pq.write_table(table if isinstance(table, pa.Table) else pa.table(table), tmp_path / name / path)
        return tmp_path / name

    return write


@pytest.fixture
def call(tmp_path):
    """Calls the verb; gives the finished process."""

    def run(source, *arguments, out="out", **environment):
        return subprocess.run(
            [sys.executable, "-m", "sutra.corpus", "folder", str(source), "--out", str(tmp_path / out), *arguments],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, **environment},
        )

    return run


@pytest.fixture
def clean(call, tmp_path):
    """Calls the verb, which must go well; gives the folder of results."""

    def run(source, *arguments, out="out", **environment):
        done = call(source, *arguments, out=out, **environment)
        assert done.returncode == 0, done.stderr
        return tmp_path / out

    return run


def reasons(out):
    return dict(pl.read_parquet(out / "rejected.parquet").select("doc_id", "reason").iter_rows())


def contents(out):
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def refused(done):
    """The three lines of an expected error."""
    lines = done.stderr.strip().splitlines()
    assert done.returncode == 1
    assert [line.partition(":")[0] for line in lines] == ["error", "where", "to do"]
    return lines


def test_every_rule_and_what_is_left(folder, clean):
    near = words(1).replace("word1x29", "other")
    texts = [words(1), words(1).upper(), near, "too short", words(2), words(3), None, " \n", words(4, 60)]
    source = folder({"a.parquet": {"n": [*range(9)], "id": [f"d{i}" for i in range(9)], "text": texts}})
    (source / "notes.txt").write_text("left alone")
    keep_out = source.parent / "keep.txt"
    keep_out.write_text(f"nothing of this is in there\r\n\n{' '.join(words(3).split()[4:16])}\n")
    out = clean(source, *COMMON, "--id", "id", "--keep-out", str(keep_out), "--max-words", "50")
    rejected = pl.read_parquet(out / "rejected.parquet")
    assert rejected.columns == ["doc_id", "file", "reason", "evidence", "text"]
    gram = " ".join(words(3).split()[4:12])
    assert [row[:4] for row in rejected.iter_rows()] == [
        ("d1", "a.parquet", "exact", "d0"),
        ("d2", "a.parquet", "near", "d0 0.9259"),  # 25 of 27 shingles
        ("d3", "a.parquet", "length", "2 words < 3"),
        ("d5", "a.parquet", "item", f"line 3: {gram}"),
        ("d8", "a.parquet", "length", "60 words > 50"),
    ]
    assert rejected["text"].to_list() == [texts[i] for i in (1, 2, 3, 5, 8)]
    quarantine = pl.read_parquet(out / "quarantine.parquet")
    assert quarantine.rows() == [
        ("d6", "a.parquet", 6, "no text", '{"text":null}'),
        ("d7", "a.parquet", 7, "empty text", '{"text":" \\n"}'),
    ]
    assert pq.read_table(out / "kept" / "a.parquet").to_pylist() == [
        {"n": i, "id": f"d{i}", "text": texts[i]} for i in (0, 4)
    ]
    check = json.loads((out / "check.json").read_text())
    assert (check["in"], check["kept"]) == (9, 2)
    assert check["rejected"] == {"exact": 1, "item": 1, "length": 2, "near": 1}
    assert check["quarantined"] == {"empty text": 1, "no text": 1}
    assert check["ids_sha256"]["kept"] == ids_hash(["d0", "d4"])
    assert check["ids_sha256"]["in"] == ids_hash(f"d{i}" for i in range(9))
    assert not problems(check)


def test_it_says_what_it_left_alone_and_what_became_of_the_rows(folder, call):
    source = folder({"a.parquet": {"text": [words(1), "no", None]}})
    (source / "notes.txt").write_text("")
    said = call(source, *COMMON).stdout.splitlines()
    assert "left alone, for they are not *.parquet: notes.txt" in said
    assert said[-4] == "3 documents in"
    assert said[-3].startswith("1 kept: ")
    assert said[-2].startswith("1 rejected (length 1): ")
    assert said[-1].startswith("1 quarantined (no text 1): ")


def test_no_rules_keep_every_document(folder, clean):
    table = {"text": ["a", "a", "b"], "n": [1, 2, 3]}
    out = clean(folder({"x/a.parquet": table, "y/a.parquet": table}), "--rules")
    for name in ("x", "y"):
        assert pq.read_table(out / "kept" / name / "a.parquet").to_pydict() == table


def test_ids_are_those_of_ingestion(folder, clean):
    moment = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    rows = {
        "text": [words(1), words(1), words(1), None, None, ""],
        "more": [[1.5], [1.5], [2.5], None, None, [moment.year]],
    }
    source = folder({"a.parquet": {**rows, "when": [moment] * 6}})
    kept, broken = ingest(records([source / "a.parquet"], "text"), 0, 1)
    out = clean(source)
    verdicts = pl.read_parquet(out / "verdicts.parquet")
    assert set(verdicts.filter(pl.col("verdict") != "quarantined")["doc_id"]) == set(kept["doc_id"])
    quarantine = pl.read_parquet(out / "quarantine.parquet")
    assert set(quarantine.select("doc_id", "reason").iter_rows()) == set(broken.select("doc_id", "reason").iter_rows())


def test_verdicts_do_not_depend_on_files_or_order(folder, clean):
    texts = [words(i % 7) + (" and more" if i % 3 else "") for i in range(40)] + [None, "", "short"]
    rows = [{"text": text, "n": i, "more": {"list": [i % 2]}} for i, text in enumerate(texts)]
    rows += rows[:5]  # rows that are the same in all columns

    def found(tables, out):
        source = folder({path: pa.Table.from_pylist(part) for path, part in tables.items()}, f"in-{out}")
        at = clean(source, *COMMON, out=out)
        kept = [row for path in (at / "kept").rglob("*.parquet") for row in pq.read_table(path).to_pylist()]
        verdicts = pl.read_parquet(at / "verdicts.parquet").select("doc_id", "verdict").sort("doc_id").rows()
        rejected = pl.read_parquet(at / "rejected.parquet").drop("file").sort("doc_id").rows()
        return sorted(kept, key=str), verdicts, rejected, json.loads((at / "check.json").read_text())

    one = found({"a.parquet": rows}, "one")
    assert one == found({"z.parquet": rows[::-1][:11], "b/a.parquet": rows[::-1][11:]}, "two")
    assert len(one[0]) == 7  # with and without "and more" are near-duplicates


def test_same_bytes_whatever_the_threads(folder, clean):
    rows = [{"id": i, "text": words(i % 300, 12), "more": [str(i)] * (i % 3)} for i in range(900)]
    source = folder({f"{k}.parquet": pa.Table.from_pylist(rows[k::3]) for k in range(3)})
    one = clean(source, out="one", POLARS_MAX_THREADS="1", OMP_NUM_THREADS="1", PYTHONHASHSEED="1")
    four = clean(source, out="four", POLARS_MAX_THREADS="4", OMP_NUM_THREADS="4", PYTHONHASHSEED="2")
    assert contents(one) == contents(four)
    assert len(contents(one)) == 7


def test_columns_of_every_type_stay_as_they_are(folder, clean):
    moment = datetime.datetime(2020, 1, 1, 12)
    kinds = {
        "struct": pa.array([{"a": [1], "b": {"c": "x"}}, None], pa.struct({"a": pa.list_(pa.int8()), "b": pa.struct({"c": pa.string()})})),
        "list": pa.array([[[1], None], []], pa.large_list(pa.list_(pa.int16()))),
        "vector": pa.array([[1, 2], [3, 4]], pa.list_(pa.float32(), 2)),
        "map": pa.array([[("k", 1)], None], pa.map_(pa.string(), pa.int32())),
        "category": pa.array(["x", "y"]).dictionary_encode(),
        "money": pa.array([decimal.Decimal("1.10"), None], pa.decimal128(10, 2)),
        "bytes": pa.array([b"\xff\x00", b""], pa.binary()),
        "fixed": pa.array([b"ab", b"cd"], pa.binary(2)),
        "when": pa.array([moment, None], pa.timestamp("us", "Europe/Berlin")),
        "day": pa.array([moment.date(), None], pa.date32()),
        "clock": pa.array([moment.time(), None], pa.time64("us")),
        "half": pa.array([1.5, float("nan")], pa.float16()),
        "big": pa.array([2**63, 0], pa.uint64()),
        "nothing": pa.nulls(2),
        "a.b": pa.array([1, 2]),
    }  # fmt: skip
    table = pa.table({"text": ["no", words(1)], **kinds}).replace_schema_metadata({"huggingface": "{}"})
    out = clean(folder({"a.parquet": table}), *COMMON)
    kept = pq.read_table(out / "kept" / "a.parquet")
    assert kept.schema.equals(pq.read_table(out.parent / "in" / "a.parquet").schema, check_metadata=True)
    assert kept.drop_columns("half").equals(table.slice(1).drop_columns("half"))
    assert str(kept["half"].to_pylist()) == "[nan]"


@pytest.mark.parametrize(
    ("column", "reason"),
    [
        (pa.array([5, None]), "text is no string"),
        (pa.array([b"bytes", None]), "text is no string"),
        (pa.array([datetime.date(2020, 1, 1), None]), "text is no string"),
        (pa.array([["a", "list"], None]), "text is no string"),
        (pa.array([{"a": "struct"}, None]), "text is no string"),
        (pa.nulls(2), "no text"),
    ],
    ids=lambda value: str(getattr(value, "type", "")),
)
def test_text_that_is_no_string_is_quarantined(folder, clean, column, reason):
    source = folder({"a.parquet": {"text": column, "n": [1, 2]}, "b.parquet": {"text": [words(1)], "n": [3]}})
    out = clean(source)
    assert pl.read_parquet(out / "quarantine.parquet")["reason"].to_list() == [reason, "no text"]
    kept = pq.read_table(out / "kept" / "a.parquet")
    assert (kept.num_rows, kept.schema.field("text").type) == (0, column.type)
    assert pq.read_table(out / "kept" / "b.parquet").num_rows == 1


@pytest.mark.parametrize("kind", [pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())], ids=str)
def test_every_type_of_string_is_text(folder, clean, kind):
    column = pa.array([words(1), "no", words(2)], pa.string()).cast(kind)
    out = clean(folder({"a.parquet": {"text": column}}))
    kept = pq.read_table(out / "kept" / "a.parquet")["text"]
    assert (kept.type, kept.to_pylist()) == (kind, [words(1), words(2)])


def test_zero_rows(folder, clean):
    empty = pa.table({"text": pa.array([], pa.string()), "more": pa.array([], pa.list_(pa.int8()))})
    out = clean(folder({"a.parquet": empty}))
    assert pq.read_table(out / "kept" / "a.parquet").equals(empty)
    check = json.loads((out / "check.json").read_text())
    assert (check["in"], check["kept"], check["rejected"], check["quarantined"]) == (0, 0, {}, {})
    assert pl.read_parquet(out / "rejected.parquet").height == 0


def test_a_huge_row_and_many_row_groups(folder, clean, tmp_path):
    texts = [words(i) for i in range(20)] + [words(99, 300_000)]
    folder({"a.parquet": {"text": texts}})
    pq.write_table(pa.table({"text": texts}), tmp_path / "in" / "a.parquet", row_group_size=4)
    out = clean(tmp_path / "in")
    rejected = pl.read_parquet(out / "rejected.parquet")
    assert rejected["evidence"].to_list() == ["300000 words > 100000"]
    assert rejected["text"].to_list() == texts[-1:]
    assert pq.read_table(out / "kept" / "a.parquet")["text"].to_pylist() == texts[:-1]


def test_unicode(folder, clean):
    texts = [
        "Ｆive Straße " + words(1),
        "FIVE STRASSE " + words(1).upper(),
        "日本語の文章。" * 9,
        "🜁 e\u0301 \u202e\x00 " + words(2),
    ]
    out = clean(folder({"ordner/ünïcode 文.parquet": {"text": texts}}), *COMMON, "--rules", "exact", "near")
    assert sorted(reasons(out).values()) == ["near"]  # NFKC and case-folding make the first two near-duplicates
    kept = pq.read_table(out / "kept" / "ordner" / "ünïcode 文.parquet")["text"].to_pylist()
    assert kept[-2:] == texts[2:]


def test_integers_are_ids_too(folder, clean):
    out = clean(folder({"a.parquet": {"key": [30, 4], "text": [words(1)] * 2}}), "--id", "key", *COMMON)
    assert reasons(out) == {"4": "exact"}  # ids compare as text


@pytest.mark.parametrize(
    ("keys", "error", "place"),
    [
        ([["a"], ["b", "a"]], "an id comes twice: key is 'a'", ["0.parquet, row 0", "1.parquet, row 1"]),
        ([["a"], ["b", None]], "a row has no key", ["1.parquet, row 1"]),
        ([[1.5], [2.5]], "an id is neither a string nor an integer", ["0.parquet, row 0"]),
        ([[True], [False]], "an id is neither a string nor an integer", ["0.parquet, row 0"]),
    ],
    ids=["twice", "null", "float", "bool"],
)
def test_bad_ids_are_refused(folder, call, tmp_path, keys, error, place):
    tables = {f"{k}.parquet": {"key": ids, "text": [None] * len(ids)} for k, ids in enumerate(keys)}
    lines = refused(call(folder(tables), "--id", "key"))
    assert error in lines[0]
    assert all(part in lines[1] for part in place)
    assert not (tmp_path / "out").exists()


def test_bad_folders_are_refused(folder, call, tmp_path):
    assert "no such folder" in refused(call(tmp_path / "nowhere"))[0]
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "a.csv").write_text("")
    assert "no *.parquet file" in refused(call(tmp_path / "none"))[0]
    source = folder({"a.parquet": {"text": [words(1)]}})
    assert "among what is read" in refused(call(source, out="in/out"))[0]
    assert "not empty" in refused(call(source, out="none"))[0]
    assert "no folder" in refused(call(source, out="none/a.csv"))[0]
    assert [path.name for path in (tmp_path / "none").iterdir()] == ["a.csv"]


def test_a_column_that_one_file_lacks_is_named_with_those_there_are(folder, call):
    source = folder({"a.parquet": {"body": ["x"]}, "b.parquet": {"txt": ["x"], "title": ["y"]}})
    lines = refused(call(source, "--text", "body"))
    assert "there is no column body" in lines[0]
    assert lines[1].endswith("b.parquet")
    assert lines[2].endswith("its columns: txt, title")


@pytest.mark.parametrize("damage", ["empty", "text", "cut", "pages"])
def test_a_broken_file_is_named_and_nothing_is_written(folder, call, tmp_path, damage):
    source = folder({"a.parquet": {"text": [words(i) for i in range(99)]}, "b.parquet": {"text": [words(1)]}})
    whole = (source / "a.parquet").read_bytes()
    broken = {"empty": b"", "text": b"not Parquet", "cut": whole[:-9], "pages": b"PAR1" + bytes(600) + whole[604:]}
    (source / "a.parquet").write_bytes(broken[damage])
    lines = refused(call(source))
    assert "a.parquet" in lines[1]
    assert not (tmp_path / "out").exists()


def test_a_file_broken_in_another_column_leaves_no_half_result(folder, call, tmp_path):
    source = folder(
        {"a.parquet": {"text": [words(i) for i in range(9)], "id": [*range(9)], "z": [words(i) for i in range(50, 59)]}}
    )
    whole = bytearray((source / "a.parquet").read_bytes())
    start = pq.ParquetFile(source / "a.parquet").metadata.row_group(0).column(2).dictionary_page_offset
    whole[start : start + 40] = bytes(40)
    (source / "a.parquet").write_bytes(whole)
    assert "cannot be read as Parquet" in refused(call(source, "--id", "id"))[0]
    assert not any((tmp_path / "out").iterdir())


def test_text_that_is_not_utf8_is_refused_with_its_place(folder, call):
    column = pa.array([b"fine", b"\xff\xfe"]).view(pa.string())
    lines = refused(call(folder({"a.parquet": {"text": column}})))
    assert "utf-8" in lines[0]
    assert "a.parquet, rows 0 to 1" in lines[1]


@pytest.mark.parametrize(
    "column",
    [pa.array([2**62], pa.timestamp("us")), pa.array([1], pa.timestamp("us", "Nowhere/Land"))],
    ids=["year", "zone"],
)
def test_a_value_that_python_cannot_hold_needs_a_column_of_ids(folder, call, clean, column):
    source = folder({"a.parquet": {"id": [1], "text": [words(1)], "more": column}})
    lines = refused(call(source))
    assert "a.parquet, rows 0 to 0" in lines[1]
    assert "--id" in lines[2]
    out = clean(source, "--id", "id")
    assert pq.read_table(out / "kept" / "a.parquet")["more"].equals(pa.chunked_array([column]))


def test_links_to_folders_are_named_and_not_followed(folder, call):
    source = folder({"a.parquet": {"text": [words(1)]}})
    (source / "again").symlink_to(source, target_is_directory=True)
    said = call(source).stdout.splitlines()
    assert said[:2] == ["1 files, 1 rows", "left alone, for they are not *.parquet: again"]


def test_the_bytes_of_the_stage_do_not_depend_on_the_verb():
    assert not [module for module in closure("corpus") if module.startswith("sutra.corpus.folder")]


@pytest.mark.parametrize(
    ("arguments", "error", "place"),
    [
        (("--rules", "exat"), "'exat'", "--rules"),
        (("--rules", "near", "near"), "near stands twice", "--rules"),
        (("--near-threshold", "1.5"), "less than or equal to 1, got 1.5", "--near-threshold"),
        (("--min-words", "9", "--max-words", "3"), "min_words (9) is above max_words (3)", "--min-words, --max-words"),
        (("--keep-out-ngram", "1"), "greater than or equal to 3, got 1", "--keep-out-ngram"),
        (("--keep-out", "/nowhere.txt"), "cannot be read as UTF-8 text", "/nowhere.txt"),
        (("--keep-out", os.devnull), "there is no text to keep out", os.devnull),
    ],
)
def test_bad_arguments_are_refused(folder, call, arguments, error, place):
    lines = refused(call(folder({"a.parquet": {"text": [words(1)]}}), *arguments))
    assert error in lines[0]
    assert lines[1] == f"where: {place}"


def test_help_is_for_newcomers():
    for arguments, expected in (([], "clean a folder of Parquet files"), (["folder"], "--near-threshold")):
        done = subprocess.run(
            [sys.executable, "-m", "sutra.corpus", *arguments, "--help"], capture_output=True, text=True, check=True
        )
        assert expected in done.stdout

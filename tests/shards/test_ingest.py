import gzip
import json
from importlib import metadata
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sutra.errors import SutraError
from sutra.shards import docstrings
from sutra.shards.check import check
from sutra.shards.records import Record, ingest
from sutra.shards.sources import records
from sutra.shards.tables import DOCUMENTS, QUARANTINE
from sutra.shards.text_files import records as read

GOOD = '{"text": "A good record.", "title": "Good", "n": 1}'


def lines(path, *rows):
    path.write_bytes(b"\n".join(row if isinstance(row, bytes) else row.encode() for row in rows) + b"\n")
    return path


def taken(*paths, field="text", number=0, shards=1):
    return ingest(read(list(paths), field), number, shards)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('{"text": "half', "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('{"text": ' + "1" * 5000 + "}", "not JSON"),
        ("[1, 2]", "not an object"),
        ('{"body": "no text here"}', "no text"),
        ('{"text": null}', "no text"),
        ('{"text": 3}', "text is no string"),
        ('{"text": " \\n "}', "empty text"),
        ('{"text": "half a pair \\ud800"}', "not Unicode"),
        (b'{"text": "\xff\xfe"}', "not UTF-8"),
    ],
)
def test_a_broken_line_is_quarantined_with_its_reason_and_the_others_are_kept(tmp_path, row, reason):
    kept, broken = taken(lines(tmp_path / "a.jsonl", GOOD, row, "", '{"text": "Another."}'))
    assert sorted(kept["text"]) == ["A good record.", "Another."]
    assert broken["reason"].to_list() == [reason]
    assert broken["evidence"][0].startswith("a.jsonl#2: ")
    assert len(broken["evidence"][0]) <= 200 + len("a.jsonl#2: ")


def test_ids_come_from_content_never_from_names_or_places(tmp_path):
    one, _ = taken(lines(tmp_path / "a.jsonl", GOOD, '{"text": "Another."}', GOOD))
    (tmp_path / "b").mkdir()
    two, _ = taken(
        lines(tmp_path / "b" / "z.jsonl", '{"text":"Another."}', GOOD), lines(tmp_path / "b" / "c.json", GOOD)
    )
    assert one["doc_id"].to_list() == two["doc_id"].to_list() == sorted(one["doc_id"])
    assert one["doc_id"].n_unique() == 3  # the same record twice is two documents
    assert set(one["source_id"]) == {"a.jsonl#1", "a.jsonl#2", "a.jsonl#3"}
    assert set(one["title"]) == {"Good", None}


@given(st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=12), st.integers(1, 5), st.randoms())
def test_shards_divide_the_records_whatever_their_order(texts, shards, random):
    found = [Record("files", "x#1", {"text": text}, text) for text in texts]
    whole = ingest(found, 0, 1)[0]["doc_id"].to_list()
    random.shuffle(found)
    parts = [doc_id for number in range(shards) for doc_id in ingest(found, number, shards)[0]["doc_id"]]
    assert sorted(parts) == whole
    assert len(set(whole)) == len(texts)


def test_every_kind_of_file_gives_the_same_documents(tmp_path):
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(GOOD.encode()))
    pl.DataFrame([json.loads(GOOD)]).write_parquet(tmp_path / "d.parquet")
    marked = lines(tmp_path / "a.jsonl", b"\xef\xbb\xbf" + GOOD.encode())
    found = [taken(path)[0]["doc_id"].to_list() for path in (marked, tmp_path / "c.jsonl.gz", tmp_path / "d.parquet")]
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == 1


def test_a_text_file_is_one_document(tmp_path):
    (tmp_path / "a.txt").write_bytes("Première\nligne.".encode())
    (tmp_path / "b.md").write_bytes(b"bad \xff byte")
    (tmp_path / "c.txt").write_bytes(b"  \n")
    kept, broken = taken(*tmp_path.iterdir())
    assert kept["text"].to_list() == ["Première\nligne."]
    assert sorted(broken["reason"]) == ["empty text", "not UTF-8"]


def test_a_file_that_breaks_off_keeps_what_came_before(tmp_path):
    packed = gzip.compress("\n".join(f'{{"text": "record {n} {n * 7919}"}}' for n in range(5000)).encode())
    (tmp_path / "cut.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    (tmp_path / "no.jsonl.gz").write_bytes(b"not gzip")
    (tmp_path / "no.parquet").write_bytes(b"not parquet")
    kept, broken = taken(*tmp_path.iterdir())
    assert kept.height > 100
    assert broken.filter(reason="broken file").height == 3


def test_parquet_values_that_json_lacks_do_no_harm(tmp_path):
    frame = pl.DataFrame({"text": ["one", None, "three"], "blob": [b"\xff", b"", None], "tags": [["a"], [], None]})
    frame.with_columns(day=pl.date(2020, 1, 1)).write_parquet(tmp_path / "a.parquet")
    kept, broken = taken(tmp_path / "a.parquet")
    assert sorted(kept["text"]) == ["one", "three"]
    assert broken["reason"].to_list() == ["no text"]


def test_a_parquet_column_of_bytes_is_no_text(tmp_path):
    path = tmp_path / "bytes.parquet"
    pl.DataFrame({"text": [b"bytes", None]}, schema={"text": pl.Binary}).write_parquet(path)
    kept, broken = taken(path)
    assert kept.height == 0
    assert sorted(broken["reason"]) == ["no text", "text is no string"]


def test_errors_that_a_person_must_mend(tmp_path):
    with pytest.raises(SutraError, match="no file"):
        taken()
    with pytest.raises(SutraError, match=r"cannot read a\.docx"):
        taken(lines(tmp_path / "a.docx", "x"))


def test_nothing_read_is_typed_empty_tables(tmp_path):
    kept, broken = taken(lines(tmp_path / "a.jsonl", ""))
    assert (kept.schema, broken.schema, kept.height) == (DOCUMENTS, QUARANTINE, 0)


MODULE = '''"""{long}"""
class Thing:
    """{long}

        indented
    """
    @property
    def size(self):
        """Size: {long}"""
    @size.setter
    def size(self, value):
        """Size: {long}"""
    async def short(self):
        """Too short."""
raise SystemExit("never imported")
'''.replace("{long}", " ".join(f"word{n}" for n in range(20)))


class Installed:
    """A distribution as importlib.metadata gives it."""

    version = "1.0"

    def __init__(self, folder):
        self.folder = folder

    @property
    def files(self):
        names = sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file())
        found = [metadata.PackagePath(name) for name in names]
        for path in found:
            path.dist = self
        return found

    def locate_file(self, path):
        return Path(self.folder) / path


@pytest.fixture
def package(tmp_path, monkeypatch):
    for name, text in {
        "p/a.py": MODULE,
        "p/tests/b.py": MODULE,
        "p/test_c.py": MODULE,
        "p/bad.py": "def (",
        "p/d.txt": "",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(docstrings.metadata, "distribution", lambda name: Installed(tmp_path))


@pytest.mark.usefixtures("package")
def test_docstrings_are_read_and_never_run():
    kept, broken = ingest(records({"from": "packages", "names": ["p==1.0"]}, []), 0, 1)
    assert sorted(kept["source_id"]) == ["p==1.0/p/a.py:", "p==1.0/p/a.py:Thing", *["p==1.0/p/a.py:Thing.size"] * 2]
    assert sorted(kept["title"]) == ["p.a", "p.a.Thing", "p.a.Thing.size", "p.a.Thing.size"]
    assert kept["doc_id"].is_unique().all()
    assert kept["doc_id"].is_sorted()
    assert kept.filter(title="p.a.Thing")["text"][0].endswith("word19\n\nindented")
    assert broken["reason"].to_list() == ["not Python"]


@pytest.mark.usefixtures("package")
def test_another_version_is_refused_with_the_command_that_mends_it():
    with pytest.raises(SutraError, match=r"1\.0 is installed, not 2\.0") as found:
        list(docstrings.records(["p==2.0"]))
    assert "pip install" in found.value.todo
    assert "'p==2.0'" in found.value.todo


def test_a_package_that_is_not_there_is_refused():
    with pytest.raises(SutraError, match="is not installed"):
        list(docstrings.records(["no-such-package-here==1.0"]))


def test_the_check_sees_what_is_lost_and_what_stands_twice():
    assert check(["a", "b"], ["a"], [("b", "material")])["quarantined"] == {"material": 1}
    assert check(None, ["a"], [("b", "not JSON")])["in"] == 2
    with pytest.raises(SutraError):
        check(["a", "b"], ["a"], [])
    with pytest.raises(SutraError, match="twice"):
        check(None, ["a", "a"], [])

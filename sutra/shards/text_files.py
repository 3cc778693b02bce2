"""Documents of your own: JSON lines, Parquet and plain text. What cannot be read is quarantined, never dropped."""

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from sutra.errors import SutraError
from sutra.files import canonical, file_sha256
from sutra.shards.records import Record

SOURCE = "files"
JSON_LINES = (".jsonl", ".jsonl.gz", ".json")
PLAIN = (".txt", ".md")
MARK = b"\xef\xbb\xbf"  # the byte order mark that some programs put before UTF-8


def records(paths: list[Path], field: str) -> Iterator[Record]:
    """Every record of the files, taken in the order of their names. Raises SutraError for a kind of file it cannot read."""
    if not paths:
        raise SutraError(
            "no file to read documents from",
            "paths of this corpus in params.yaml",
            "put files there, or mend the pattern",
        )
    for path in sorted(paths, key=lambda path: (path.name, path.as_posix())):
        if path.name.endswith(JSON_LINES):
            yield from _json_lines(path, field)
        elif path.suffix == ".parquet":
            yield from _parquet(path, field)
        elif path.suffix in PLAIN:
            yield _plain(path)
        else:
            kinds = ", ".join((*JSON_LINES, ".parquet", *PLAIN))
            raise SutraError(f"cannot read {path.name}", str(path), f"give files of one of these kinds: {kinds}")


def _json_lines(path: Path, field: str) -> Iterator[Record]:
    opened = gzip.open if path.name.endswith(".gz") else open
    number = 0
    try:
        with opened(path, "rb") as lines:
            for number, line in enumerate(lines, 1):
                line = line.removeprefix(MARK).strip() if number == 1 else line.strip()
                if line:
                    yield _json_line(line, f"{path.name}#{number}", field)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        yield _broken_file(path, f"after line {number}: {error}")


def _json_line(line: bytes, source_id: str, field: str) -> Record:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return _broken(source_id, line, "not UTF-8")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return _broken(source_id, line, "not JSON")
    if not isinstance(value, dict):
        return _broken(source_id, line, "not an object")
    return _row(value, source_id, field, line)


def _parquet(path: Path, field: str) -> Iterator[Record]:
    number = 0
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches():
                for row in batch.to_pylist():
                    number += 1
                    plain = {name: _simple(value) for name, value in row.items()}
                    source_id, raw = f"{path.name}#{number}", canonical(plain).encode("utf-8", "backslashreplace")
                    if isinstance(row.get(field), str | None):
                        yield _row(plain, source_id, field, raw)
                    else:  # bytes or a date, which are written out as text only to be told apart
                        yield _broken(source_id, raw, "text is no string")
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        yield _broken_file(path, f"after row {number}: {error}")


def _plain(path: Path) -> Record:
    content = path.read_bytes().removeprefix(MARK)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _broken(f"{path.name}#1", content, "not UTF-8")
    if not text.strip():
        return _broken(f"{path.name}#1", content, "empty text")
    return Record(SOURCE, f"{path.name}#1", text, text)


def _row(row: dict[str, Any], source_id: str, field: str, raw: bytes) -> Record:
    """A row that was read: its text, or what is wrong with it."""
    try:
        canonical(row).encode()
    except UnicodeEncodeError:
        return _broken(source_id, raw, "not Unicode")  # half a surrogate pair, which JSON can spell and UTF-8 cannot
    text, title = row.get(field), row.get("title")
    if text is None:
        return _broken(source_id, raw, "no text")
    if not isinstance(text, str):
        return _broken(source_id, raw, "text is no string")
    if not text.strip():
        return _broken(source_id, raw, "empty text")
    return Record(SOURCE, source_id, row, text, title if isinstance(title, str) else None)


def _broken(source_id: str, raw: bytes, reason: str) -> Record:
    shown = raw.decode("utf-8", "backslashreplace")
    return Record(SOURCE, source_id, ["broken", shown], reason=reason, evidence=shown)


def _broken_file(path: Path, what: str) -> Record:
    """A file of which the rest cannot be read."""
    return Record(SOURCE, path.name, ["broken file", file_sha256(path)], reason="broken file", evidence=what)


def _simple(value: Any) -> Any:
    """A Parquet value as JSON has it; what JSON has not is written out."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, list):
        return [_simple(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _simple(item) for key, item in value.items()}
    return str(value)

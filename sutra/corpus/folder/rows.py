"""The rows of a folder: the id of each, and why some cannot become documents."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from sutra.corpus.folder.parquet import batches
from sutra.errors import SutraError
from sutra.files import canonical, identity
from sutra.quality.text import parse
from sutra.shards.records import SHOWN

# The same as ingestion, so that a row has one id wherever Sutra reads it and is quarantined for the same reasons.
from sutra.shards.text_files import SOURCE
from sutra.shards.text_files import _row as as_record
from sutra.shards.text_files import _simple as as_json


class Row(NamedTuple):
    """A row of a folder; `reason` is empty where it is a document, and else says why it is quarantined."""

    doc_id: str
    file: str  # relative to the folder
    row: int  # in the file, from 0
    words: int  # as the stage `scores` counts them
    reason: str
    evidence: str


def read_rows(folder: Path, files: list[str], text: str, id_column: str | None) -> Iterator[Row]:
    """Every row of the files, in order.

    Without an id column, an id is of the content of the whole row and of how many rows of the same content came before,
    so it does not depend on where the row stands. Raises SutraError for an id that is missing, comes twice, or is
    neither a string nor an integer.
    """
    before: Counter[str] = Counter()
    places: dict[str, str] = {}
    for file in files:
        for number, values in enumerate(_values(folder / file, _columns(text, id_column))):
            row = {name: as_json(value) for name, value in values.items()}
            shown = canonical({text: row[text]} if id_column else row)
            record = as_record(row, file, text, shown.encode())
            if not isinstance(values[text], str | None):  # bytes and dates are no texts, though JSON has them as such
                record = record._replace(text=None, reason="text is no string", evidence=shown)
            if id_column:
                doc_id = _given(values[id_column], f"{folder / file}, row {number}", id_column, places)
            else:
                content = identity(SOURCE, record.content)
                doc_id = identity(SOURCE, record.content, before[content]) if before[content] else content
                before[content] += 1
            words = len(parse(record.text).words) if record.text is not None else 0
            yield Row(doc_id, file, number, words, record.reason, record.evidence[:SHOWN])


def read_texts(path: Path, text: str) -> Iterator[list[Any]]:
    """The values of the text column of a file that `read_rows` has read, some at a time."""
    for batch in batches(path, [text]):
        yield batch.column(text).to_pylist()


def _columns(text: str, id_column: str | None) -> list[str] | None:
    return sorted({text, id_column}) if id_column else None


def _values(path: Path, columns: list[str] | None) -> Iterator[dict[str, Any]]:
    """The rows of a file as Python values. Raises SutraError for a value that Python cannot hold."""
    start = 0
    for batch in batches(path, columns):
        try:
            rows = batch.to_pylist()
        except (pa.ArrowException, ValueError, ArithmeticError, LookupError, TypeError) as error:
            raise SutraError(
                f"a value cannot be read: {type(error).__name__}: {error}",
                f"{path}, rows {start} to {start + batch.num_rows - 1}",
                "mend this file; or name a column of ids with --id: then only it and the text are read as values",
            ) from None
        start += batch.num_rows
        yield from rows


def _given(value: Any, where: str, column: str, places: dict[str, str]) -> str:
    """The id that a row gives; `places` are the ids before it, and where they stand."""
    if value is None:
        raise SutraError(f"a row has no {column}", where, "give every row an id, or leave --id out")
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise SutraError(
            f"an id is neither a string nor an integer: {column} is {value!r}"[:SHOWN],
            where,
            "name another column with --id, or leave --id out",
        )
    doc_id = str(value)
    if doc_id in places:
        raise SutraError(
            f"an id comes twice: {column} is {value!r}"[:SHOWN],
            f"{places[doc_id]}; {where}",
            "give every row an id of its own, or leave --id out",
        )
    places[doc_id] = where
    return doc_id

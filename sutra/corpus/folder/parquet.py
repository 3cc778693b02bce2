"""The Parquet files of a folder: which they are, and their rows, some at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sutra.errors import SutraError

BATCH = 256  # rows in memory at once while texts are read


def listing(folder: Path) -> tuple[list[str], list[str]]:
    """Paths below a folder, relative to it and sorted: the Parquet files, and all other files.

    Raises SutraError where there is no such folder, no Parquet file in it, or a name that is not Unicode.
    """
    if not folder.is_dir():
        raise SutraError("no such folder", str(folder), "name a folder that holds Parquet files")
    below = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())  # links are not followed
    found = sorted(path.relative_to(folder).as_posix() for path in below)
    for name in found:
        try:
            name.encode()
        except UnicodeEncodeError:
            raise SutraError("the name of a file is not Unicode", repr(name), "rename the file") from None
    tables = [name for name in found if name.endswith(".parquet")]
    if not tables:
        there = f"; there are {len(found)} other files" if found else ""
        raise SutraError(
            f"no *.parquet file in this folder{there}", str(folder), "name a folder that holds Parquet files"
        )
    return tables, [name for name in found if not name.endswith(".parquet")]


def count_rows(folder: Path, file: str, columns: list[str]) -> int:
    """The number of rows of a file. Raises SutraError where it is broken, or has not each of `columns` once."""
    with _reading(folder / file), pq.ParquetFile(folder / file) as opened:
        names, rows = opened.schema_arrow.names, opened.metadata.num_rows
    for column in columns:
        if names.count(column) != 1:
            what = f"two columns are called {column}" if column in names else f"there is no column {column}"
            raise SutraError(
                what, str(folder / file), f"name another with --text or --id; its columns: {', '.join(names)}"
            )
    return int(rows)


def batches(path: Path, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
    """The rows of a file in order, at most BATCH at a time; all columns, or some."""
    with _reading(path), pq.ParquetFile(path) as opened:
        yield from opened.iter_batches(BATCH, columns=columns)


def write_kept(source: Path, target: Path, keep: list[bool]) -> None:
    """Writes the rows of `source` for which `keep` says so: all columns, their types, and the metadata as they are.

    Row groups stay row groups, one in memory at a time; one of which nothing is left is not written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with _reading(source), pq.ParquetFile(source) as opened:
        schema = opened.schema_arrow
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        start = 0
        for group in _row_groups(source):
            kept = _chosen(group, keep[start : start + group.num_rows])
            start += group.num_rows
            if kept.num_rows:
                writer.write_table(kept)


def _chosen(group: pa.Table, keep: list[bool]) -> pa.Table:
    try:
        return group.filter(pa.array(keep, pa.bool_()))
    except pa.ArrowNotImplementedError:  # Arrow cannot filter a column of some types (string_view), but slice it
        runs = groupby(range(len(keep)), keep.__getitem__)
        pieces = [list(run) for chosen, run in runs if chosen]
        return pa.concat_tables([group.slice(0, 0), *(group.slice(piece[0], len(piece)) for piece in pieces)])


def _row_groups(path: Path) -> Iterator[pa.Table]:
    with _reading(path), pq.ParquetFile(path) as opened:
        for number in range(opened.num_row_groups):
            yield opened.read_row_group(number)


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """What Arrow cannot read is an expected error."""
    try:
        yield
    except (pa.ArrowException, OSError, ValueError) as error:  # ValueError: a name in the file that is not UTF-8
        what = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise SutraError(
            f"cannot be read as Parquet: {what}", str(path), "mend this file, or move it out of the folder"
        ) from None

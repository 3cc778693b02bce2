"""Documents of a corpus, from files in the published schema."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl

from sutra.errors import SutraError

SAMPLE = 100


def corpus_of(path: Path) -> str:
    """The corpus that a file `…/{corpus}/{split}/shard-….parquet` belongs to."""
    return path.parent.parent.name


def by_corpus(paths: Iterable[Path]) -> dict[str, list[Path]]:
    """Document files by their corpus, corpora sorted by name."""
    found: dict[str, list[Path]] = {}
    for path in sorted(paths):
        found.setdefault(corpus_of(path), []).append(path)
    return found


def read_documents(path: Path, *columns: str) -> pl.DataFrame:
    """Some columns of a file of documents. Raises SutraError where the file is not one, or a value is missing."""
    try:
        table = pl.read_parquet(path, columns=list(columns))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise SutraError(
            f"not a file of documents: {str(error).splitlines()[0]}", str(path), "build it again"
        ) from None
    for column in columns:
        if table.schema[column] != pl.String or table[column].null_count():
            raise SutraError(f"a document has no {column}", str(path), "build the corpus again; every document has one")
    return table


def read_ids(paths: Iterable[Path]) -> list[str]:
    """The ids of the documents of some files, in the order of the files."""
    return [doc_id for path in paths for doc_id in read_documents(path, "id")["id"]]


def parity_sample(paths: Iterable[Path]) -> list[str]:
    """Up to SAMPLE texts of every file, those with the smallest ids: where two encoders are held against each other."""
    return [
        text
        for path in paths
        for text in read_documents(path, "id", "text").bottom_k(SAMPLE, by="id").sort("id")["text"]
    ]


def batches(path: Path, size: int) -> Iterator[pl.DataFrame]:
    """The ids and texts of one file, `size` documents at a time."""
    yield from read_documents(path, "id", "text").iter_slices(size)

"""Every row of a folder kept, rejected or quarantined, by the functions that decide on a corpus."""

from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from sutra.checks import make_check
from sutra.corpus import clean, keepout, normal
from sutra.corpus.documents import DOCUMENTS
from sutra.corpus.folder.rows import Row, read_texts
from sutra.corpus.params import Corpus
from sutra.errors import SutraError

CANDIDATES = {"doc_id": pl.String, "shard": pl.String, **{n: DOCUMENTS[n] for n in ("parent_id", "text", "words")}}
VERDICTS: dict[str, Any] = {"doc_id": pl.String, "file": pl.String, "row": pl.Int64, "verdict": pl.String}
QUARANTINE: dict[str, Any] = {
    "doc_id": pl.String,
    "file": pl.String,
    "row": pl.Int64,
    **dict.fromkeys(("reason", "evidence"), pl.String),
}
Pass = Callable[[Iterator[pl.DataFrame]], Iterator[pl.DataFrame]]


class Cleaned(NamedTuple):
    """What became of a folder; the tables are in the order of its rows."""

    verdicts: pl.DataFrame  # VERDICTS; verdict is kept, rejected or quarantined
    rejected: pl.DataFrame  # doc_id, file, reason, evidence, text
    quarantine: pl.DataFrame  # QUARANTINE
    check: dict[str, Any]


def clean_rows(
    folder: Path, rows: list[Row], text: str, section: Corpus, keep_out: keepout.KeepOut, passed: Pass = iter
) -> Cleaned:
    """Decides on every row. All documents are of equal quality: of two alike, that with the smaller id is kept.

    `passed` is given the documents each time they are read, and passes them on: it may say how far they are.
    """
    decided, bad = clean.clean(lambda: passed(candidates(folder, rows, text)), keep_out, section, seed=0)
    kept = set(decided.filter(pl.col("split").is_not_null())["doc_id"])
    broken = [row for row in rows if row.reason]
    rejected = bad.rename({"shard": "file"})
    check = make_check(
        entered=[row.doc_id for row in rows],
        kept=kept,
        rejected=rejected.select("doc_id", "reason").iter_rows(),
        quarantined=[(row.doc_id, row.reason) for row in broken],
        params=section.model_dump(exclude={"keep_out", "splits"}),
    )
    verdicts = [
        (r.doc_id, r.file, r.row, "quarantined" if r.reason else "kept" if r.doc_id in kept else "rejected")
        for r in rows
    ]
    quarantine = [(row.doc_id, row.file, row.row, row.reason, row.evidence) for row in broken]
    return Cleaned(
        pl.DataFrame(verdicts, schema=VERDICTS, orient="row"),
        rejected,
        pl.DataFrame(quarantine, schema=QUARANTINE, orient="row"),
        check,
    )


def candidates(folder: Path, rows: list[Row], text: str) -> Iterator[pl.DataFrame]:
    """The documents among the rows as the rules of the stage want them, some at a time."""
    for file, group in groupby(rows, key=lambda row: row.file):
        for texts in read_texts(folder / file, text):
            table = [
                (row.doc_id, row.file, None, normal.without_marks(value)[0], row.words)
                for value, row in zip(texts, group, strict=False)
                if not row.reason
            ]
            yield pl.DataFrame(table, schema=CANDIDATES, orient="row").with_columns(quality_score=pl.lit(0.0))


def keep_out_lines(path: Path | None, ngram: int) -> keepout.KeepOut:
    """What a file of texts, one a line, keeps out; nothing without a file.

    Raises SutraError where the file cannot be read as UTF-8 text, or has no word in it.
    """
    if path is None:
        return keepout.build([], ngram)
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SutraError(
            f"cannot be read as UTF-8 text: {error}", str(path), "give a text file with one text a line"
        ) from None
    tasks = [
        {"name": f"line {number:0{len(str(len(lines)))}d}", "keep_out": {"texts": [line], "names": []}}
        for number, line in enumerate(lines, 1)
    ]
    found = keepout.build(tasks, ngram)
    if not found.grams:
        raise SutraError("there is no text to keep out", str(path), "give one text a line, or leave --keep-out out")
    return found

"""The verb `folder`: its arguments, what it says while it works, and what it says in the end."""

import argparse
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import ValidationError

from sutra.corpus.folder import output, parquet
from sutra.corpus.folder.clean import clean_rows, keep_out_lines
from sutra.corpus.folder.rows import read_rows
from sutra.corpus.params import Corpus
from sutra.errors import SutraError
from sutra.job import progress, say
from sutra.schema import explain

SHOWN = 5  # other files that are named one by one

DESCRIPTION = """\
Clean a folder of Parquet files: drop documents that are too short, too long, repeated, nearly repeated, or that
share words with texts to keep out (an evaluation, say). IN is only read. OUT gets:

  kept/               the same files with the rows that stay, all their columns as they were
  rejected.parquet    doc_id, file, reason, evidence, text: reason is length, exact, near, or item (of --keep-out);
                      the evidence of exact and near is the doc_id of the kept one
  quarantine.parquet  rows whose text is missing, empty or no string
  verdicts.parquet    doc_id, file, row (from 0) and verdict of every row
  check.json          the count of all rows in, and where each of them went
"""


def add(command: argparse.ArgumentParser) -> None:
    """The arguments; what concerns the rules has the names, the defaults and the words of the section `corpus`."""
    command.formatter_class = argparse.RawDescriptionHelpFormatter
    command.description = DESCRIPTION
    command.add_argument("folder", type=Path, metavar="IN", help="a folder; every *.parquet in it and below is read")
    command.add_argument("--out", type=Path, required=True, metavar="OUT", help="a new or an empty folder")
    command.add_argument("--text", default="text", metavar="COLUMN", help="the column of texts (default: text)")
    command.add_argument(
        "--id",
        metavar="COLUMN",
        help="a column of ids, all different (default: an id is made from the content of a row)",
    )
    for name, options in (
        ("rules", {"nargs": "*", "metavar": "RULE"}),
        ("min_words", {"type": int, "metavar": "N"}),
        ("max_words", {"type": int, "metavar": "N"}),
        ("near_threshold", {"type": float, "metavar": "SHARE"}),
        ("keep_out_ngram", {"type": int, "metavar": "N"}),
    ):
        _add_field(command, name, options)
    command.add_argument("--keep-out", type=Path, metavar="FILE", help="texts to keep out, one a line")
    command.set_defaults(call=run)


def run(arguments: argparse.Namespace) -> None:
    """Cleans the folder that the command line names."""
    folder, out, text = arguments.folder, arguments.out, arguments.text
    section = _section(arguments)
    keep_out = keep_out_lines(arguments.keep_out, section.keep_out_ngram)
    tables, others = parquet.listing(folder)
    output.see(folder, out)
    columns = [text, arguments.id] if arguments.id else [text]
    total = sum(parquet.count_rows(folder, table, columns) for table in tables)
    say(f"{len(tables)} files, {total} rows")
    if others:
        more = f" and {len(others) - SHOWN} more" if len(others) > SHOWN else ""
        say(f"left alone, for they are not *.parquet: {', '.join(others[:SHOWN])}{more}")
    rows = list(progress(read_rows(folder, tables, text, arguments.id), total, "rows read", steps=4))
    cleaned = clean_rows(folder, rows, text, section, keep_out, _telling(sum(not row.reason for row in rows)))
    output.write(cleaned, folder, tables, out)
    say(summary(cleaned.check, out))


def summary(check: dict[str, Any], out: Path) -> str:
    """How many documents went in, where they went, and where that is."""
    lines = [f"{check['in']} documents in", f"{check['kept']} kept: {out / 'kept'}"]
    for group, file in (("rejected", "rejected.parquet"), ("quarantined", "quarantine.parquet")):
        reasons = ", ".join(f"{reason} {n}" for reason, n in check[group].items())
        lines.append(f"{sum(check[group].values())} {group}{f' ({reasons})' if reasons else ''}: {out / file}")
    return "\n".join(lines)


def _add_field(command: argparse.ArgumentParser, name: str, options: dict[str, Any]) -> None:
    field = Corpus.model_fields[name]
    default = field.default
    shown = " ".join(default) if isinstance(default, list) else default
    words = f"{field.description} (default: {shown})".replace("%", "%%")
    command.add_argument(f"--{name.replace('_', '-')}", default=default, help=words, **options)


def _section(arguments: argparse.Namespace) -> Corpus:
    names = ("rules", "min_words", "max_words", "near_threshold", "keep_out_ngram")
    try:
        return Corpus.model_validate({name: getattr(arguments, name) for name in names})
    except ValidationError as error:
        location, what = explain(error, Corpus)[0]
        name = str(location[0]).replace("_", "-") if location else "min-words, --max-words"
        raise SutraError(what, f"--{name}", "python -m sutra.corpus folder --help says what it means") from None


def _telling(total: int) -> Callable[[Iterator[pl.DataFrame]], Iterator[pl.DataFrame]]:
    """Says now and then how many of `total` documents have passed; they are read up to three times."""
    numbers = count(1)

    def passed(tables: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        what, done, said = f"documents read, pass {next(numbers)} of at most 3", 0, 0
        for table in tables:
            yield table
            done += table.height
            if done == total or done - said >= total / 4:
                said = done
                say(f"{done}/{total} {what}")

    return passed

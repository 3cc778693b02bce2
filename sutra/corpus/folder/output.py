"""What a cleaned folder leaves: the kept rows in their files, and tables that say what became of the rest."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from sutra import files
from sutra.corpus.folder.clean import Cleaned
from sutra.corpus.folder.parquet import write_kept
from sutra.errors import SutraError


def see(folder: Path, out: Path) -> None:
    """Raises SutraError where `out` cannot take results: not empty, or within the folder that is read."""
    if out.exists() and not out.is_dir():
        raise SutraError("this is no folder", str(out), "name a new or an empty folder with --out")
    if out.is_dir() and any(out.iterdir()):
        raise SutraError("this folder is not empty", str(out), "name a new or an empty folder with --out, or empty it")
    if out.resolve().is_relative_to(folder.resolve()):
        raise SutraError(
            "the results would lie among what is read", str(out), f"name a folder outside {folder} with --out"
        )


def write(cleaned: Cleaned, folder: Path, tables: list[str], out: Path) -> None:
    """Writes `kept/`, a file for each of `tables`, then the tables of `cleaned` and its check; all of it or nothing."""
    verdicts = cleaned.verdicts.select("file", "verdict").iter_rows()
    keep = {file: [verdict == "kept" for _, verdict in rows] for file, rows in groupby(verdicts, lambda row: row[0])}
    with _together(out) as stage:
        for file in tables:
            write_kept(folder / file, stage / "kept" / file, keep.get(file, []))
        files.write_table(stage / "rejected.parquet", cleaned.rejected)
        files.write_table(stage / "quarantine.parquet", cleaned.quarantine)
        files.write_table(stage / "verdicts.parquet", cleaned.verdicts)
        files.write_json(stage / "check.json", cleaned.check)


@contextmanager
def _together(out: Path) -> Iterator[Path]:
    """A folder inside `out` whose content moves up if the block ends well, and is gone if not."""
    stage = out / ".partial"
    stage.mkdir(parents=True)
    try:
        yield stage
        for path in sorted(stage.iterdir()):
            os.replace(path, out / path.name)
    finally:
        shutil.rmtree(stage)

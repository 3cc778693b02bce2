"""Files and keys: atomic writes, canonical JSON, Parquet tables, and draws keyed by what they are about."""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

from sutra.errors import SutraError


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spare spaces: equal values give equal text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(*parts: Any) -> str:
    """SHA-256 (64 hex digits) of the canonical JSON of `parts`."""
    return hashlib.sha256(canonical(parts).encode()).hexdigest()


def identity(*parts: Any) -> str:
    """A stable id: the first 96 bits of `digest`, as 24 hex digits."""
    return digest(*parts)[:24]


def uniform(*key: Any) -> float:
    """A number in [0, 1) drawn by `key` alone: the same on every machine, in every order."""
    return int(digest(*key)[:13], 16) / 16**13


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Gives a temporary path beside `path` and renames it to `path` only if the block ends well."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield temporary
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Writes UTF-8 text atomically."""
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def write_json(path: Path, value: Any) -> None:
    """Writes JSON that people can read and diff: sorted keys, two spaces, one final newline."""
    write_text(path, json.dumps(value, sort_keys=True, indent=2, ensure_ascii=False) + "\n")


def read_json(path: Path) -> Any:
    """Reads a JSON file. Raises SutraError where it cannot be read as one."""
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SutraError(f"not a JSON file: {error}", str(path), "build it again, or name another file") from None


def write_table(path: Path, table: pl.DataFrame) -> None:
    """Writes a Parquet table (zstd) atomically."""
    with replacing(path) as temporary:
        table.write_parquet(temporary, compression="zstd")


def read_table(path: Path, columns: list[str] | None = None) -> pl.DataFrame:
    """Reads a Parquet table, or some of its columns. Raises SutraError where it cannot be read as one."""
    try:
        return pl.read_parquet(path, columns=columns)
    except (OSError, pl.exceptions.PolarsError) as error:
        what = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise SutraError(
            f"not such a Parquet table: {what}", str(path), "build it again, or name another file"
        ) from None

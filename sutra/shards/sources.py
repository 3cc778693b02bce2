"""Where a corpus that is not made from prompts comes from: a module for each value of `from`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sutra.shards import docstrings, text_files
from sutra.shards.records import Record


def records(source: dict[str, Any], files: list[Path]) -> Iterator[Record]:
    """The records of a source, as the corpus's row describes it."""
    if source["from"] == "packages":
        return docstrings.records(source["names"])
    return text_files.records(files, source["text"])

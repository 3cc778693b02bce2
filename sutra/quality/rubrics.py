"""The word lists and cue phrases that the heuristics use: data in `rubrics/`, read once."""

import functools
import re
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "rubrics"


@functools.cache
def rubric(name: str) -> dict[str, Any]:
    """One file of rubrics, by its name without the ending."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


@functools.cache
def words(file: str, key: str) -> frozenset[str]:
    """A word list: case-folded words between spaces."""
    return frozenset(rubric(file)[key].split())


@functools.cache
def phrases(file: str, key: str) -> re.Pattern[str]:
    """A pattern that finds any phrase of a list, as whole words, in case-folded text."""
    longest_first = sorted(rubric(file)[key], key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"\b(?:{'|'.join(re.escape(phrase) for phrase in longest_first)})\b")

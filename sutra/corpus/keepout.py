"""Keeping evaluation out of training: the texts of items, and the names of withheld concepts."""

import re
from dataclasses import dataclass
from typing import Any

from sutra.corpus import normal
from sutra.errors import SutraError
from sutra.names import names_pattern

Verdict = tuple[str, str]  # reason, evidence


@dataclass(frozen=True, slots=True)
class KeepOut:
    """What may not occur in a document.

    `grams` maps runs of words, joined by spaces, to the task they come from; `lengths` are their lengths in words.
    `names` finds withheld names, or is None.
    """

    grams: dict[str, str]
    lengths: tuple[int, ...]
    names: re.Pattern[str] | None


def build(tasks: list[dict[str, Any]], ngram: int) -> KeepOut:
    """What the given tasks ask to keep out (`keep_out.texts` and `keep_out.names` of their files).

    A text counts by every `ngram` words in a row; a shorter one as a whole. A name counts as whole words, in any of
    the forms of `sutra.names`. Raises SutraError for a task that does not
    say.
    """
    grams: dict[str, str] = {}
    names: set[str] = set()
    for task in sorted(tasks, key=lambda task: str(task.get("name"))):
        asked = task.get("keep_out")
        if not isinstance(asked, dict):
            raise SutraError(
                "a task does not say what to keep out", f"task {task.get('name')}", "rebuild its task file"
            )
        for text in asked["texts"]:
            words = normal.words(text)
            for gram in _grams(words, min(ngram, len(words))):
                grams.setdefault(gram, task["name"])
        names |= {name for name in asked["names"] if normal.words(name)}
    return KeepOut(grams, tuple(sorted({gram.count(" ") + 1 for gram in grams})), names_pattern(names))


def find(text: str, keep_out: KeepOut) -> Verdict | None:
    """Why a document must stay out: reason `item` or `withheld`, and what was found; None where it may stay."""
    words = normal.words(text)
    for length in keep_out.lengths:
        for gram in _grams(words, length):
            if gram in keep_out.grams:
                return "item", f"{keep_out.grams[gram]}: {gram}"
    name = keep_out.names.search(text) if keep_out.names else None
    return ("withheld", " ".join(name.group().split())) if name else None


def _grams(words: list[str], length: int) -> list[str]:
    """Every `length` words in a row, joined by spaces; nothing of no words."""
    return [" ".join(words[i : i + length]) for i in range(len(words) - length + 1)] if length else []

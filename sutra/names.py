"""Names of concepts in running text: found in any case, with spaces or hyphens, in the singular, plural or possessive."""

import functools
import re
from collections.abc import Iterable


def names_pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern that finds any of `names` as whole words; None where there is no name with a word in it."""
    known = {name.strip() for name in names if re.search(r"\w", name)}
    return _pattern(tuple(sorted(known, key=lambda name: (-len(name), name)))) if known else None


@functools.lru_cache(maxsize=4096)
def _pattern(longest_first: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(_forms(name) for name in longest_first)})(?!\w)", re.IGNORECASE)


def _forms(name: str) -> str:
    """One name: its words joined by spaces or hyphens, and its last word in the forms that English gives it."""
    words = [re.escape(word) for word in re.split(r"[\s-]+", name)]
    last = words[-1]
    stem = re.fullmatch(r"(.*[^aeiou])y", last, re.IGNORECASE)
    plural = rf"(?:{last}(?:e?s)?|{stem[1]}ies)" if stem else rf"{last}(?:e?s)?"
    return r"[\s-]+".join([*words[:-1], rf"{plural}(?:['’]s?)?"])

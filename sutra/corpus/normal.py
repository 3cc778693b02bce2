"""Normal forms of a text: what counts as the same text, and what counts as its words."""

import re
import unicodedata

END_OF_TEXT = "<|endoftext|>"
WORD = re.compile(r"\w+")


def without_marks(text: str) -> tuple[str, int]:
    """The text without the mark that ends documents in token files, and how many there were.

    A mark that appears only once an inner one is gone is removed too: no model may take text for a boundary.
    """
    removed = 0
    while END_OF_TEXT in text:
        removed += text.count(END_OF_TEXT)
        text = text.replace(END_OF_TEXT, "")
    return text, removed


def same(text: str) -> str:
    """The form in which two texts are the same: case-folded, with single spaces for all white space."""
    return " ".join(text.casefold().split())


def words(text: str) -> list[str]:
    """Case-folded runs of letters, digits and `_` (after NFKC): what n-grams are made of."""
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())

"""A text taken apart once: its sentences and words, as every measure here uses them."""

import re
from dataclasses import dataclass

from sutra.quality import rubrics

WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
LABEL = r"(?:[-*•#]+|\d+[.)]|[a-z]{1,12}(?: \d+)?:)\s"  # what may stand before an item of a list, or who speaks
SENTENCE_END = re.compile(rf"(?<=[.!?])[\"'”)\]*]*\s+|\n\s*\n|\n\s*(?={LABEL})")


@dataclass(frozen=True, slots=True)
class Text:
    """A case-folded text. `sentences` have at least one word each; `words` are those of `sentences`, in order."""

    folded: str
    sentences: tuple[str, ...]
    sentence_words: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]

    @property
    def content(self) -> list[str]:
        """The words that carry content rather than grammar, in order."""
        stop = rubrics.words("words", "stop")
        return [word for word in self.words if word not in stop]


def parse(text: str) -> Text:
    """Takes a text apart.

    A word is a run of letters and digits, with inner apostrophes and hyphens. A sentence ends at `.`, `!` or `?` before
    white space, at a blank line, and before the next item of a list or labelled line (`- `, `2. `, `q: `).
    Abbreviations before a space ("e.g. this") end a sentence too: no list of abbreviations is kept.
    """
    folded = text.casefold().replace("’", "'")
    parts = [(part.strip(), tuple(WORD.findall(part))) for part in SENTENCE_END.split(folded)]
    parts = [(part, words) for part, words in parts if words]
    return Text(
        folded=folded,
        sentences=tuple(part for part, _ in parts),
        sentence_words=tuple(words for _, words in parts),
        words=tuple(word for _, words in parts for word in words),
    )

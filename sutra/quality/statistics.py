"""Counts, hashes and density of a text: what it is, not how good it is."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sutra import files
from sutra.quality import rubrics
from sutra.quality.text import Text

TOKEN = re.compile(r"\w+|[^\w\s]")
ENDS = 8  # words whose hash tells how a document begins or ends
WINDOW = 100  # words over which density is measured, so that long texts do not look thin
LOW, HIGH = 0.38, 0.52  # distinct content words per word: encyclopaedic prose lies above, easy dialogue below


def statistics(raw: str, text: Text) -> dict[str, Any]:
    """The statistics of a document: counts, density, and the hashes of its two ends."""
    return {
        "information_density": information_density(text),
        "words": len(text.words),
        "sentences": len(text.sentences),
        "characters": len(raw),
        "token_count": token_count(raw),
        "opening": files.identity(text.words[:ENDS]),
        "closing": files.identity(text.words[-ENDS:]),
    }


def token_count(raw: str) -> int:
    r"""The reference count of tokens: matches of `\w+|[^\w\s]`, runs of letters, digits and `_`, and single marks.

    It needs no tokenizer and never changes; true tokens are counted when a corpus is encoded.
    """
    return len(TOKEN.findall(raw))


def information_density(text: Text) -> str:
    """`low`, `medium` or `high`: distinct content words per word, in windows of 100 words.

    Below 0.38 is low, 0.52 and more is high. It sees how often new content words come, not whether they say anything.
    """
    share = distinct_share(text.words, WINDOW, rubrics.words("words", "stop"))
    return "low" if share < LOW else "medium" if share < HIGH else "high"


def distinct_share(words: Sequence[str], window: int, skip: frozenset[str] = frozenset()) -> float:
    """Mean share of distinct words over all windows of `window` words; words in `skip` do not count as distinct ones.

    With an empty `skip` this is the moving-average type-token ratio, which does not fall with length (Covington and
    McFall 2010, "Cutting the Gordian knot"). A text shorter than the window is one window. 0 without words.
    """
    size = min(window, len(words))
    if not size:
        return 0.0
    counts = Counter(word for word in words[:size] if word not in skip)
    distinct = total = len(counts)
    for gone, new in zip(words, words[size:], strict=False):
        if gone not in skip:
            counts[gone] -= 1
            distinct -= not counts[gone]
        if new not in skip:
            distinct += not counts[new]
            counts[new] += 1
        total += distinct
    return total / ((len(words) - size + 1) * size)

"""Filler in the concepts, measured: openings that repeat, facts told twice, definitions that only say the name again."""

import re
from collections import Counter
from typing import NamedTuple

from sutra.graph.placed import Placed
from sutra.quality.text import parse

OPENING = 4  # words
RUN = 7  # words in a row that two concepts' facts may not share
SAYING = 3  # words of content that a definition has besides its name, at least


class Told(NamedTuple):
    """Two concepts with the same run of words in a fact."""

    first: str
    second: str
    words: str


def openings(placed: list[Placed]) -> Counter[str]:
    """How many definitions and facts begin with the same four words, the name of the concept left as a blank."""
    found: Counter[str] = Counter()
    for p in placed:
        for text in (p.concept.definition, *(fact.text for fact in p.concept.facts)):
            found[" ".join(parse(_blank(p, text)).words[:OPENING])] += 1
    return found


def repeated_share(placed: list[Placed]) -> float:
    """The share of definitions and facts that begin with the same four words as another one, as they stand."""
    texts = [text for p in placed for text in (p.concept.definition, *(fact.text for fact in p.concept.facts))]
    found = Counter(" ".join(parse(text).words[:OPENING]) for text in texts)
    return sum(count for count in found.values() if count > 1) / max(len(texts), 1)


def told_twice(placed: list[Placed]) -> list[Told]:
    """Pairs of concepts whose definitions or facts share a run of seven words, with the run."""
    first: dict[tuple[str, ...], str] = {}
    found: dict[tuple[str, str], str] = {}
    for p in placed:
        for text in (p.concept.definition, *(fact.text for fact in p.concept.facts)):
            words = parse(text).words
            for i in range(len(words) - RUN + 1):
                run = tuple(words[i : i + RUN])
                other = first.setdefault(run, p.concept.id)
                if other != p.concept.id:
                    found.setdefault((other, p.concept.id), " ".join(run))
    return [Told(a, b, words) for (a, b), words in sorted(found.items())]


def restating(placed: list[Placed]) -> list[str]:
    """Ids of concepts whose definition says little besides the words of the name."""
    found = []
    for p in placed:
        own = {word[:5] for word in parse(p.concept.name).words}
        if len({word for word in parse(p.concept.definition).content if word[:5] not in own}) < SAYING:
            found.append(p.concept.id)
    return found


def _blank(p: Placed, text: str) -> str:
    names = sorted((p.concept.name, *p.concept.aliases), key=len, reverse=True)
    return re.sub(rf"(?i)\b(?:{'|'.join(map(re.escape, names))})(?:e?s)?\b", "X", text)

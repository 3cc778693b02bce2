"""Statements: sentences of substance, compared by content words, numbers and negation.

This is comparison by words. It sees that a number changed, that a `not` came or went, that half of a statement is gone;
it does not see synonyms, word order, or who did what to whom.
"""

import functools
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from sutra.quality import rubrics
from sutra.quality.text import LABEL, WORD, Text

NUMBER = re.compile(r"\d+(?:[.,/:]\d+)*")  # a fraction, a ratio or a time is one number
LABELS = re.compile(rf"(?:{LABEL}\s*)+")
SUBSTANCE = 3  # content words that make a sentence a statement
COVERED = 0.7  # share of a statement's content words that another text must have to make it too


@dataclass(frozen=True, slots=True)
class Statement:
    """What is compared: stems of content words, numbers, and whether it is negated (None matches both)."""

    stems: frozenset[str]
    numbers: frozenset[str]
    negated: bool | None


def statements(text: Text, known: frozenset[str] = frozenset()) -> list[Statement]:
    """The sentences of a text that state something: no questions, at least three distinct content words.

    Stems in `known` (the name of the subject) do not count, and are not compared.
    """
    read = (_read(sentence) for sentence in text.sentences if not sentence.rstrip("\"')]*").endswith("?"))
    rest = (Statement(found.stems - known, found.numbers, found.negated) for found in read)
    return [statement for statement in rest if len(statement.stems) >= SUBSTANCE]


def units(text: Text) -> list[Statement]:
    """What a statement may be found in: every sentence, and every two neighbours together."""
    single = [_read(sentence) for sentence in text.sentences]
    return single + [_join(one, two) for one, two in itertools.pairwise(single)]


def is_made(statement: Statement, among: Iterable[Statement]) -> bool:
    """Whether one of `among` makes the statement: 0.7 of its stems, all its numbers, the same negation."""
    least = len(statement.stems) * COVERED
    return any(
        len(statement.stems & unit.stems) >= least
        and statement.numbers <= unit.numbers
        and unit.negated in (None, statement.negated)
        for unit in among
    )


@functools.lru_cache(maxsize=2**14)
def _read(sentence: str) -> Statement:
    sentence = sentence[labels.end() :] if (labels := LABELS.match(sentence)) else sentence
    words = WORD.findall(sentence)
    content = {stem(word) for word in words if word not in rubrics.words("words", "stop")}
    return Statement(
        stems=frozenset(content - _scaffold()),
        numbers=frozenset(number.replace(",", "") for number in NUMBER.findall(sentence)),
        negated=any(word in rubrics.words("words", "negation") or word.endswith("n't") for word in words),
    )


@functools.cache
def _scaffold() -> frozenset[str]:
    return frozenset(stem(word) for word in rubrics.words("words", "scaffold"))


def _join(one: Statement, two: Statement) -> Statement:
    return Statement(one.stems | two.stems, one.numbers | two.numbers, bool(one.negated or two.negated))


@functools.lru_cache(maxsize=2**16)
def stem(word: str) -> str:
    """A word without the commonest English endings: enough to match `doubles`, `doubled` and `doubling`.

    Not a linguist's stem: it only has to be the same for forms of a word that a rendering may exchange.
    """
    word = word.removesuffix("'s").removesuffix("'")
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    return word.removesuffix("e") if len(word) > 3 else word

"""The six dimensions of quality, each a transparent heuristic between 0 and 1.

They look at the surface of English text: counts, word lists, cue phrases (`rubrics/`). They are heuristics, not
judgements: each function says what it sees and what it cannot see. All take a parsed text of at least one word.
"""

import functools
import re
from statistics import fmean, pstdev
from typing import Any

from sutra.quality import rubrics
from sutra.quality.material import known_statements, known_stems
from sutra.quality.statements import is_made, statements
from sutra.quality.statistics import distinct_share
from sutra.quality.text import Text

VOWELS = re.compile(r"[aeiouy]+")
MOVES = ("definition", "example", "misconception", "application", "recap")


def clarity(text: Text) -> float:
    """Easy to read: half reading ease, half sentences of 4 to 30 words.

    Reading ease is Flesch's (1948, "A new readability yardstick") with syllables counted as groups of vowels: full
    marks from 50 (fairly difficult) upwards, none at 0. Sees long words and long sentences; cannot see whether the
    sentences follow from one another, or make sense at all.
    """
    lengths = [len(words) for words in text.sentence_words]
    syllables = sum(_syllables(word) for word in text.words)
    ease = 206.835 - 1.015 * fmean(lengths) - 84.6 * syllables / len(text.words)
    comfortable = sum(4 <= length <= 30 for length in lengths) / len(lengths)
    return (_rise(max(0.0, ease), 50) + comfortable) / 2


def accuracy(text: Text, material: dict[str, Any]) -> float:
    """True to its material: the share of the text's statements that the material supports.

    A statement has at least three content words besides the names of the concept and its relatives. It is supported
    where one statement of the material has most of its content words, all its numbers and the same negation
    (`sutra.quality.statements`). Sees invented numbers and statements that are not in the material; cannot see truth as
    such: a true statement from elsewhere counts against the text, a false one built from the material's words counts
    for it, and so does a misconception told as truth. 0 where the text states nothing.
    """
    stated, given = statements(text, known_stems(material)), known_statements(material)
    return sum(is_made(statement, given) for statement in stated) / len(stated) if stated else 0.0


def pedagogy(text: Text) -> float:
    """Teaches by moves: the share of six (definition, example, question, misconception, application, recap) shown.

    Sees cue phrases such as "for example" and "in short", and question marks; cannot see whether the example fits or
    the question is answered.
    """
    shown = sum(rubrics.phrases("cues", move).search(text.folded) is not None for move in MOVES)
    return (shown + ("?" in text.folded)) / (len(MOVES) + 1)


def engagement(text: Text) -> float:
    """Holds a reader: the mean of address, questions, rhythm and openings.

    Full marks for one address to the reader ("you", "we") in four sentences, one question in ten, sentence lengths
    whose standard deviation is half their mean, and sentences that all begin with another word. Sees these counts;
    cannot see whether anybody would care.
    """
    sentences = len(text.sentences)
    lengths = [len(words) for words in text.sentence_words]
    address = sum(word in rubrics.words("words", "address") for word in text.words)
    openings = len({words[0] for words in text.sentence_words})
    return fmean(
        (
            _rise(address / sentences, 0.25),
            _rise(text.folded.count("?") / sentences, 0.1),
            _rise(pstdev(lengths) / fmean(lengths), 0.5),
            openings / sentences,
        )
    )


def depth(text: Text) -> float:
    """Goes into its subject: the mean of content, argument and substance.

    Full marks for 100 distinct content words, four connectives ("because", "whereas") in 100 words, and six statements
    in 100 words. A short text cannot be deep by this measure. Sees how much is said and joined; cannot see whether the
    argument holds.
    """
    hundreds = len(text.words) / 100
    connectives = sum(word in rubrics.words("words", "connective") for word in text.words)
    return fmean(
        (
            _rise(len(set(text.content)), 100),
            _rise(connectives / hundreds, 4),
            _rise(len(statements(text)) / hundreds, 6),
        )
    )


def creativity(text: Text) -> float:
    """Finds its own words: the mean of lexical diversity, uncommon wording and freedom from stock phrases.

    Diversity is the moving-average type-token ratio over 50 words, which does not fall with length: none at 0.5, full
    marks from 0.85. Uncommon wording is the share of distinct content words outside a list of very common ones. Stock
    phrases cost all their third at one in 100 words. Sees words; cannot see an original idea in plain words, and takes
    jargon and misspellings for invention.
    """
    content = set(text.content)
    stock = len(rubrics.phrases("wording", "stock").findall(text.folded))
    return fmean(
        (
            _rise(max(0.0, distinct_share(text.words, 50) - 0.5), 0.35),
            len(content - rubrics.words("wording", "common")) / max(1, len(content)),
            1 - _rise(stock / (len(text.words) / 100), 1),
        )
    )


def _rise(value: float, full: float) -> float:
    """From 0 at 0 to 1 at `full`, and 1 beyond."""
    return min(1.0, value / full)


@functools.lru_cache(maxsize=2**16)
def _syllables(word: str) -> int:
    """Groups of vowels, without a silent final e; at least one."""
    silent = word.endswith("e") and not word.endswith("le")
    return max(1, len(VOWELS.findall(word)) - silent)

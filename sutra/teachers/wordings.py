"""Puts a statement into words: the moves of the composer, and the grammar of framing a full sentence."""

import functools
import re
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import yaml

from sutra.teachers.supplies import Slots

TEMPLATES = Path(__file__).parent / "templates"
END = re.compile(r"[.!?](?=[\"'”’)]*(?:\s|$))")
WORD = re.compile(r"[^\W\d_][\w'’-]*")


class Move(NamedTuple):
    """A kind of move, as `templates/moves.yaml` describes it."""

    takes: str
    block: bool
    plain: float
    wordings: tuple[str, ...]


class Named(NamedTuple):
    """A concept's name: `title` by itself (Scale model), `phrase` within a sentence (a scale model)."""

    title: str
    phrase: str


@functools.cache
def moves() -> dict[str, Move]:
    """Every kind of move by name."""
    rows = yaml.safe_load((TEMPLATES / "moves.yaml").read_text(encoding="utf-8"))
    return {name: Move(**(row | {"wordings": tuple(row["wordings"])})) for name, row in rows.items()}


@functools.cache
def _starters() -> frozenset[str]:
    return frozenset(yaml.safe_load((TEMPLATES / "starters.yaml").read_text(encoding="utf-8")))


def sentences(text: str) -> int:
    """Number of sentences: marks of an end that white space follows."""
    return len(END.findall(text))


def capital(text: str) -> str:
    """`text` as the beginning of a sentence."""
    return text[0].upper() + text[1:]


def small_words(texts: list[str]) -> frozenset[str]:
    """Words that stand with a small letter somewhere in `texts`."""
    return frozenset(word for text in texts for word in WORD.findall(text) if word.islower())


def clause(statement: str, concept: Named, seen: frozenset[str]) -> str | None:
    """`statement` as it continues a sentence, or None where it cannot be known how its first word is written there.

    `seen` are the words that the material shows with a small letter.
    """
    found = WORD.match(statement)
    if found is None or statement[0].islower():
        return statement
    first, small = found[0], statement[0].lower() + statement[1:]
    if first.lower() in _starters() | seen:
        return small
    if len(first) > 1 and first.isupper():  # an abbreviation
        return statement
    title = concept.title[0].lower() + concept.title[1:]
    if statement.startswith(concept.title):
        return small if title in concept.phrase else statement
    return None


def ways(move: Move, slots: Slots, concept: Named, seen: frozenset[str]) -> tuple[list[str], Slots]:
    """The wordings that fit one statement, and what to fill them with.

    A wording that does not name the concept serves only a statement that does; one that says how something is computed
    serves a fact with such a working.
    """
    filled = slots | {"name": concept.phrase, "title": concept.title}
    within = clause(slots["statement"], concept, seen)
    if within is not None:
        filled |= {"clause": within, "open": within.rstrip(".!?")}
    alone = names(slots, concept)
    fit = [
        way
        for way in move.wordings
        if _fields(way) <= filled.keys() and (alone or not {"name", "title"}.isdisjoint(_fields(way)))
    ]
    return fit, filled


@functools.cache
def _fields(wording: str) -> frozenset[str]:
    return frozenset(field for _, field, _, _ in Formatter().parse(wording) if field)


def names(slots: Slots, concept: Named) -> bool:
    """Whether the statement itself names the concept."""
    return concept.title.casefold() in slots["statement"].casefold()

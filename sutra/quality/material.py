"""What a document's material states: the ground on which its accuracy is measured."""

import functools
from typing import Any

from sutra.quality.statements import Statement, stem, units
from sutra.quality.text import WORD, parse
from sutra.worked import worked


def known_statements(material: dict[str, Any]) -> list[Statement]:
    """The statements of a concept's record and of the records related to it.

    The claim of a misconception matches with and without a negation: a lesson may tell it in order to deny it.
    """
    concept = material["concept"]
    misconception = concept.get("misconception") or {}
    texts = [
        concept.get("definition"),
        concept.get("example"),
        concept.get("application"),
        misconception.get("correction"),
    ]
    texts += [_fact(fact) for fact in concept.get("facts") or []]
    texts += [record.get(key) for record in material.get("related") or [] for key in ("definition", "why")]
    found = [unit for text in texts if text for unit in _units(text)]
    return found + [Statement(unit.stems, unit.numbers, None) for unit in _units(misconception.get("claim") or "")]


def known_stems(material: dict[str, Any]) -> frozenset[str]:
    """Stems of the names of the concept and of those related to it: a statement may name them at any time."""
    names = [record.get("name") or "" for record in (material["concept"], *(material.get("related") or []))]
    return frozenset(stem(word) for name in names for word in WORD.findall(name.casefold()))


def _fact(fact: dict[str, Any]) -> str:
    """A fact, followed by the working behind it."""
    return " ".join([fact["text"], *worked(fact).values()])


@functools.lru_cache(maxsize=2**14)
def _units(text: str) -> tuple[Statement, ...]:
    """The units of one text of a record; many documents share it."""
    return tuple(units(parse(text)))

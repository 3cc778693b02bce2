"""How much of what a text states survives in another wording of it."""

from sutra.quality.statements import is_made, statements, units
from sutra.quality.text import parse


def fidelity(source: str, rendering: str) -> float:
    """The share of the source's statements that the rendering still makes, 0 to 1, rounded to 4 places.

    A statement is a sentence of at least three content words that is no question; it is made again where one sentence,
    or two neighbours, of the rendering have 0.7 of its content words, all its numbers, and the same negation. Compared
    by words: a rendering that uses other words for everything scores low, and one that swaps subject and object scores
    high. What the rendering adds is not looked at. 1 where the source states nothing.
    """
    stated = statements(parse(source))
    made = units(parse(rendering))
    return round(sum(is_made(statement, made) for statement in stated) / len(stated), 4) if stated else 1.0

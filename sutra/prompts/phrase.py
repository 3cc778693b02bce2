"""How a concept is named within a sentence: a scale model, the scientific method, natural selection, Newton's second law."""

import re
from typing import Any


def phrase(concept: dict[str, Any]) -> str:
    """The name as the concept's own statements use it most: with an indefinite article, with a definite one, or bare.

    Its first letter is small where a statement has it so within a sentence. A plural speaks for the indefinite article.
    """
    name, text = concept["name"], " ".join(statements(concept))
    small = name[0].lower() + name[1:]
    inside = rf"(?<![.!?] )(?<!^){re.escape(small)}s?\b"
    written = small if re.search(inside, text) else name
    word = re.escape(name)
    count = {article: len(re.findall(rf"\b{article} {word}\b", text, re.IGNORECASE)) for article in ("an?", "the")}
    bare = len(re.findall(rf"\b{word}\b", text, re.IGNORECASE)) - sum(count.values())
    one = count["an?"] + len(re.findall(rf"\b{word}s\b", text, re.IGNORECASE))
    if one >= max(2, count["the"], bare):
        return f"{'an' if written[0] in 'aeioAEIO' else 'a'} {written}"
    return f"the {written}" if count["the"] > bare else written


def statements(concept: dict[str, Any]) -> list[str]:
    """Every statement of a concept's record, in order; what it lacks is left out."""
    wrong = concept.get("misconception")
    found = [
        concept.get("definition"),
        *(fact["text"] for fact in concept.get("facts") or []),
        concept.get("example"),
        *([wrong["claim"], wrong["correction"]] if wrong else []),
        concept.get("application"),
    ]
    return [statement for statement in found if statement]

"""The part of a prompt's material that a document makes use of: what a rendering of it must say again."""

from typing import Any


def used(material: dict[str, Any], text: str) -> dict[str, Any]:
    """`material` with those statements only that `text` makes word for word, its first letters aside.

    A text that makes none, such as one by a teacher that writes freely, is rendered from all of them.
    """
    said = text.casefold()
    concept = material["concept"]

    def made(statement: str | None) -> bool:
        return bool(statement) and str(statement).rstrip(".").casefold() in said

    wrong = concept.get("misconception")
    kept = {
        "definition": concept.get("definition") if made(concept.get("definition")) else None,
        "facts": [fact for fact in concept.get("facts") or [] if made(fact["text"])],
        "example": concept.get("example") if made(concept.get("example")) else None,
        "misconception": wrong if wrong and made(wrong["correction"]) else None,
        "application": concept.get("application") if made(concept.get("application")) else None,
    }
    related = [
        other
        | {
            "definition": other["definition"] if made(other["definition"]) else None,
            "why": other["why"] if made(other["why"]) else None,
        }
        for other in material["related"]
    ]
    related = [other for other in related if other["definition"] or other["why"]]
    if not any(kept.values()) and not related:
        return material
    return material | {"concept": concept | kept, "related": related}

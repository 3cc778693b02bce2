"""What there is to teach: the statements of a prompt's material, by the kind of move that takes them."""

import re
from typing import Any

from sutra.worked import worked

Slots = dict[str, str]


def supplies(material: dict[str, Any]) -> dict[str, list[Slots]]:
    """The statements in `material`, as the slots of a wording; a supply that the concept lacks is empty.

    `compute` repeats those facts that come with a working; a lesson uses a statement once, under whichever name.
    """
    concept, related = material["concept"], material["related"]
    facts = [{"statement": fact["text"]} | worked(fact) for fact in concept.get("facts") or []]
    wrong = concept.get("misconception")
    return {
        "definition": _one(concept.get("definition")),
        "fact": facts,
        "compute": [fact for fact in facts if len(fact) > 1],
        "example": _one(concept.get("example")),
        "misconception": [{"statement": wrong["claim"], "correction": wrong["correction"]}] if wrong else [],
        "application": _one(concept.get("application")),
        "prerequisite": [
            {"statement": other["definition"], "related": other["phrase"]}
            for other in related
            if other["kind"] == "prerequisite" and other.get("definition")
        ],
        "term": [{"statement": term, "term": term} for term in concept.get("terms") or []],
        "gap": _gaps(concept),
        "link": [
            {"statement": _stopped(other["why"]), "related": other["phrase"]} for other in related if other.get("why")
        ],
    }


def _gaps(concept: dict[str, Any]) -> list[Slots]:
    """For every term, the first statement that says it, with a gap in its place."""
    texts = [concept.get("definition") or "", *(fact["text"] for fact in concept.get("facts") or [])]
    found = []
    for term in concept.get("terms") or []:
        pattern = re.compile(rf"(?<!\w){re.escape(term)}(?!\w)", re.IGNORECASE)
        said = next((text for text in texts if pattern.search(text)), None)
        if said is not None:
            found.append({"statement": said, "gap": pattern.sub("____", said, count=1), "term": term})
    return found


def _one(statement: str | None) -> list[Slots]:
    return [{"statement": statement}] if statement else []


def _stopped(clause: str) -> str:
    return clause if clause.endswith((".", "!", "?")) else clause + "."

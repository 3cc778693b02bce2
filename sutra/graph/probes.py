"""Probes must not give themselves away, nor share wording with what the lessons say."""

import re
from collections.abc import Mapping

from sutra.graph.concept import Concept
from sutra.marks import Location
from sutra.names import names_pattern
from sutra.schema import near

ANSWER_WORDS = 8
SHARED_WORDS = 5


def probe_problems(concept: Concept, known: Mapping[str, Concept]) -> list[tuple[Location, str]]:
    """Problems of a concept's probes: they must not give themselves away, nor share wording with the lessons."""
    found: list[tuple[Location, str]] = []
    named = names_pattern([concept.name, *concept.aliases])
    taught = shingles(" . ".join(statements(concept)))
    for i, probe in enumerate(concept.probes):
        if len(probe.answer.split()) > ANSWER_WORDS:
            found.append((("probes", i, "answer"), f"has more than {ANSWER_WORDS} words"))
        if probe.asks == "name" and probe.answer != concept.name:
            found.append((("probes", i, "answer"), f"asks for the name, so the answer must be {concept.name}"))
        if probe.asks == "name" and named is not None and named.search(probe.question):
            found.append((("probes", i, "question"), "asks for the name and says it"))
        shared = shingles(probe.question) & taught | shingles(probe.answer) & taught
        if shared:
            found.append((("probes", i), f"shares five words with a statement: {' '.join(min(shared))}"))
        for j, sibling in enumerate(probe.distractors):
            if sibling == concept.id or sibling not in known:
                found.append(
                    (("probes", i, "distractors", j), f"no such other concept {sibling}{near(sibling, list(known))}")
                )
            elif not any(q.asks == probe.asks for q in known[sibling].probes):
                found.append((("probes", i, "distractors", j), f"{sibling} has no probe that asks {probe.asks}"))
    return found


def statements(concept: Concept) -> list[str]:
    """Everything a lesson may say of a concept."""
    return [
        concept.definition,
        *(fact.text for fact in concept.facts),
        concept.example,
        concept.misconception.claim,
        concept.misconception.correction,
        concept.application,
        *(link.why for link in concept.cross_domain),
    ]


def shingles(text: str) -> set[tuple[str, ...]]:
    """Runs of five words, case-folded."""
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[i : i + SHARED_WORDS]) for i in range(len(words) - SHARED_WORDS + 1)}

"""Probes must not give themselves away, nor share wording with what the lessons say; what is asked for must be said."""

import re
from collections.abc import Iterator

from sutra.graph.concept import Concept, Probe
from sutra.marks import Location
from sutra.names import names_pattern

ANSWER_WORDS = 8
FACT_WORDS = 4
SHARED_WORDS = 5
BEFORE = 3  # words of a statement that must stand before the answer to a `fact` probe
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9\"“])")


def probe_problems(concept: Concept) -> list[tuple[Location, str]]:
    """Problems of the wording of a concept's probes: they must not give themselves away, nor share it with the lessons."""
    found: list[tuple[Location, str]] = []
    named = names_pattern([concept.name, *concept.aliases])
    for i, term in enumerate(concept.terms):
        if not any(says(statement, term) for statement in statements(concept)):
            found.append((("terms", i), f"no statement says {term}"))
    taught = shingles(" . ".join(statements(concept)))
    for i, probe in enumerate(concept.probes):
        if len(probe.answer.split()) > ANSWER_WORDS:
            found.append((("probes", i, "answer"), f"has more than {ANSWER_WORDS} words"))
        if probe.asks == "name" and probe.answer != concept.name:
            found.append((("probes", i, "answer"), f"asks for the name, so the answer must be {concept.name}"))
        if probe.asks == "name" and named is not None and named.search(probe.question):
            found.append((("probes", i, "question"), "asks for the name and says it"))
        if probe.asks == "fact":
            found += [(("probes", i, field), what) for field, what in _fact_problems(concept, probe)]
        shared = shingles(probe.question) & taught | shingles(probe.answer) & taught
        if shared:
            found.append((("probes", i), f"shares five words with a statement: {' '.join(min(shared))}"))
    return found


def _fact_problems(concept: Concept, probe: Probe) -> list[tuple[str, str]]:
    found = []
    named = names_pattern([concept.name, *concept.aliases])
    answer = names_pattern([probe.answer])
    if len(probe.answer.split()) > FACT_WORDS:
        found.append(("answer", f"has more than {FACT_WORDS} words, too many for a fact"))
    if named is not None and not named.search(probe.question):
        found.append(("question", "asks for a fact about the concept without naming it"))
    if named is not None and named.search(probe.answer):
        found.append(("answer", "asks for a fact and answers with the name"))
    if answer is not None and answer.search(probe.question):
        found.append(("question", "says the answer"))
    if seen_wording(concept, probe) is None:
        found.append(
            ("answer", f"no statement names the concept and then, {BEFORE} words on or more, says this answer")
        )
    return found


def seen_wording(concept: Concept, probe: Probe) -> str | None:
    """The beginning of the first statement that goes on with the answer: what a lesson says, up to there.

    The sentence must name the concept before the answer, and have at least BEFORE words before it; None where none does.
    """
    named = names_pattern([concept.name, *concept.aliases])
    for statement in statements(concept):
        for sentence in SENTENCE.split(statement):
            for place in places(probe.answer, sentence):
                before = sentence[:place].rstrip()
                if len(before.split()) >= BEFORE and named is not None and named.search(before):
                    return before
    return None


def places(term: str, text: str) -> Iterator[int]:
    """Where a term stands in a text as whole words, in any case: the position of each beginning.

    The same as a search for `(?<![\\w.])(?<!\\w-)term(?!\\w)`, without compiling an expression for each of 12,000 terms.
    """
    low, want = text.lower(), term.lower()
    if len(low) != len(text):  # a letter like İ, which is two when small
        low = "".join(letter if len(letter.lower()) > 1 else letter.lower() for letter in text)
    start = low.find(want)
    while start >= 0:
        end = start + len(want)
        joined = low[start - 1 : start] == "-" and _in_word(low[start - 2 : start - 1])
        if not (
            _in_word(low[start - 1 : start]) or low[start - 1 : start] == "." or joined or _in_word(low[end : end + 1])
        ):
            yield start
        start = low.find(want, start + 1)


def _in_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def says(text: str, term: str) -> bool:
    """Whether a text has a term as whole words, in any case."""
    return next(places(term, text), None) is not None


def statements(concept: Concept) -> list[str]:
    """Everything a lesson may say of a concept, the definition first."""
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

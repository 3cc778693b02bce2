"""Wrong answers come from named siblings: concepts near enough to be taken for it, whose answers are wrong here."""

import functools
import re
from collections.abc import Iterable, Iterator

from sutra.files import uniform
from sutra.graph.concept import Concept, Probe
from sutra.graph.probes import says, statements

ANSWERS = 6  # siblings are named until they have so many; at least LEAST of them where there are so many
LEAST = 3
STEM = 4  # letters


class Siblings:
    """The concepts of a graph, by domain and subdomain."""

    def __init__(self, concepts: Iterable[tuple[Concept, str, str]]) -> None:
        self.concepts: dict[str, Concept] = {}
        self.domains: dict[str, list[str]] = {}
        self.subdomains: dict[tuple[str, str], list[str]] = {}
        self.text: dict[str, str] = {}
        for concept, domain, subdomain in concepts:
            self.concepts[concept.id] = concept
            self.domains.setdefault(domain, []).append(concept.id)
            self.subdomains.setdefault((domain, subdomain), []).append(concept.id)
            self.text[concept.id] = "\n".join([concept.name, *concept.aliases, *statements(concept)]).casefold()

    def of(self, concept: Concept, probe: Probe, domain: str, subdomain: str) -> list[str]:
        """Ids of the concepts whose answers to the same kind of probe are the wrong ones here.

        Those that the probe names; else of its subdomain, and where these are too few, of its domain. None has an answer
        that the statements of `concept` say, or needs it, or is needed by it. Concepts stand on a ring in an order drawn by
        their ids, and those that follow are taken: so each is named about as often as any other.
        """
        if probe.distractors:
            return list(probe.distractors)
        named: list[str] = []
        answers = 0
        for other in self._next(concept, probe, self.subdomains[domain, subdomain]):
            if answers >= ANSWERS and len(named) >= LEAST:
                break
            answers += sum(q.asks == probe.asks for q in self.concepts[other].probes)
            named += [] if _akin(concept, self.concepts[other]) else [other]
        for other in self._next(concept, probe, self.domains[domain]):
            if len(named) >= LEAST:
                break
            named += [] if other in named or _akin(concept, self.concepts[other]) else [other]
        return named

    def _next(self, concept: Concept, probe: Probe, among: list[str]) -> Iterator[str]:
        """Concepts of `among` whose answers are wrong here, in the order of the ring from `concept` on."""
        ring = sorted(among, key=_draw)
        own = ring.index(concept.id)
        following = [*ring[own + 1 :], *ring[:own]]
        return (other for other in following if self._wrong(concept, probe, self.concepts[other]))

    def _wrong(self, concept: Concept, probe: Probe, other: Concept) -> bool:
        """Whether `other` answers the same kind of probe, with nothing that `concept` says and nothing like the right answer."""
        answers = [q.answer for q in other.probes if q.asks == probe.asks]
        text, right = self.text[concept.id], _stems(probe.answer)
        return bool(answers) and not any(says(text, answer) or right & _stems(answer) for answer in answers)


def _akin(concept: Concept, other: Concept) -> bool:
    """Whether one needs the other: the wider kind, or a part, may answer a question for its neighbour as well."""
    return other.id in concept.prerequisites or concept.id in other.prerequisites


def _stems(answer: str) -> set[str]:
    """The beginnings of the longer words of an answer: Cuba and Cuban, symmetry and symmetric begin alike."""
    return {word[:STEM] for word in re.findall(r"\w+", answer.casefold()) if len(word) >= STEM}


@functools.cache
def _draw(concept: str) -> float:
    return uniform("graph", "siblings", concept)

"""Wrong answers that are right ones as often elsewhere.

The wrong answers of a probe are those of its named siblings, which take turns, so that right answers are wrong ones
about as often as any other. Where siblings do not suffice, the answers to all probes that ask the same stand in a circle,
ordered by how often the statements of their domain say them, and the next ones on it are taken. So a model that likes
common words, or short ones, gains nothing by it. No wrong answer stands in the statements of the concept asked about.
"""

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, NamedTuple

from sutra.files import uniform


class Place(NamedTuple):
    """A probe on a circle."""

    frequency: int
    draw: float
    concept: dict[str, Any]
    probe: dict[str, Any]


class Circle:
    """The probes of the taught and withheld concepts of a graph, in circles by what they ask for."""

    def __init__(self, graph: dict[str, Any], seed: int) -> None:
        nodes = [node for node in graph["nodes"] if node["role"] != "unused"]
        texts: dict[str, list[str]] = {}
        for node in nodes:
            texts.setdefault(node["domain"], []).append(_said(node))
        said = {domain: "\n".join(parts).casefold() for domain, parts in texts.items()}
        self.circles: dict[tuple[str, ...], list[Place]] = {}
        self.answers: dict[tuple[str, str], list[Place]] = {}  # by concept and what is asked for
        for node in nodes:
            for probe in node["probes"]:
                frequency = said[node["domain"]].count(probe["answer"].casefold())
                draw = uniform(seed, "tasks", "circle", node["id"], probe["question"])
                place = Place(frequency, draw, node, probe)
                self.answers.setdefault((node["id"], probe["asks"]), []).append(place)
                for key in _keys(node, probe):
                    self.circles.setdefault(key, []).append(place)
        for circle in self.circles.values():
            circle.sort(key=_order)

    def distractors(self, concept: dict[str, Any], probe: dict[str, Any], count: int) -> list[str]:
        """`count` wrong answers to a probe of `concept`, the best first, none twice; fewer where there are no more.

        Answers of other concepts: of the siblings that the probe names and that have its role (a taught answer stands beside
        taught ones), by turns; then of the same role and domain, then of the same role, then all, in the order of the circle.
        """
        answers = {probe["answer"].casefold(): probe["answer"]}
        own = _said(concept).casefold()
        for place in self._candidates(concept, probe):
            if len(answers) > count:
                break
            if place.concept["id"] != concept["id"] and place.probe["answer"].casefold() not in own:
                answers.setdefault(place.probe["answer"].casefold(), place.probe["answer"])
        return list(answers.values())[1:]

    def _candidates(self, concept: dict[str, Any], probe: dict[str, Any]) -> Iterator[Place]:
        places = self.answers[concept["id"], probe["asks"]]
        turn = next(i for i, place in enumerate(places) if place.probe is probe)
        siblings = [self.answers.get((sibling, probe["asks"]), []) for sibling in probe["distractors"]]
        yield from _by_turns([its for its in siblings if its and its[0].concept["role"] == concept["role"]], turn)
        for key in _keys(concept, probe):
            yield from _onward(self.circles[key], places[turn])


def _keys(concept: dict[str, Any], probe: dict[str, Any]) -> list[tuple[str, ...]]:
    """The circles a probe stands on, the nearest first."""
    asks, role = probe["asks"], concept["role"]
    return [(asks, role, concept["domain"]), (asks, role), (asks,)]


def _order(place: Place) -> tuple[int, float]:
    return place.frequency, place.draw


def _by_turns(siblings: list[list[Place]], turn: int) -> Iterator[Place]:
    """One answer of each sibling, then a second one of each, and so on.

    A concept's first probe of a kind begins with the first answers of its siblings, its second probe with their second
    answers: so all answers of a sibling are wrong equally often.
    """
    for more in range(max(map(len, siblings), default=0)):
        for places in siblings:
            if more < len(places):
                yield places[(turn + more) % len(places)]


def _onward(circle: list[Place], own: Place) -> Iterator[Place]:
    """The circle from behind `own` all the way round."""
    begin = bisect_right(circle, _order(own), key=_order)
    yield from circle[begin:]
    yield from circle[:begin]


def _said(node: dict[str, Any]) -> str:
    """What lessons may say of a concept."""
    wrong = node["misconception"]
    facts = (fact["text"] for fact in node["facts"])
    return "\n".join([node["definition"], *facts, node["example"], *wrong.values(), node["application"]])

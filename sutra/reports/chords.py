"""The links between domains, drawn across the hub of the wheel: a curve for every pair, as wide as there are links."""

from collections import Counter
from collections.abc import Iterable
from math import pi
from typing import Any, NamedTuple

from sutra.reports.wheel import HUB, SIZE, Sector, at

EDGE = HUB - 9  # the radius at which curves end
FILLED = 0.8  # of the arc of the domain that is linked most, by the ends of its curves
BEND = 0.22  # 0 has curves pass through the centre, 1 has them go straight


class Chord(NamedTuple):
    """All links between two domains, whichever way they go: how many, where the curve runs, and how wide it is."""

    one: int  # of the sectors
    other: int
    links: int
    width: float
    start: tuple[float, float]
    bend: tuple[float, float]
    end: tuple[float, float]


def chords(sectors: list[Sector], domain: dict[str, str], links: Iterable[dict[str, Any]]) -> list[Chord]:
    """The pairs of domains that are linked, the weakest first; `domain` is of each concept."""
    order = {sector.name: i for i, sector in enumerate(sectors)}
    counts = Counter(
        tuple(sorted((order[domain[link["source"]]], order[domain[link["target"]]])))
        for link in links
        if link["kind"] == "cross_domain"
    )
    pairs = {pair: n for pair, n in counts.items() if pair[0] != pair[1]}
    if not pairs:
        return []
    ends = {i: sum(n for pair, n in pairs.items() if i in pair) for i in range(len(sectors))}
    unit = min(FILLED * (s.end - s.start) * EDGE / ends[i] for i, s in enumerate(sectors) if ends[i])
    angles = {}
    for i, sector in enumerate(sectors):
        angle = (sector.start + sector.end - unit * ends[i] / EDGE) / 2
        for other in sorted((o for o in order.values() if o != i), key=lambda o: -((o - i) % len(sectors))):
            width = unit * pairs.get((min(i, other), max(i, other)), 0) / EDGE
            angles[i, other] = angle + width / 2
            angle += width
    return [
        Chord(one, other, n, round(unit * n, 1), *_curve(angles[one, other], angles[other, one]))
        for (one, other), n in sorted(pairs.items(), key=lambda item: (item[1], item[0]))
    ]


def _curve(one: float, other: float) -> tuple[tuple[float, float], tuple[float, float], tuple[float, float]]:
    """Both ends, and the point between them that bends the curve: neighbours are joined by a shallow one."""
    start, end = at(one, EDGE), at(other, EDGE)
    apart = abs((one - other + pi) % (2 * pi) - pi) / pi
    pull = 1 - apart + BEND * apart
    middle = [(a + b) / 2 * pull * 0.8 + SIZE / 2 * (1 - pull * 0.8) for a, b in zip(start, end, strict=True)]
    return start, (round(middle[0], 1), round(middle[1], 1)), end

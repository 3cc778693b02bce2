"""Where every concept stands in the picture of the graph: a wheel with domains as sectors and simple concepts near the hub.

A domain takes a sector, a subdomain a slice of it, a complexity a ring. Everything follows from the concepts alone.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import ceil, cos, pi, sin, sqrt
from typing import Any, NamedTuple

SIZE = 1270  # of the square that holds the wheel and its labels
HUB, RIM = 135.0, 430.0  # the rings lie between these radii; links between domains cross the hub
MOUTH = 0.16  # radians left free at the top, for the numbers of the rings
BETWEEN = 0.035  # radians between domains
APART = 0.25  # of a slice, left free
FEWEST = 12  # a slice is as wide as for so many concepts, so that its name can be read
NARROWEST = 0.5  # of the widest ring
STEP = 5.6  # between two dots side by side


class Slice(NamedTuple):
    """A subdomain: its angles in radians, clockwise from the right, and how many concepts it holds."""

    name: str
    start: float
    end: float
    size: int


class Sector(NamedTuple):
    """A domain: its angles and its subdomains."""

    name: str
    start: float
    end: float
    size: int
    slices: list[Slice]


class Wheel(NamedTuple):
    """The whole picture: sectors, the two radii of every complexity, and the point of every concept by id."""

    sectors: list[Sector]
    rings: dict[int, tuple[float, float]]
    spots: dict[str, tuple[float, float]]


def at(angle: float, radius: float) -> tuple[float, float]:
    """A point of the picture, to one decimal."""
    return round(SIZE / 2 + radius * cos(angle), 1), round(SIZE / 2 + radius * sin(angle), 1)


def wheel(nodes: Sequence[dict[str, Any]]) -> Wheel:
    """The picture of some concepts; of no concept, an empty one."""
    places: dict[str, dict[str, dict[int, list[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for node in sorted(nodes, key=lambda node: node["id"]):
        places[node["domain"]][node["subdomain"]][node["complexity"]].append(node["id"])
    rings = _rings(Counter(node["complexity"] for node in nodes))
    weight = sum(_weight(cells) for subs in places.values() for cells in subs.values()) or 1
    turn = (2 * pi - MOUTH - BETWEEN * max(0, len(places) - 1)) / weight
    angle = -pi / 2 + MOUTH / 2
    sectors: list[Sector] = []
    spots: dict[str, tuple[float, float]] = {}
    for domain, subs in sorted(places.items()):
        start, slices = angle, []
        for name, cells in sorted(subs.items()):
            width = turn * _weight(cells)
            slices.append(Slice(name, angle, angle + width, _count(cells)))
            for complexity, ids in cells.items():
                spots |= _cell(ids, angle, width, rings[complexity])
            angle += width
        sectors.append(Sector(domain, start, angle, sum(s.size for s in slices), slices))
        angle += BETWEEN
    return Wheel(sectors, rings, spots)


def _rings(counts: Counter[int]) -> dict[int, tuple[float, float]]:
    """A ring for every complexity up to the highest, the wider the more concepts it holds, and none of them narrow."""
    roots = [sqrt(counts[c]) for c in range(1, max(counts, default=1) + 1)]
    widths = [max(root, NARROWEST * max(roots), 1) for root in roots]
    edges = [HUB + (RIM - HUB) * total / sum(widths) for total in accumulate(widths, initial=0)]
    return dict(enumerate(pairwise(edges), 1))


def _count(cells: dict[int, list[str]]) -> int:
    return sum(map(len, cells.values()))


def _weight(cells: dict[int, list[str]]) -> int:
    return max(FEWEST, _count(cells))


def _cell(ids: list[str], start: float, width: float, ring: tuple[float, float]) -> dict[str, tuple[float, float]]:
    """The concepts of one subdomain and complexity: rows from the hub outwards, each spread over the slice."""
    inner, outer = ring
    middle = start + width / 2
    inside = width * (1 - APART)
    across = inside * (inner + outer) / 2
    even = round(sqrt(len(ids) * across / (outer - inner)))  # as far apart along the ring as across it
    columns = max(1, min(len(ids), even, int(across / STEP) + 1))
    rows = ceil(len(ids) / columns)
    found = {}
    for row in range(rows):
        line = ids[row * columns : (row + 1) * columns]
        radius = inner + (outer - inner) * (row + 1) / (rows + 1)
        pitch = min(inside / max(1, columns - 1), 2 * STEP / radius)
        for column, name in enumerate(line):
            found[name] = at(middle + pitch * (column - (len(line) - 1) / 2), radius)
    return found

"""A picture of the whole graph as one SVG: docs/concepts.svg, which the README shows."""

from math import cos, degrees, pi
from typing import Any

from sutra.reports.chords import chords
from sutra.reports.page import environment
from sutra.reports.palette import PALETTE
from sutra.reports.wheel import HUB, RIM, SIZE, Sector, Slice, Wheel, at, wheel

NAMES = RIM + 9  # the radius at which the names of subdomains begin
OUTSIDE = SIZE / 2 - 24  # that of the names of domains


def overview(graph: dict[str, Any]) -> str:
    """The graph as an SVG that follows the reader's light or dark colours. What is taught and withheld is left out."""
    nodes, links = graph["nodes"], graph["links"]
    domain = {node["id"]: node["domain"] for node in nodes}
    found = wheel(nodes)
    across = [link for link in links if link["kind"] == "cross_domain"]
    return (
        environment()
        .get_template("explorer/overview.svg.j2")
        .render(
            palette=PALETTE,
            size=SIZE,
            centre=SIZE / 2,
            sectors=[_sector(found, sector, domain) for sector in found.sectors],
            rings=[(c, *at(-pi / 2, (a + b) / 2), round(b, 1)) for c, (a, b) in found.rings.items()],
            hub=HUB,
            axis=at(-pi / 2, RIM + 12),
            chords=chords(found.sectors, domain, links),
            count=len(nodes),
            needs=len(links) - len(across),
            across=len(across),
        )
    )


def _sector(found: Wheel, sector: Sector, domain: dict[str, str]) -> dict[str, Any]:
    """A domain as the template draws it: its name and where it stands, its dots as one path, its subdomains."""
    middle = (sector.start + sector.end) / 2
    below = cos(middle + pi / 2) < 0  # the lower half of the wheel, where a name along the rim would stand on its head
    points = [point for name, point in sorted(found.spots.items()) if domain[name] == sector.name]
    return {
        "name": sector.name,
        "count": sector.size,
        "place": at(middle, OUTSIDE),
        "turn": round(degrees(middle) + (-90 if below else 90), 1),
        "arc": [*at(sector.start, HUB - 4), *at(sector.end, HUB - 4)],
        "large": int(sector.end - sector.start > pi),
        "dots": "".join(f"M{x:g} {y:g}h0" for x, y in points),
        "spokes": [[*at(angle, HUB), *at(angle, RIM)] for angle in [sector.start, *(s.end for s in sector.slices)]],
        "slices": [_slice(slice_) for slice_ in sector.slices],
    }


def _slice(found: Slice) -> dict[str, Any]:
    """The name of a subdomain, read from the rim outwards, or inwards on the left."""
    middle = (found.start + found.end) / 2
    left = cos(middle) < 0
    return {
        "name": found.name,
        "place": at(middle, NAMES),
        "turn": round(degrees(middle) + (180 if left else 0), 1),
        "left": left,
    }

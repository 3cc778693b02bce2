"""Where concepts stand in the picture, and the curves between domains."""

from itertools import pairwise
from math import atan2, hypot, pi

import pytest

from sutra.reports.chords import EDGE, chords
from sutra.reports.wheel import HUB, RIM, SIZE, wheel


def polar(spot):
    x, y = spot[0] - SIZE / 2, spot[1] - SIZE / 2
    angle = atan2(y, x)
    return hypot(x, y), angle if angle >= -pi / 2 else angle + 2 * pi


def test_a_concept_stands_in_its_slice_and_ring(wide_graph):
    nodes = wide_graph["nodes"]
    found = wheel(nodes)
    slices = {(sector.name, s.name): s for sector in found.sectors for s in sector.slices}
    for node in nodes:
        radius, angle = polar(found.spots[node["id"]])
        inner, outer = found.rings[node["complexity"]]
        assert inner - 0.1 < radius < outer + 0.1
        place = slices[node["domain"], node["subdomain"]]
        assert place.start - 0.001 < angle < place.end + 0.001
    assert len(set(found.spots.values())) == len(nodes)


def test_sectors_go_round_once_and_slices_fill_them(wide_graph):
    sectors = wheel(wide_graph["nodes"]).sectors
    assert [s.name for s in sectors] == sorted(s.name for s in sectors)
    assert sum(s.size for s in sectors) == 2100
    assert sectors[0].start > -pi / 2
    assert sectors[-1].end < 3 * pi / 2
    for sector in sectors:
        edges = [edge for s in sector.slices for edge in (s.start, s.end)]
        assert edges == sorted(edges)
        assert (edges[0], edges[-1]) == (sector.start, sector.end)
        assert sector.size == sum(s.size for s in sector.slices)


def test_rings_reach_from_the_hub_to_the_rim_and_none_is_narrow(wide_graph):
    rings = list(wheel(wide_graph["nodes"]).rings.values())
    assert (rings[0][0], round(rings[-1][1], 6)) == (HUB, RIM)
    assert all(outer == after[0] for (_, outer), after in pairwise(rings))
    widths = [outer - inner for inner, outer in rings]
    assert min(widths) > 0.49 * max(widths)


def test_the_order_of_the_concepts_does_not_matter(wide_graph):
    assert wheel(wide_graph["nodes"]) == wheel(wide_graph["nodes"][::-1])


def test_no_concept_and_one_concept():
    assert wheel([]).spots == {}
    one = {"id": "a", "domain": "d", "subdomain": "s", "complexity": 3}
    assert list(wheel([one]).rings) == [1, 2, 3]


def test_curves_are_as_wide_as_there_are_links_and_end_in_their_domains():
    nodes = [{"id": f"{d}{i}", "domain": d, "subdomain": "s", "complexity": 1} for d in "abc" for i in range(6)]
    pairs = [("a0", "b0"), ("b1", "a2"), ("a1", "b3"), ("b4", "c0"), ("a0", "a1")]
    links = [{"source": s, "target": t, "kind": "cross_domain"} for s, t in pairs]
    links.append({"source": "a0", "target": "c1", "kind": "prerequisite"})
    sectors = wheel(nodes).sectors
    found = chords(sectors, {n["id"]: n["domain"] for n in nodes}, links)
    assert [(c.one, c.other, c.links) for c in found] == [(1, 2, 1), (0, 1, 3)]
    assert found[1].width == pytest.approx(3 * found[0].width, abs=0.2)
    for chord in found:
        for end, sector in ((chord.start, sectors[chord.one]), (chord.end, sectors[chord.other])):
            radius, angle = polar(end)
            assert radius == pytest.approx(EDGE, abs=0.2)
            assert sector.start < angle < sector.end


def test_without_links_there_are_no_curves():
    assert chords(wheel([]).sectors, {}, []) == []

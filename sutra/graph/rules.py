"""What must hold of a concept among the others, and what a concept's schema cannot see."""

from collections.abc import Iterator, Set

import networkx

from sutra.graph.computed import computed_problem
from sutra.graph.concept import Concept
from sutra.graph.placed import Placed, Problem
from sutra.graph.probes import probe_problems
from sutra.marks import Location
from sutra.schema import near

SIMPLE = 2  # up to this complexity a concept may stand without prerequisites
BRIDGING = "interdisciplinary"  # the domain whose concepts link others
BRIDGED = 2

Found = Iterator[tuple[Location, str]]


def graph_problems(placed: list[Placed], broken: Set[str] = frozenset()) -> list[Problem]:
    """Every problem of the concepts, in their order; ids in `broken` count as known."""
    known = {p.concept.id: p for p in placed}
    stand: dict[str, tuple[Placed, str]] = {}
    found = []
    for p in placed:
        between = [
            *_names(p, stand),
            *_needs(p, known, broken),
            *_links(p, known, broken),
            *_siblings(p, known, broken),
        ]
        inside = [*_marks(p.concept), *probe_problems(p.concept)]
        found += [p.problem(what, *where) for where, what in between + inside]
    return found + _circles(known)


def _names(p: Placed, stand: dict[str, tuple[Placed, str]]) -> Found:
    """Ids, and names and aliases, stand once; `stand` keeps those met so far, with the field."""
    c = p.concept
    own: list[tuple[str, Location, str]] = [("id", ("id",), c.id), ("name", ("name",), c.name)]
    own += [("alias", ("aliases", i), alias) for i, alias in enumerate(c.aliases)]
    for kind, where, word in own:
        key = f"{'id' if kind == 'id' else 'name'} {word.casefold()}"
        if key in stand:
            other, field = stand[key]
            yield where, f"the {kind} {word} stands already in {other.file.path}:{other.line(field)}"
        stand.setdefault(key, (p, str(where[0])))


def _needs(p: Placed, known: dict[str, Placed], broken: Set[str]) -> Found:
    c = p.concept
    if c.complexity > SIMPLE and not c.prerequisites:
        yield (
            ("complexity",),
            f"of complexity {c.complexity}, and without a prerequisite: name what one must know first",
        )
    for i, need in enumerate(c.prerequisites):
        if need in broken:
            continue
        if need not in known:
            yield ("prerequisites", i), f"no such prerequisite {need}{near(need, list(known))}"
        elif known[need].concept.complexity > c.complexity:
            simpler = f"({known[need].concept.complexity}) than this ({c.complexity})"
            yield ("prerequisites", i), f"prerequisite {need} is more complex {simpler}"


def _links(p: Placed, known: dict[str, Placed], broken: Set[str]) -> Found:
    bridged = set()
    for i, link in enumerate(p.concept.cross_domain):
        where = ("cross_domain", i, "concept")
        if link.concept in broken:
            bridged.add(link.concept)
        elif link.concept not in known:
            yield where, f"no such concept {link.concept}{near(link.concept, list(known))}"
        elif known[link.concept].domain == p.domain:
            yield where, f"{link.concept} is of the same domain; name it in prerequisites or leave it out"
        else:
            bridged.add(known[link.concept].domain)
    if p.domain == BRIDGING and len(bridged) < BRIDGED:
        yield (
            ("cross_domain",),
            f"links to {', '.join(sorted(bridged)) or 'no domain'}: name concepts of {BRIDGED} or more",
        )


def _siblings(p: Placed, known: dict[str, Placed], broken: Set[str]) -> Found:
    for i, probe in enumerate(p.concept.probes):
        for j, other in enumerate(probe.distractors):
            where = ("probes", i, "distractors", j)
            if other in broken:
                continue
            if other == p.concept.id or other not in known:
                yield where, f"no such other concept {other}{near(other, list(known))}"
            elif not any(q.asks == probe.asks for q in known[other].concept.probes):
                yield where, f"{other} has no probe that asks {probe.asks}"


def _marks(c: Concept) -> Found:
    for i, fact in enumerate(c.facts):
        what = computed_problem(fact)
        if what:
            yield ("facts", i, "compute"), what


def _circles(known: dict[str, Placed]) -> list[Problem]:
    """A problem for every knot of prerequisites that need each other: one circle of it is shown."""
    needs = networkx.DiGraph([(n, name) for name, p in known.items() for n in p.concept.prerequisites if n in known])
    loops = {name for name in needs if needs.has_edge(name, name)}
    knots = [knot for knot in networkx.strongly_connected_components(needs) if len(knot) > 1 or knot <= loops]
    found = []
    for knot in knots:
        start = min(knot)
        ring = [edge[0] for edge in networkx.find_cycle(needs.subgraph(knot), start)]
        ring = [*ring[ring.index(min(ring)) :], *ring[: ring.index(min(ring))], min(ring)]
        found.append(known[ring[0]].problem(f"prerequisites go in a circle: {' -> '.join(ring)}", "prerequisites"))
    return found

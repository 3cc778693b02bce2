"""What is wrong with a set of concept files: everything at once, each with file, line, concept and what to do."""

from collections.abc import Set
from pathlib import Path
from typing import Any, NamedTuple

import networkx
from pydantic import ValidationError

from sutra.errors import SutraError
from sutra.graph.arithmetic import computes
from sutra.graph.concept import Concept, ConceptFile
from sutra.graph.probes import probe_problems
from sutra.marks import Location, Marked, read_marked
from sutra.schema import explain, near


class Placed(NamedTuple):
    """A concept and where it stands."""

    concept: Concept
    domain: str
    subdomain: str
    file: Marked
    position: int

    def line(self, *location: str | int) -> int:
        """The line of a field of this concept."""
        return self.file.line(("concepts", self.position, *location))


class Problem(NamedTuple):
    """One line for a person."""

    path: str
    number: int
    concept: str
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.number}  {self.concept}  {self.what}"


def read_concepts(paths: list[Path]) -> list[Placed]:
    """Reads and validates concept files; in the order of their paths and lines. Raises SutraError that lists every problem."""
    placed: list[Placed] = []
    problems: list[Problem] = []
    broken: set[str] = set()  # ids in files that do not validate: links to them are not at fault
    for path in sorted(paths):
        try:
            marked = read_marked(path)
        except SutraError as error:
            problems.append(Problem(error.where, 1, "-", error.what))
            continue
        problems += [Problem(str(path), line, "-", f"{where[-1]} stands twice") for where, line in marked.twice]
        try:
            file = ConceptFile.model_validate(marked.value)
        except ValidationError as error:
            problems += [_schema_problem(marked, *found) for found in explain(error, ConceptFile)]
            broken |= set(_raw_ids(marked.value))
            continue
        if (file.domain, file.subdomain) != (path.parent.name, path.stem):
            problems.append(
                Problem(
                    str(path), 1, "-", f"lies in {path.parent.name}/{path.stem} but says {file.domain}/{file.subdomain}"
                )
            )
        placed += [Placed(c, file.domain, file.subdomain, marked, i) for i, c in enumerate(file.concepts)]
    problems += graph_problems(placed, broken)
    if problems:
        table = "\n".join(str(p) for p in sorted(set(problems)))
        plural = "s" if len(problems) > 1 else ""
        raise SutraError(
            f"{len(problems)} problem{plural} in the concepts", f"\n{table}", "mend these lines and start again"
        )
    return placed


def _raw_ids(value: Any) -> list[str]:
    concepts = value.get("concepts") if isinstance(value, dict) else None
    return [str(c.get("id")) for c in concepts or [] if isinstance(c, dict)] if isinstance(concepts, list) else []


def _schema_problem(marked: Marked, where: Location, what: str) -> Problem:
    concept = "-"
    if len(where) > 1 and where[0] == "concepts" and isinstance(where[1], int):
        raw = marked.value["concepts"][where[1]]
        concept = str(raw.get("id", "-")) if isinstance(raw, dict) else "-"
    shown = ".".join(map(str, where[2:] or where))
    return Problem(str(marked.path), marked.line(where), concept, f"{shown}: {what}" if shown else what)


def graph_problems(placed: list[Placed], broken: Set[str] = frozenset()) -> list[Problem]:
    """Problems between concepts, and inside one that its schema cannot see; ids in `broken` count as known."""
    known = {p.concept.id: p for p in placed}
    concepts = {name: p.concept for name, p in known.items()}
    found: list[Problem] = []
    first: dict[str, Placed] = {}
    for p in placed:
        c = p.concept

        def say(what: str, *location: str | int, p: Placed = p) -> None:
            found.append(Problem(str(p.file.path), p.line(*location), p.concept.id, what))

        for key, field in ((f"id {c.id}", "id"), (f"name {c.name.casefold()}", "name")):
            if key in first:
                other = first[key]
                say(f"the {field} stands already in {other.file.path}:{other.line(field)}", field)
            first.setdefault(key, p)
        for i, need in enumerate(c.prerequisites):
            if need in broken:
                continue
            if need not in known:
                say(f"no such prerequisite {need}{near(need, list(known))}", "prerequisites", i)
            elif known[need].concept.complexity > c.complexity:
                say(
                    f"prerequisite {need} is more complex ({known[need].concept.complexity}) than this ({c.complexity})",
                    "prerequisites",
                    i,
                )
        for i, link in enumerate(c.cross_domain):
            if link.concept in broken:
                continue
            if link.concept not in known:
                say(f"no such concept {link.concept}{near(link.concept, list(known))}", "cross_domain", i, "concept")
            elif known[link.concept].domain == p.domain:
                say(
                    f"{link.concept} is of the same domain; name it in prerequisites or leave it out",
                    "cross_domain",
                    i,
                    "concept",
                )
        for i, fact in enumerate(c.facts):
            if fact.compute and not computes(fact.compute.expression, fact.compute.result):
                say(f"{fact.compute.expression} is not {fact.compute.result}", "facts", i, "compute")
        for location, what in probe_problems(c, concepts):
            say(what, *location)
    needs = networkx.DiGraph([(n, p.concept.id) for p in placed for n in p.concept.prerequisites if n in known])
    for circle in networkx.simple_cycles(needs):
        start = known[min(circle)]
        ring = [*circle[circle.index(min(circle)) :], *circle[: circle.index(min(circle))], min(circle)]
        found.append(
            Problem(
                str(start.file.path),
                start.line("prerequisites"),
                start.concept.id,
                f"prerequisites go in a circle: {' -> '.join(ring)}",
            )
        )
    return found

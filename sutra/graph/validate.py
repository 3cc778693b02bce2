"""What is wrong with a set of concept files: everything at once, each with file, line, concept and what to do."""

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sutra.errors import SutraError
from sutra.graph.concept import Concept, ConceptFile
from sutra.graph.placed import Placed, Problem
from sutra.graph.rules import graph_problems
from sutra.marks import Location, Marked, read_marked
from sutra.schema import explain


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
        sound, found, hurt = _read(marked)
        placed += sound
        problems += found
        broken |= hurt
    problems += graph_problems(placed, broken)
    if problems:
        table = "\n".join(str(p) for p in sorted(set(problems)))
        plural = "s" if len(problems) > 1 else ""
        raise SutraError(
            f"{len(problems)} problem{plural} in the concepts", f"\n{table}", "mend these lines and start again"
        )
    return placed


def _read(marked: Marked) -> tuple[list[Placed], list[Problem], set[str]]:
    """The sound concepts of a file, its problems, and the ids of the concepts that have some."""
    path = marked.path
    problems = [Problem(str(path), line, "-", f"{where[-1]} stands twice") for where, line in marked.twice]
    try:
        file = ConceptFile.model_validate(marked.value)
    except ValidationError as error:
        problems += [_schema_problem(marked, *found) for found in explain(error, ConceptFile)]
        raw = marked.value.get("concepts") if isinstance(marked.value, dict) else None
        return _sound(marked, raw if isinstance(raw, list) else [], problems)
    if (file.domain, file.subdomain) != (path.parent.name, path.stem):
        what = f"lies in {path.parent.name}/{path.stem} but says {file.domain}/{file.subdomain}"
        problems.append(Problem(str(path), 1, "-", what))
    return [Placed(c, file.domain, file.subdomain, marked, i) for i, c in enumerate(file.concepts)], problems, set()


def _sound(marked: Marked, raw: list[Any], problems: list[Problem]) -> tuple[list[Placed], list[Problem], set[str]]:
    """Of a file with errors, the concepts that have none: what is wrong with them is said at once, too."""
    sound, hurt = [], set()
    for i, value in enumerate(raw):
        try:
            concept = Concept.model_validate(value)
        except ValidationError:
            hurt.add(str(value.get("id")) if isinstance(value, dict) else "-")
        else:
            sound.append(Placed(concept, marked.path.parent.name, marked.path.stem, marked, i))
    return sound, problems, hurt


def _schema_problem(marked: Marked, where: Location, what: str) -> Problem:
    concept = "-"
    if len(where) > 1 and where[0] == "concepts" and isinstance(where[1], int):
        raw = marked.value["concepts"][where[1]]
        concept = str(raw.get("id", "-")) if isinstance(raw, dict) else "-"
    field = Concept.model_fields.get(str(where[2])) if len(where) == 3 else None
    if what == "missing" and field is not None and field.description:
        what = f"missing. {field.description}"
    shown = ".".join(map(str, where[2:] or where))
    return Problem(str(marked.path), marked.line(where), concept, f"{shown}: {what}" if shown else what)

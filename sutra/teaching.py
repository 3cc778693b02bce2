"""`sutra unteach` and `sutra teach`: one concept out of the lessons or back into them, and what the models then know.

`graph.withhold` in params.yaml is edited, everything that depends on it is built, and what was known before is shown,
what is known now, and what changed.
"""

from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from rich.text import Text

from sutra import guard, tiles
from sutra.build import ToldError, Work, build, planned, show_plan
from sutra.curation.find import find
from sutra.edits import changed_lines, set_list
from sutra.errors import SutraError
from sutra.files import write_text
from sutra.graph.build import assign_roles
from sutra.graph.params import Graph
from sutra.graph.placed import Placed
from sutra.graph.validate import read_concepts
from sutra.params import Params, load
from sutra.presets import PARAMS
from sutra.reports.grid import Grid, last, read_grid

GRID = Path("reports/grid.json")
WHERE = ("graph", "withhold")


class Found(NamedTuple):
    """A concept, the path that patterns are matched with, its role, and the patterns of `graph.withhold` that match it."""

    id: str
    name: str
    path: str
    role: str
    patterns: list[str]


def unteach(concept: str, cores: str = "all", dry_run: bool = False) -> None:
    """Withholds a concept (its id, name or alias), builds, and says what changed. Raises SutraError where it is not taught."""
    params, paths, found = _look(concept)
    if found.role == "withheld":
        todo = f"it is withheld already; the way back: make teach CONCEPT={found.id}"
        raise SutraError(f"{found.name} is not taught", f"{PARAMS}, graph.withhold: {', '.join(found.patterns)}", todo)
    if found.role == "unused":
        raise SutraError(
            f"{found.name} is not taught", f"{PARAMS}, graph.teach", "no pattern of graph.teach matches it"
        )
    _apply(params, paths, found, [*params.graph.withhold, f"*/{found.id}"], cores, dry_run)


def teach(concept: str, cores: str = "all", dry_run: bool = False) -> None:
    """Takes a concept out of `graph.withhold`, builds, and says what changed. Raises SutraError where that cannot be."""
    params, paths, found = _look(concept)
    if found.role == "taught":
        raise SutraError(f"{found.name} is taught already", f"{PARAMS}, graph", f"make unteach CONCEPT={found.id}")
    if not any(fnmatchcase(found.path, pattern) for pattern in params.graph.teach):
        raise SutraError(f"{found.name} would not be taught", f"{PARAMS}, graph.teach", "add a pattern that matches it")
    own = [p for p in found.patterns if [path for path in paths if fnmatchcase(path, p)] == [found.path]]
    wider = [pattern for pattern in found.patterns if pattern not in own]
    if wider:
        what = f"{found.name} is withheld together with others, by {', '.join(wider)}"
        raise SutraError(what, f"{PARAMS}, graph.withhold", "replace that pattern by the concepts that should stay out")
    _apply(params, paths, found, [p for p in params.graph.withhold if p not in own], cores, dry_run)


def _look(concept: str) -> tuple[Params, list[str], Found]:
    """The params, the paths of all concepts, and the concept asked for."""
    params, placed = load(PARAMS), read_concepts(sorted(Path("concepts").rglob("*.yaml")))
    place = find(concept, placed)
    paths = [_path(p) for p in placed]
    path = _path(place)
    patterns = [pattern for pattern in params.graph.withhold if fnmatchcase(path, pattern)]
    role = assign_roles(paths, params.graph)[path]
    return params, paths, Found(place.concept.id, place.concept.name, path, role, patterns)


def _path(placed: Placed) -> str:
    return f"{placed.domain}/{placed.subdomain}/{placed.concept.id}"


def _apply(params: Params, paths: list[str], found: Found, withhold: list[str], cores: str, dry_run: bool) -> None:
    """Edits params.yaml, says what will run and why, builds, and shows what was known before and is now."""
    assign_roles(paths, Graph(teach=params.graph.teach, withhold=withhold))  # says so where nothing would be taught
    if guard.is_building():
        raise SutraError("a build runs here", str(Path.cwd()), "wait for it, or stop it")
    before = read_grid(GRID) if GRID.is_file() else {}
    text = PARAMS.read_text(encoding="utf-8")
    changed = set_list(text, WHERE, list(withhold))
    print("\n".join([str(PARAMS), *changed_lines(text, changed)]))
    keep = False
    write_text(PARAMS, changed)
    try:
        work = planned()
        print(show_plan(work), flush=True)
        keep = not dry_run
    except KeyboardInterrupt:
        raise SutraError("stopped", str(PARAMS), "nothing had begun, and params.yaml is as it was") from None
    finally:
        if not keep:
            write_text(PARAMS, text)
    if dry_run:
        print("nothing was built, and params.yaml is as it was")
        return
    back = f"make {'teach' if len(withhold) > len(params.graph.withhold) else 'unteach'} CONCEPT={found.id}"
    try:
        build(cores=cores)
    except SutraError as error:
        raise ToldError(f"{error}\nparams.yaml keeps the edit: `make build` goes on, `{back}` goes back") from None
    tiles.show(report(before, read_grid(GRID), found.id, params.reports.baseline, work))
    print(f"the report: reports/index.html   the way back: {back}")


def report(before: Grid, after: Grid, concept: str, baseline: str | None, work: dict[str, Work]) -> list[Text | str]:
    """Both grids of each model but the baseline, and what changed, as lines to show."""
    if not after:
        return ["no task made from the graph is scored, so there is no grid"]
    lines: list[Text | str] = [tiles.LEGEND]
    for model, checkpoints in after.items():
        if model == baseline and len(after) > 1:
            continue
        name, old = last(checkpoints), before.get(model, {})
        now, was = checkpoints[name], old[last(old)] if old else []
        if was:
            lines += [f"{model}, before (checkpoint {last(old)})", *tiles.draw(was, concept)]
        lines += [f"{model}, now (checkpoint {name})", *tiles.draw(now, concept), f"{model}, what changed"]
        lines += tiles.compare(was, now, concept) if was else ["  nothing was built before to compare with"]
    if before and (others := other_changes(work)):
        lines.append(f"not the lessons alone: this build also had {'; '.join(others)}")
    return lines


def other_changes(work: dict[str, Work]) -> list[str]:
    """What else was new in a build than `graph.withhold` and what follows from it."""
    said = [reason for stage in work.values() for reason in stage.why]
    return [reason for reason in said if not reason.startswith(("graph.withhold:", "because "))]

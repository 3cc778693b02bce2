"""Results of a study's own, as `sutra compare` takes them: data/evals/{model}/seed-{seed}/epoch-{epoch}-{which}/{task}.json.

The groups of a task stand apart, as `concepts (taught, unseen wording)`: a mean of taught and withheld means nothing.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from sutra.errors import SutraError
from sutra.files import canonical, digest, read_table
from sutra.reports.results import HELDOUT, Scored, concepts_of, read_results
from sutra.reports.samples import Run, TaskRun, Values

CHECKPOINT = re.compile(r"/evals/[^/]+/seed-\d+/epoch-\d+-\w+$")
ROWS = ".items.parquet"


def is_own(path: Path) -> bool:
    """Whether a path is where `evals` puts its results: a file of a checkpoint, or the folder of one."""
    place = _place(path)
    return bool(CHECKPOINT.search((place.parent if place.suffix else place).as_posix()))


def read_own(path: Path) -> Run:
    """Reads one result, or all of a checkpoint. Raises SutraError where there is none, or where one is not the mean of its rows."""
    place = _place(path)
    results = sorted(p for p in place.glob("*.json") if _rows(p).is_file()) if place.is_dir() else [place]
    if not results or not results[0].is_file():
        raise SutraError("there is no result of evals", str(path), "make build, or name another one in data/evals")
    *_, model, seed, checkpoint = results[0].parent.parts
    items = {result.stem: table for result in results if (table := _items(result)) is not None}
    found = read_results(results, [rows for r in results if (rows := _rows(r)).is_file()], concepts_of(items))
    tasks = {
        name: run for (_, _, task), scored in found.items() for name, run in _by_group(task, scored, items.get(task))
    }
    return Run(str(path), f"{model} {seed} {checkpoint}", tasks)


def _place(path: Path) -> Path:
    """The whole path; links are not followed, as DVC may keep the file itself elsewhere."""
    return Path(os.path.abspath(path))


def _rows(result: Path) -> Path:
    return result.with_name(result.stem + ROWS)


def _items(result: Path) -> pl.DataFrame | None:
    """The items of a task over concepts, from data/tasks beside data/evals; None where they are not there."""
    path = result.parents[4] / "tasks" / result.stem / "items.parquet"
    table = read_table(path) if path.is_file() else None
    return table if table is not None and "concept_id" in table.columns else None


def _by_group(task: str, scored: Scored, items: pl.DataFrame | None) -> Iterator[tuple[str, TaskRun]]:
    """Each group of a task, or the whole of a task without groups. `items` tells whether the choices are the same, too."""
    asked = {row["item_id"]: digest(canonical(row)) for row in items.to_dicts()} if items is not None else {}
    facts = scored.facts
    for group in sorted(set(scored.groups)):
        part = scored.group(group)
        values = Values(tuple(part.values[0].tolist()), tuple(part.weights.tolist()), not scored.lower_is_better)
        yield (
            f"{task} ({group})" if group else task,
            TaskRun(
                version=str(facts.get("version", "–")),
                shots=str(facts.get("num_fewshot", "–")),
                limit=facts.get("limit"),
                items=tuple((0, item) for item in part.items),
                prompts=tuple(asked.get(item, "") for item in part.items),
                targets=(),
                clusters=part.clusters,
                unit="documents" if task.startswith(HELDOUT) else "items" if items is None else "concepts",
                metrics={facts.get("metric", "bits_per_byte"): values},
                group=group,
                chance=facts.get("chance"),
            ),
        )

"""Published numbers, recomputed like for like: a mean over the tasks that all rows share, printed average beside it."""

import csv
from dataclasses import dataclass
from pathlib import Path

from sutra.errors import SutraError

ROUNDING = 0.0151  # printed averages have two decimals, of values with two decimals
BASELINES = "published_1b_baselines"
PROGRESSION = "published_training_progression"
NOT_TASKS = {"dataset", "tokens_seen", "printed_average", "printed_average_tasks"}


@dataclass(frozen=True)
class Source:
    """One file of published numbers: where they were printed, and the rows as they stand."""

    name: str
    note: str
    columns: list[str]
    rows: list[dict[str, str]]


def read_published(path: Path) -> Source:
    """Reads a CSV whose first lines may be comments (`# …`) that say where the numbers are from."""
    lines = path.read_text(encoding="utf-8").splitlines()
    note = " ".join(line.removeprefix("#").strip() for line in lines if line.startswith("#"))
    reader = csv.DictReader(line for line in lines if line.strip() and not line.startswith("#"))
    rows = list(reader)
    if not rows or any(None in row or None in row.values() for row in rows):
        raise SutraError("a row has more or fewer cells than the header", str(path), "mend the file")
    return Source(path.stem, note, list(reader.fieldnames or []), rows)


def shared_tasks(source: Source) -> list[str]:
    """The task columns that every row has a number in."""
    return [column for column in source.columns if column not in NOT_TASKS and all(row[column] for row in source.rows)]


def recomputed(source: Source) -> list[dict[str, str]]:
    """Each row with its mean over the shared tasks, the printed average, and a flag where that is another kind of mean.

    The order is the printed one: rows are not ranked, as they saw unlike numbers of tokens.
    """
    tasks = shared_tasks(source)
    found = []
    for row in source.rows:
        mean = sum(float(row[task]) for task in tasks) / len(tasks)
        count = int(row["printed_average_tasks"])
        flag = ""
        if count != len(tasks):
            flag = f"averages {count} tasks, not the {len(tasks)} shown"
        elif abs(mean - float(row["printed_average"])) > ROUNDING:
            flag = "is not the mean of the tasks shown"
        found.append(
            {
                "dataset": row["dataset"],
                "tokens_seen": row["tokens_seen"],
                "mean_of_shared_tasks": f"{mean:.2f}",
                "tasks": str(len(tasks)),
                "printed_average": row["printed_average"],
                "printed_average_flag": flag,
                **{task: row[task] for task in tasks},
            }
        )
    return found


def progression_means(source: Source, tasks: list[str]) -> list[dict[str, str]]:
    """For each checkpoint of a table with a task per row: its mean over `tasks`, and over all tasks that every checkpoint has."""
    checkpoints = [column for column in source.columns if column not in {"task", "metric", "num_fewshot"}]
    complete = [row for row in source.rows if all(row[c] for c in checkpoints)]
    shared = [row for row in complete if row["task"] in tasks]

    def mean(rows: list[dict[str, str]], checkpoint: str) -> str:
        return f"{sum(float(row[checkpoint]) for row in rows) / len(rows):.2f}" if rows else ""

    return [
        {
            "checkpoint": checkpoint,
            f"mean_of_{len(shared)}": mean(shared, checkpoint),
            f"mean_of_{len(complete)}": mean(complete, checkpoint),
        }
        for checkpoint in checkpoints
    ]

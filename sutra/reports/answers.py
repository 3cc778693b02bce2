"""What every model answered to the questions about each concept, at its last checkpoint."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from sutra.files import read_table
from sutra.reports.grid import last


class Answer(NamedTuple):
    """One model's answer: which choice its first seed took (None where scores do not tell), and how many seeds were right."""

    choice: int | None
    right: float
    seeds: int


class Question(NamedTuple):
    """An item about a concept, and the answers of the models."""

    wording: str
    question: str
    prompt: str
    choices: list[str]
    answer: int
    given: dict[str, Answer]


def read_answers(tasks: Iterable[Path], rows: Iterable[Path], task: str | None) -> dict[str, list[Question]]:
    """The questions of each concept (by id), in the order of the items; empty where no task is of concepts.

    `tasks` are data/tasks/{task}/items.parquet, `rows` data/evals/{model}/seed-{seed}/epoch-{checkpoint}/{task}.items.parquet.
    """
    tables = {path.parent.name: path for path in tasks}
    if task is None or task not in tables:
        return {}
    given = _given([path for path in rows if path.name == f"{task}.items.parquet"])
    found: dict[str, list[Question]] = {}
    for item in read_table(tables[task]).iter_rows(named=True):
        answers = {
            model: answer_of(by_item[item["item_id"]], item["answer"])
            for model, by_item in given.items()
            if item["item_id"] in by_item
        }
        question = Question(item["wording"], item["question"], item["prompt"], item["choices"], item["answer"], answers)
        found.setdefault(item["concept_id"], []).append(question)
    return found


def answer_of(scored: list[dict[str, Any]], answer: int) -> Answer:
    """One model's answer from its rows, a row per seed. The choice is the likeliest one, if that agrees with `correct`."""
    first, right = scored[0], sum(row["correct"] for row in scored)
    scores = first["scores"]
    choice = scores.index(max(scores)) if scores else None
    if (choice == answer) != (first["correct"] == 1):  # a tie, or a metric that weighs the scores in another way
        choice = answer if first["correct"] == 1 else None
    return Answer(choice, right, len(scored))


def _given(paths: list[Path]) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """{model: {item: its rows at the last checkpoint, a row per seed}}."""
    places = [(path.parts[-4], path.parts[-2].removeprefix("epoch-"), _seed(path), path) for path in paths]
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for model in sorted({place[0] for place in places}):
        end = last({checkpoint for name, checkpoint, _, _ in places if name == model})
        by_item = found.setdefault(model, {})
        for _, _, _, path in sorted(place for place in places if place[:2] == (model, end)):
            table: pl.DataFrame = read_table(path, ["item_id", "correct", "scores"])
            for row in table.iter_rows(named=True):
                by_item.setdefault(row["item_id"], []).append(row)
    return found


def _seed(path: Path) -> int:
    return int(path.parts[-3].removeprefix("seed-"))

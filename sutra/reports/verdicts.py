"""What the page says first: the four kinds of questions apart, and the headline that their verdicts lead to."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple

from sutra.reports.compare import Difference
from sutra.reports.comparison import FAMILIES, Row, headline
from sutra.reports.overview import source
from sutra.reports.results import HELDOUT

Outcome = Literal["learned", "none", "harmed"]

# Group of the items of a task made from the graph, by kind of question.
KINDS = {
    "recall": "taught, seen wording",
    "bar": "taught, unseen wording",
    "withheld": "withheld, unseen wording",
    "other": "taught, other wording",
}


class Kind(NamedTuple):
    """One kind of question and its rows at the last checkpoint, a row per model."""

    name: str  # of KINDS, or real
    task: str
    rows: list[Row]


class Headline(NamedTuple):
    """What became of one model, and the row that says so: questions in wording that no lesson uses."""

    model: str
    outcome: Outcome
    row: Row


def kinds(rows: Sequence[Row], study: dict[str, Any], models: Sequence[str]) -> list[Kind]:
    """The kinds of questions that were asked, real text last: heldout documents that no prompt asked for.

    Rows are in the order of `models`.
    """
    last = sorted(headline(list(rows)), key=lambda row: models.index(row.model))
    found = [
        Kind(name, task, [row for row in last if (row.task, row.group) == (task, group)])
        for task in _tasks(last)
        for name, group in KINDS.items()
    ]
    real = [f"{HELDOUT}{corpus}" for corpus in study["evals"]["heldout"] if source(study, corpus) != "prompts"]
    found += [Kind("real", task, [row for row in last if row.task == task]) for task in real]
    return [kind for kind in found if kind.rows]


def _tasks(rows: Iterable[Row]) -> list[str]:
    return list(dict.fromkeys(row.task for row in rows if row.group in KINDS.values()))


def outcome(row: Row) -> Outcome:
    """Learned, where all the tests that there are came out better; harmed, where it is worse than the baseline."""
    tests = [difference.verdict for _, difference in differences(row)]
    if row.difference and row.difference.verdict == "worse":
        return "harmed"
    return "learned" if tests and set(tests) == {"better"} else "none"


def differences(row: Row) -> list[tuple[str, Difference]]:
    """The differences of a row by family: from the baseline, from chance, from the withheld concepts."""
    return [(family, found) for family in FAMILIES if (found := getattr(row, family))]


def headlines(found: Sequence[Kind], baseline: str | None) -> list[Headline]:
    """What became of every model but the baseline, on the questions that count; nothing without a baseline."""
    return [
        Headline(row.model, outcome(row), row)
        for kind in found
        if kind.name == "bar" and baseline
        for row in kind.rows
        if row.model != baseline and not row.refusal
    ]


def families(rows: Sequence[Row]) -> dict[str, int]:
    """How many comparisons of each family p is corrected over."""
    return {family: sum(1 for row in rows if getattr(row, family)) for family in FAMILIES}

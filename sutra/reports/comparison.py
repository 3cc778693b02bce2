"""The comparison table: every model at every scored checkpoint, by task and group, against the baseline."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from sutra.errors import SutraError
from sutra.reports.compare import Difference, Kind, Mean, compare, corrected, measure
from sutra.reports.curves import Run
from sutra.reports.params import Reports
from sutra.reports.results import HELDOUT, Key, Scored

Cell = tuple[str, str, str, str]  # task, group, checkpoint, model
ALL = "all"  # the group of every item, and the task that stands for the mean of all tasks
SEEN = ", seen wording"  # items in the words of the lessons, which are not kept out
TAUGHT = re.compile(r"taught, (.+ wording)")  # a group of items, and in the second place that of its control
FAMILIES = ("difference", "above_chance", "control")  # fields of a row; p is corrected over each, by checkpoint
ONE_SEED = "one training seed: said of these runs, not of the recipe"
BEYOND = {"better": "above", "worse": "below"}


@dataclass(frozen=True)
class Row:
    """One cell of the study: a model at a checkpoint on a task and group."""

    task: str
    group: str
    checkpoint: str
    model: str
    mean: Mean
    seen: int  # tokens seen at this checkpoint; fewer than the budget where the best was kept before the end
    kept_out: bool  # whether the items were kept out of all that the model was trained on
    difference: Difference | None = None  # from the baseline
    refusal: str = ""  # why there is no difference
    above_chance: Difference | None = None  # from what guessing scores
    control: Difference | None = None  # taught from withheld concepts, of the same model and wording

    @property
    def heldout(self) -> bool:
        """Whether this is bits per byte on heldout text, where lower is better."""
        return self.task.startswith(HELDOUT)

    @property
    def note(self) -> str:
        """Why there is no difference, and what the differences that there are do not tell."""
        found = [difference for name in FAMILIES if (difference := getattr(self, name))]
        one = any(difference.seeds == 1 for difference in found)
        return "; ".join(filter(None, [self.refusal, ONE_SEED if one else ""]))


def build_rows(results: dict[Key, Scored], runs: list[Run], study: dict[str, Any], reports: Reports) -> list[Row]:
    """All rows, in the order task, group, checkpoint, model; p values corrected over each family of comparisons."""
    models, baseline = list(study["models"]), reports.baseline
    if baseline is not None and baseline not in models:
        raise SutraError(f"no model is named {baseline}", "params.yaml: reports.baseline", "name a row of models")
    cells = _samples(results, study)
    options = (study["seed"], reports.confidence, reports.resamples)
    means = {
        cell: measure(scored, _tokens(runs, cell[3], cell[2], budget=True), *options) for cell, scored in cells.items()
    }

    def against(kind: Kind, cell: Cell, other: Cell) -> Difference | str:
        return compare(kind, cells[cell], cells[other], (means[cell], means[other]), *options)

    rows = []
    for cell, scored in cells.items():
        task, group, checkpoint, model = cell
        difference: Difference | str | None = None
        above_chance = against("chance", cell, cell) if means[cell].chance is not None else None
        control = None
        if baseline and model != baseline:
            other = (task, group, checkpoint, baseline)
            difference = (
                against("paired", cell, other) if other in cells else f"{baseline} has no score at {checkpoint}"
            )
        if (taught := TAUGHT.fullmatch(group)) and (
            other := (task, f"withheld, {taught[1]}", checkpoint, model)
        ) in cells:
            control = against("groups", cell, other)
        rows.append(
            Row(
                *cell,
                mean=means[cell],
                seen=_tokens(runs, model, checkpoint, budget=False),
                kept_out=not group.endswith(SEEN) and all(kept_out(study, model, s.task) for s in scored),
                difference=None if isinstance(difference, str) else difference,
                refusal=difference if isinstance(difference, str) else "",
                above_chance=None if isinstance(above_chance, str) else above_chance,
                control=None if isinstance(control, str) else control,
            )
        )
    for family, checkpoint in product(FAMILIES, dict.fromkeys(row.checkpoint for row in rows)):
        rows = _corrected(rows, family, checkpoint, reports.confidence)
    return rows


def _corrected(rows: list[Row], family: str, checkpoint: str, confidence: float) -> list[Row]:
    """The rows with p corrected over one family of comparisons at one checkpoint, which answer one question."""
    found: list[Difference | None] = [getattr(r, family) if r.checkpoint == checkpoint else None for r in rows]
    final: Iterator[Any] = iter(corrected([d for d in found if d], confidence))
    return [replace(row, **{family: next(final)}) if d else row for row, d in zip(rows, found, strict=True)]


def _samples(results: dict[Key, Scored], study: dict[str, Any]) -> dict[Cell, list[Scored]]:
    """What each cell was scored on, in the order of the params, heldout corpora last.

    A task whose items have groups has no cell of all its items, and no place in the mean over tasks: a mean of taught
    and withheld concepts means nothing.
    """
    models, measured = list(study["models"]), study["evals"]["tasks"]
    tasks = [*measured, *(HELDOUT + corpus for corpus in study["evals"]["heldout"])]
    checkpoints = sorted({checkpoint for _, checkpoint, _ in results}, key=_by_epoch)
    groups = {
        task: sorted({group for key, s in results.items() if key[2] == task for group in s.groups} - {""})
        for task in tasks
    }
    whole = [task for task in measured if not groups[task]]
    found: dict[Cell, list[Scored]] = {}
    for task in tasks:
        for group, checkpoint, model in product(groups[task] or [ALL], checkpoints, models):
            if scored := results.get((model, checkpoint, task)):
                found[task, group, checkpoint, model] = [scored if group == ALL else scored.group(group)]
    for checkpoint, model in product(checkpoints, models) if len(whole) > 1 else ():
        scores = [results.get((model, checkpoint, task)) for task in whole]
        found[ALL, ALL, checkpoint, model] = [s for s in scores if s]
    return {cell: scored for cell, scored in found.items() if scored and all(s.items for s in scored)}


def _by_epoch(checkpoint: str) -> tuple[int, str]:
    epoch, which = checkpoint.split("-")
    return int(epoch), which


def _tokens(runs: Iterable[Run], model: str, checkpoint: str, budget: bool) -> int:
    """Tokens trained on up to a checkpoint (the most of any seed), or up to the end of its epoch."""
    epoch, which = checkpoint.split("-")
    of_epoch = [run for run in runs if run.model == model and run.epoch == int(epoch)]
    if not of_epoch:
        raise SutraError(
            f"{model} has results but no metrics of epoch {epoch}",
            f"data/checkpoints/{model}",
            "build checkpoints again",
        )
    return max(run.trained if budget or which == "final" else run.best_tokens for run in of_epoch)


def kept_out(study: dict[str, Any], model: str, task: str) -> bool:
    """Whether the items of a task, or the heldout documents, are kept out of every corpus the model is trained on."""
    mixture = study["models"][model]["mixture"]
    return task.startswith(HELDOUT) or all(task in study["corpora"][c]["corpus"]["keep_out"] for c in mixture)


def headline(rows: list[Row]) -> list[Row]:
    """Rows of the last checkpoint: the end of the last epoch, or its best where only that was scored."""
    last = max((row.checkpoint for row in rows), key=_by_epoch, default="")
    return [row for row in rows if row.checkpoint == last]


def as_cells(rows: list[Row], baseline: str | None) -> list[dict[str, str]]:
    """The rows as text, the same in every format of the table."""
    return [_cells(row, baseline) for row in rows]


def _cells(row: Row, baseline: str | None) -> dict[str, str]:
    mean, difference, chance, control = row.mean, row.difference, row.above_chance, row.control
    verdict = "baseline" if row.model == baseline else difference.verdict if difference else "not compared"
    return {
        "task": row.task,
        "group": row.group,
        "checkpoint": row.checkpoint,
        "model": row.model,
        "verdict": verdict,
        "value": f"{mean.value:.4f}",
        "low": f"{mean.low:.4f}",
        "high": f"{mean.high:.4f}",
        "stderr": f"{mean.stderr:.4f}",
        "chance": "" if mean.chance is None else f"{mean.chance:.4f}",
        "n": str(mean.n),
        "clusters": str(mean.clusters),
        "seeds": str(mean.seeds),
        "metric": mean.metric,
        "shots": mean.shots,
        "version": mean.version,
        "limit": mean.limit,
        "tokens_seen": str(row.seen),
        "token_budget": str(mean.tokens),
        "kept_out": "yes" if row.kept_out else "no",
        "difference": f"{difference.value:+.4f}" if difference else "",
        "difference_low": f"{difference.low:+.4f}" if difference else "",
        "difference_high": f"{difference.high:+.4f}" if difference else "",
        "mde": f"{difference.mde:.4f}" if difference and difference.mde is not None else "",
        "p_holm": p_text(difference),
        "chance_verdict": BEYOND.get(chance.verdict, chance.verdict) if chance else "",
        "chance_p_holm": p_text(chance),
        "control_difference": f"{control.value:+.4f}" if control else "",
        "control_verdict": control.verdict if control else "",
        "control_p_holm": p_text(control),
        "note": row.note,
    }


def p_text(difference: Difference | None) -> str:
    """The corrected p to four places."""
    if difference is None:
        return ""
    return "<0.0001" if difference.p_corrected < 1e-4 else f"{difference.p_corrected:.4f}"


def metrics(rows: list[Row]) -> dict[str, dict[str, dict[str, float]]]:
    """{model: {task: {value, stderr}}} of the headline; a group stands as `task/group`."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    for row in headline(rows):
        name = row.task if row.group == ALL else f"{row.task}/{row.group}"
        found.setdefault(row.model, {})[name] = {
            "value": round(row.mean.value, 6),
            "stderr": round(row.mean.stderr, 6),
        }
    return found

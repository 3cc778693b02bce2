"""The comparison table: every model at every scored checkpoint, by task and group, against the baseline."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sutra.errors import SutraError
from sutra.reports.compare import Difference, Mean, compare, corrected, measure
from sutra.reports.curves import Run
from sutra.reports.params import Reports
from sutra.reports.results import HELDOUT, Key, Scored

ALL = "all"  # the group of every item, and the task that stands for the mean of all tasks


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
    difference: Difference | None = None
    refusal: str = ""  # why there is no difference

    @property
    def heldout(self) -> bool:
        """Whether this is bits per byte on heldout text, where lower is better."""
        return self.task.startswith(HELDOUT)


def build_rows(results: dict[Key, Scored], runs: list[Run], study: dict[str, Any], reports: Reports) -> list[Row]:
    """All rows, in the order task, group, checkpoint, model; p values corrected over all comparisons together."""
    models = list(study["models"])
    if reports.baseline is not None and reports.baseline not in models:
        raise SutraError(
            f"no model is named {reports.baseline}", "params.yaml: reports.baseline", "name a row of models"
        )
    samples = _samples(results, study)
    options = (study["seed"], reports.confidence, reports.resamples)
    means = {
        (*where, model): measure(scored, _tokens(runs, model, where[2], budget=True), *options)
        for where, by_model in samples.items()
        for model, scored in by_model.items()
    }
    rows = []
    for where, by_model in samples.items():
        for model, scored in by_model.items():
            row = Row(
                *where,
                model=model,
                mean=means[*where, model],
                seen=_tokens(runs, model, where[2], budget=False),
                kept_out=all(kept_out(study, model, s.task) for s in scored),
            )
            if (baseline := reports.baseline) and model != baseline:
                found: Difference | str = f"{baseline} was not scored at {where[2]}"
                if baseline in by_model:
                    found = compare(scored, by_model[baseline], (row.mean, means[*where, baseline]), *options)
                row = replace(row, refusal=found) if isinstance(found, str) else replace(row, difference=found)
            rows.append(row)
    final = iter(corrected([row.difference for row in rows if row.difference], reports.confidence))
    return [replace(row, difference=next(final)) if row.difference else row for row in rows]


def _samples(results: dict[Key, Scored], study: dict[str, Any]) -> dict[tuple[str, str, str], dict[str, list[Scored]]]:
    """(task, group, checkpoint) to model to what it was scored on; in the order of the params, heldout corpora last."""
    models, measured = list(study["models"]), study["evals"]["tasks"]
    checkpoints = sorted({checkpoint for _, checkpoint, _ in results}, key=_by_epoch)
    found: dict[tuple[str, str, str], dict[str, list[Scored]]] = {}

    def add(task: str, group: str, checkpoint: str, model: str, scored: list[Scored]) -> None:
        if scored and all(s.items for s in scored):
            found.setdefault((task, group, checkpoint), {})[model] = scored

    for task in [*measured, *(HELDOUT + corpus for corpus in study["evals"]["heldout"])]:
        groups = sorted({group for key, s in results.items() if key[2] == task for group in s.groups} - {""})
        for group in [ALL, *groups]:
            for checkpoint in checkpoints:
                for model in models:
                    if scored := results.get((model, checkpoint, task)):
                        add(task, group, checkpoint, model, [scored if group == ALL else scored.group(group)])
    for checkpoint in checkpoints if len(measured) > 1 else []:
        for model in models:
            scores = [results.get((model, checkpoint, task)) for task in measured]
            add(ALL, ALL, checkpoint, model, [s for s in scores if s])
    return found


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
    mean, difference = row.mean, row.difference
    is_baseline = row.model == baseline
    cells = {
        "task": row.task,
        "group": row.group,
        "checkpoint": row.checkpoint,
        "model": row.model,
        "verdict": "baseline" if is_baseline else difference.verdict if difference else "not compared",
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
        "difference": "",
        "difference_low": "",
        "difference_high": "",
        "p_holm": "",
        "note": row.refusal,
    }
    if difference:
        cells |= {
            "difference": f"{difference.value:+.4f}",
            "difference_low": f"{difference.low:+.4f}",
            "difference_high": f"{difference.high:+.4f}",
            "p_holm": "<0.0001" if difference.p_corrected < 1e-4 else f"{difference.p_corrected:.4f}",
        }
    return cells


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

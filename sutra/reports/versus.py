"""Two models on lm-eval's samples or a study's own results, by the report's comparison: `sutra compare A.json B.json`."""

import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from sutra.errors import SutraError
from sutra.files import write_json
from sutra.reports.compare import Difference, Mean, compare, corrected, measure
from sutra.reports.comparison import p_text
from sutra.reports.own import is_own, read_own
from sutra.reports.results import Scored
from sutra.reports.samples import Run, read_run, scored, unlike_runs

SEED, RESAMPLES = 1, 1000  # of the bootstrap over items
COLUMNS = ("verdict", "task", "metric", "n", "units", "chance", "A", "B", "A−B", "interval", "detectable", "p (Holm)")
NONE = "–"


@dataclass(frozen=True)
class Line:
    """One task, one group of its items, or the mean of all tasks. `unit` is what its clusters are."""

    a: Mean
    b: Mean
    difference: Difference
    unit: str

    @property
    def name(self) -> str:
        """The task, or of how many tasks it is the mean."""
        return self.a.tasks[0] if len(self.a.tasks) == 1 else f"mean of {len(self.a.tasks)}"


@dataclass(frozen=True)
class Versus:
    """What came of it: lines, and why tasks were left out."""

    lines: list[Line]
    left_out: dict[str, str]


def versus(ours: list[Run], theirs: list[Run], metrics: dict[str, str], confidence: float) -> Versus:
    """Compares on every task that all runs have, and on their mean; p is corrected over all lines.

    Runs of one side are training seeds, paired by position. Raises SutraError where nothing can be compared.
    """
    if len(ours) != len(theirs):
        raise SutraError(
            f"{len(ours)} runs against {len(theirs)}",
            "sutra compare",
            "give both sides as many: seeds are paired by position",
        )
    runs = [*ours, *theirs]
    tasks = list(dict.fromkeys(task for run in runs for task in run.tasks))
    if unknown := sorted(set(metrics) - set(tasks)):
        raise SutraError(f"no run has a task {unknown[0]}", "--metric", f"name one of: {', '.join(tasks)}")
    left_out: dict[str, str] = {}
    pairs: list[tuple[list[Scored], list[Scored]]] = []
    for task in tasks:
        found = _pair(task, ours, theirs, metrics.get(task))
        if isinstance(found, str):
            left_out[task] = found
        else:
            pairs.append(([found[0]], [found[1]]))
    whole = [(a, b) for a, b in pairs if not any(a[0].groups)]  # a mean of taught and withheld means nothing
    if len(whole) > 1:
        if _averageable([a[0] for a, _ in whole]):
            pairs.append(([a[0] for a, _ in whole], [b[0] for _, b in whole]))
        else:
            left_out["mean"] = "these metrics are not all shares of one kind"
    lines = []
    options = (SEED, confidence, RESAMPLES)
    for a, b in pairs:
        means = measure(a, None, *options), measure(b, None, *options)
        difference = compare("paired", a, b, means, *options)
        if isinstance(difference, str):
            left_out[", ".join(means[0].tasks)] = difference
        else:
            lines.append(Line(*means, difference, a[0].facts["unit"]))
    if not lines:
        reasons = "; ".join(f"{task}: {reason}" for task, reason in left_out.items())
        where = " and ".join(run.path for run in runs)
        raise SutraError(f"no task can be compared ({reasons})", where, "score both in the same way on the same tasks")
    final = corrected([line.difference for line in lines], confidence)
    return Versus([replace(x, difference=d) for x, d in zip(lines, final, strict=True)], left_out)


def _pair(task: str, ours: list[Run], theirs: list[Run], metric: str | None) -> tuple[Scored, Scored] | str:
    """The scores of both sides, or why there are none."""
    lacking = [run.path for run in [*ours, *theirs] if task not in run.tasks]
    if lacking:
        return f"not in {', '.join(lacking)}"
    runs = [run.tasks[task] for run in [*ours, *theirs]]
    if reasons := list(dict.fromkeys(reason for run in runs[1:] for reason in unlike_runs(runs[0], run))):
        return "; ".join(reasons)
    known = [name for name in runs[0].metrics if all(name in run.metrics for run in runs)]
    if not known:
        return "metrics differ: none that is a mean over items is in all runs"
    if metric is not None and metric not in known:
        return f"no metric {metric} in all runs: there are {', '.join(known)}"
    chosen = metric or known[0]
    return scored(task, chosen, runs[: len(ours)]), scored(task, chosen, runs[len(ours) :])


def _averageable(tasks: list[Scored]) -> bool:
    """Whether a mean over the tasks means something: all are shares of what could be had."""
    return all(not s.lower_is_better and s.values.min() >= 0 and s.values.max() <= 1 for s in tasks)


def cells(found: Versus) -> list[dict[str, str]]:
    """The lines as text, in COLUMNS."""
    return [dict(zip(COLUMNS, _texts(line), strict=True)) for line in found.lines]


def _texts(line: Line) -> list[str]:
    a, b, difference = line.a, line.b, line.difference
    return [
        difference.verdict,
        line.name,
        ", ".join(dict.fromkeys(a.metric.split(", "))),
        str(a.n),
        f"{difference.clusters} {line.unit}",
        NONE if a.chance is None else f"{a.chance:.4f}",
        f"{a.value:.4f}",
        f"{b.value:.4f}",
        f"{difference.value:+.4f}",
        f"{difference.low:+.4f} to {difference.high:+.4f}",
        NONE if difference.mde is None else f"{difference.mde:.4f}",
        p_text(difference),
    ]


def run_compare(
    runs: list[Path], baseline: list[Path], metrics: list[str], confidence: float, out: Path | None
) -> None:
    """The verb: reads, compares, prints, and keeps it where `out` says."""
    if not baseline:
        if len(runs) != 2:
            raise SutraError(
                f"{len(runs)} runs and no baseline",
                "sutra compare",
                "name two runs, or say --baseline B.json [B2.json …]",
            )
        runs, baseline = runs[:1], runs[1:]
    ours, theirs = [_read(path) for path in runs], [_read(path) for path in baseline]
    found = versus(ours, theirs, _chosen(metrics), confidence)
    print("\n".join(_words(found, ours, theirs, confidence)))
    _print_table(cells(found))
    for task, reason in found.left_out.items():
        print(f"left out: {task}: {reason}")
    if out:
        write_json(out, as_json(found, ours, theirs, confidence))


def _read(path: Path) -> Run:
    return read_own(path) if is_own(path) else read_run(path)


def _chosen(metrics: list[str]) -> dict[str, str]:
    found = dict(text.partition("=")[::2] for text in metrics)
    if wrong := [task for task, metric in found.items() if not task or not metric]:
        raise SutraError(f"not task=metric: {wrong[0]}", "--metric", "write it as in --metric arc_easy=acc_norm")
    return found


def _words(found: Versus, ours: list[Run], theirs: list[Run], confidence: float) -> list[str]:
    """What the table says, said first."""
    verdicts = [line.difference.verdict for line in found.lines]
    counts = ", ".join(f"{word} on {verdicts.count(word)}" for word in ("better", "worse", "not distinguishable"))
    seeds = found.lines[0].difference.seeds
    scope = "one run a side: said of these runs, not of the recipes" if seeds == 1 else f"{seeds} seeds a side"
    return [
        f"A is {counts} of {len(verdicts)} ({100 * confidence:g} %, corrected over {len(verdicts)}; {scope})",
        *(f"{side}: {run.model}  {run.path}" for side, runs in (("A", ours), ("B", theirs)) for run in runs),
        "",
    ]


def _print_table(rows: list[dict[str, str]]) -> None:
    """With rich in a terminal, aligned text otherwise; without columns that say nothing in any row."""
    names = [name for name in COLUMNS if any(row[name] != NONE for row in rows)]
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.table import Table

        table = Table(*names)
        for row in rows:
            table.add_row(*(row[name] for name in names))
        Console().print(table)
        return
    widths = {name: max(len(name), *(len(row[name]) for row in rows)) for name in names}
    for row in [{name: name for name in names}, *rows]:
        print("  ".join(row[name].ljust(widths[name]) for name in names).rstrip())


def as_json(found: Versus, ours: list[Run], theirs: list[Run], confidence: float) -> dict[str, Any]:
    """All that was found, with every field of both means and of the difference."""
    return {
        "a": [run.path for run in ours],
        "b": [run.path for run in theirs],
        "confidence": confidence,
        "left_out": found.left_out,
        "lines": [
            {
                "name": line.name,
                "unit": line.unit,
                "a": asdict(line.a),
                "b": asdict(line.b),
                "difference": asdict(line.difference) | {"scope": line.difference.scope},
            }
            for line in found.lines
        ],
    }

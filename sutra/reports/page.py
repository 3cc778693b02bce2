"""The page: one file that needs nothing else. Texts of documents are untrusted and always escaped."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sutra.reports import curves, figures, overview, published, verdicts
from sutra.reports.assemble import Report
from sutra.reports.comparison import ALL, Row, headline
from sutra.reports.documents import excerpt
from sutra.reports.grid import Grid
from sutra.reports.panels import epochs, panels

LESSON = 1500  # characters of a lesson in the entry of its concept
TEMPLATES = Path(__file__).parent / "templates"
OPEN = {ALL, verdicts.KINDS["bar"], verdicts.KINDS["withheld"]}  # groups of the comparison that are not folded away


def environment() -> Environment:
    """Jinja with escaping on, for the page and the cards; an unknown name in a template is an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {
        "percent": figures.percent,
        "points": figures.points,
        "count": figures.count,
        "tally": figures.tally,
        "either": figures.either,
        "both": figures.both,
        "plain": figures.plain,
        "excerpt": excerpt,
    }
    off = yaml.safe_load((TEMPLATES / "off.yaml").read_text(encoding="utf-8"))
    made.globals |= {"shape": figures.shape, "wording": off}
    return made


def render_page(report: Report, grid: Grid) -> str:
    """The whole page; `grid` is that of reports/grid.json."""
    baseline = report.reports.baseline
    models = sorted(report.study["models"], key=lambda model: (model == baseline, model))
    withheld = report.graph["withheld"]
    found = verdicts.kinds(report.rows, report.study, models)
    return (
        environment()
        .get_template("index.html.j2")
        .render(
            report=report,
            baseline=baseline,
            confidence=f"{100 * report.reports.confidence:g}",
            alpha=f"{1 - report.reports.confidence:.4g}",
            summary=overview.summary(report.rows, report.runs, report.curves, report.sizes, report.graph, report.study),
            headlines=verdicts.headlines(found, baseline),
            kinds=found,
            families=verdicts.families(headline(report.rows)),
            epochs=epochs(grid),
            models=models,
            panels=panels(grid, models),
            longest=LESSON,
            marks={m: {"colour": i % figures.COLOURS, "shape": figures.SHAPES[i % 6]} for i, m in enumerate(models)},
            tasks=list(_blocks([row for row in report.rows if not row.heldout])),
            heldout=list(_blocks([row for row in report.rows if row.heldout])),
            drawing=curves.geometry(report.curves, models),
            limits=overview.limits(report.rows, report.study, report.reports, withheld),
            like_for_like=_published(report),
        )
    )


def _blocks(rows: list[Row]) -> Iterator[dict[str, Any]]:
    """Rows of one task and group, those of the last epoch apart from the earlier ones, and the scale of their bars."""
    for (task, group), found in groupby(rows, key=lambda row: (row.task, row.group)):
        block = list(found)
        ends = [x for row in block for x in (row.mean.low, row.mean.high, row.mean.chance) if x is not None]
        low, high = min(ends), max(ends)
        last = max(_epoch(row) for row in block)
        yield {
            "task": task,
            "group": group,
            "open": group in OPEN,
            "heldout": block[0].heldout,
            "mean": block[0].mean,
            "alike": {
                name: list(dict.fromkeys(getattr(r.mean, name) for r in block))
                for name in ("n", "shots", "metric", "version", "limit")
            },
            "kept_out": [row.model for row in block if not row.kept_out],
            "last": [_line(row, low, high) for row in block if _epoch(row) == last],
            "earlier": [_line(row, low, high) for row in block if _epoch(row) < last],
        }


def _epoch(row: Row) -> int:
    return int(row.checkpoint.split("-")[0])


def _line(row: Row, low: float, high: float) -> dict[str, Any]:
    """A row, and where the marks of its bar stand, from 3 to 97 of a hundred."""

    def x(value: float | None) -> float | None:
        return None if value is None else round(3 + 94 * (value - low) / ((high - low) or 1), 1)

    mean = row.mean
    return {"row": row, "bar": {name: x(getattr(mean, name)) for name in ("low", "high", "value", "chance")}}


def _published(report: Report) -> dict[str, Any] | None:
    """The published comparison recomputed, and what else was published."""
    source = report.published.get(published.BASELINES)
    if source is None:
        return None
    tasks = published.shared_tasks(source)
    progression = report.published.get(published.PROGRESSION)
    return {
        "note": source.note,
        "tasks": tasks,
        "rows": published.recomputed(source),
        "progression": published.progression_means(progression, tasks) if progression else [],
        "others": [s for name, s in sorted(report.published.items()) if name != published.BASELINES],
    }

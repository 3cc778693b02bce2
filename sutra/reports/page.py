"""The page: one file that needs nothing else. Texts of documents are untrusted and always escaped."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sutra.reports import curves, figures, overview, published
from sutra.reports.assemble import Report
from sutra.reports.comparison import Row
from sutra.reports.documents import excerpt

TEMPLATES = Path(__file__).parent / "templates"


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
        "count": figures.count,
        "either": figures.either,
        "excerpt": excerpt,
    }
    off = yaml.safe_load((TEMPLATES / "off.yaml").read_text(encoding="utf-8"))
    made.globals |= {"shape": figures.shape, "wording": off}
    return made


def render_page(report: Report) -> str:
    """The whole page."""
    models = list(report.study["models"])
    withheld = report.graph["withheld"]
    return (
        environment()
        .get_template("index.html.j2")
        .render(
            report=report,
            baseline=report.reports.baseline,
            confidence=f"{100 * report.reports.confidence:g}",
            summary=overview.summary(report.rows, report.runs, report.sizes, report.graph, report.study),
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

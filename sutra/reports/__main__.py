"""`python -m sutra.reports`: see rules/reports.smk."""

from pathlib import Path
from typing import Any

from sutra import job
from sutra.files import read_json, write_json, write_text
from sutra.reports.assemble import Inputs, assemble, report_check, table_text
from sutra.reports.cards import corpus_card, model_card
from sutra.reports.comparison import metrics as headline_metrics
from sutra.reports.explorer import render_explorer
from sutra.reports.grid import read_grid
from sutra.reports.page import render_page


def render(
    graph: Path,
    checks: list[Path],
    tasks: list[Path],
    shards: list[Path],
    rejected: list[Path],
    documents: list[Path],
    mixtures: list[Path],
    configs: list[Path],
    training: list[Path],
    seen: list[Path],
    results: list[Path],
    rows: list[Path],
    published: list[Path],
    params: dict[str, Any],
    page: Path,
    tables: list[Path],
    metrics: Path,
    grid: Path,
    curves: Path,
    corpora: list[Path],
    models: list[Path],
    check: Path,
) -> None:
    """Check that every edge of the build adds up, then write the page, the tables and the cards."""
    report = assemble(
        Inputs(
            graph=graph,
            checks=checks,
            tasks=tasks,
            shards=shards,
            rejected=rejected,
            documents=documents,
            mixtures=mixtures,
            configs=configs,
            metrics=training,
            seen=seen,
            results=results,
            rows=rows,
            published=published,
        ),
        params,
    )
    job.say(f"{len(report.checks)} checks and {len(report.edges)} edges hold")
    write_json(grid, report.grid)
    write_text(page, render_page(report, read_grid(grid)))
    for path in tables:
        write_text(path, table_text(report, path.stem, path.suffix[1:]))
    write_json(metrics, headline_metrics(report.rows))
    write_text(curves, report.curves.write_csv())
    for path in corpora:
        write_text(path, corpus_card(report, path.stem.removeprefix("corpus-")))
    for path in models:
        write_text(path, model_card(report, path.stem.removeprefix("model-")))
    write_json(check, report_check(report))


def explore(graph: Path, out: Path) -> None:
    """Write the page that explores the concept graph."""
    write_text(out, render_explorer(read_json(graph)))


if __name__ == "__main__":
    job.main(render, explore)

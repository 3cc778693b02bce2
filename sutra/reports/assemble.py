"""From the files of a build to everything that its page, tables and cards say."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from sutra.checks import make_check
from sutra.errors import SutraError
from sutra.files import read_json
from sutra.reports import (
    answers,
    comparison,
    concepts,
    conserve,
    curves,
    documents,
    grid,
    overview,
    published,
    results,
    tables,
)
from sutra.reports.params import Reports


@dataclass(frozen=True)
class Inputs:
    """The files that a report is made from; documents and rejected ones are found by the corpus in their path."""

    graph: Path
    checks: list[Path]
    tasks: list[Path]
    shards: list[Path]
    rejected: list[Path]
    documents: list[Path]
    mixtures: list[Path]
    configs: list[Path]
    metrics: list[Path]
    seen: list[Path]  # of the first seed
    results: list[Path]
    rows: list[Path]
    published: list[Path]


@dataclass(frozen=True)
class Report:
    """What was found; rendering adds no facts."""

    reports: Reports
    study: dict[str, Any]
    owners: conserve.Owners
    graph: dict[str, Any]
    checks: dict[str, conserve.Check]
    edges: list[str]
    rows: list[comparison.Row]
    runs: list[curves.Run]
    curves: pl.DataFrame
    sizes: dict[str, int]  # model: parameters
    mixtures: dict[str, list[dict[str, Any]]]
    waterfall: dict[str, list[dict[str, Any]]]
    turned_away: dict[str, list[dict[str, Any]]]  # by corpus, at the stages that it makes itself
    lessons: dict[str, list[dict[str, Any]]]
    grid: dict[str, Any]
    concepts: list[concepts.Entry]
    off: dict[str, list[str]]
    published: dict[str, published.Source]


def assemble(inputs: Inputs, params: dict[str, Any]) -> Report:
    """Reads and checks everything. Raises SutraError where an edge of the build does not add up."""
    reports, study, owners = Reports.model_validate(params["reports"]), params["study"], params["owners"]
    checks = conserve.read_checks(inputs.checks)
    edges = conserve.require_edges(checks, owners)
    items = results.read_items(inputs.tasks)
    scored = results.read_results(inputs.results, inputs.rows, results.concepts_of(items))
    results.require_items(scored, items, checks)
    runs, curve = curves.read_metrics(inputs.metrics)
    graph = read_json(inputs.graph)
    tiles = grid.build_grid(inputs.tasks, inputs.rows, graph["nodes"])
    questions = answers.read_answers(inputs.tasks, inputs.rows, tiles["task"])
    mixtures = {model: list(row["mixture"]) for model, row in study["models"].items()}
    trained = {
        c: _of(inputs.documents, "corpus", owners[c]["corpus"] or c) for mixture in mixtures.values() for c in mixture
    }
    return Report(
        reports=reports,
        study=study,
        owners=owners,
        graph=graph["graph"],
        checks=checks,
        edges=edges,
        rows=comparison.build_rows(scored, runs, study, reports),
        runs=runs,
        curves=curve,
        sizes={_model(path): overview.parameters(read_json(path)) for path in inputs.configs},
        mixtures={path.parent.name: read_json(path)["corpora"] for path in inputs.mixtures},
        waterfall=conserve.waterfall(checks, owners),
        turned_away=_turned_away(inputs, owners),
        lessons={corpus: documents.lessons(_of(inputs.documents, "corpus", corpus)) for corpus in owners},
        grid=tiles,
        concepts=concepts.entries(graph["nodes"], questions, trained, mixtures, _seen(inputs.seen)),
        off=overview.off_stages(study, owners),
        published={path.stem: published.read_published(path) for path in inputs.published},
    )


def _turned_away(inputs: Inputs, owners: conserve.Owners) -> dict[str, list[dict[str, Any]]]:
    found = {}
    for corpus, stages in owners.items():
        words = [w for w in ("shards", "selection", "rephrased", "corpus") if stages[w] == corpus]
        texts = _of(inputs.shards, "shards", stages["shards"] or corpus)
        found[corpus] = documents.turned_away([(w, _of(inputs.rejected, w, corpus)) for w in words], texts)
    return found


def _seen(paths: list[Path]) -> dict[str, dict[int, Path]]:
    """{model: {epoch: its table}} of data/checkpoints/{model}/seed-{seed}/epoch-{epoch}/seen.parquet."""
    found: dict[str, dict[int, Path]] = {}
    for path in sorted(paths):
        found.setdefault(path.parts[-4], {})[int(path.parts[-2].removeprefix("epoch-"))] = path
    return found


def _of(paths: list[Path], word: str, owner: str) -> list[Path]:
    """Those of `paths` that lie under data/<word>/<owner>/."""
    return sorted(path for path in paths if (word, owner) in zip(path.parts, path.parts[1:], strict=False))


def _model(path: Path) -> str:
    """The model of data/checkpoints/{model}/seed-{seed}/epoch-{epoch}/{which}/config.json."""
    return path.parts[-5]


def table_text(report: Report, name: str, kind: str) -> str:
    """One of the tables that people take away: comparison, corpora, or published; as md, tex or csv."""
    if name == "comparison":
        rows = comparison.as_cells(report.rows, report.reports.baseline)
        columns = list(rows[0]) if rows else ["task", "group", "checkpoint", "model", "verdict", "value"]
    elif name == "corpora":
        columns = ["corpus", "stage", "made_by", "in", "kept", "rejected", "quarantined", "reasons"]
        rows = [
            row for corpus, stages in report.waterfall.items() for row in (_corpus_cells(corpus, s) for s in stages)
        ]
    elif name == "published":
        source = report.published.get(published.BASELINES)
        rows = published.recomputed(source) if source else []
        columns = list(rows[0]) if rows else ["dataset"]
    else:
        raise SutraError(f"no such table: {name}", "rules/reports.smk", "use comparison, corpora or published")
    return tables.render_table(columns, rows, kind)


def _corpus_cells(corpus: str, stage: dict[str, Any]) -> dict[str, str]:
    reasons = {**stage["rejected"], **stage["quarantined"]}
    return {
        "corpus": corpus,
        "stage": stage["word"],
        "made_by": stage["owner"],
        "in": str(stage["in"]),
        "kept": str(stage["kept"]),
        "rejected": str(sum(stage["rejected"].values())),
        "quarantined": str(sum(stage["quarantined"].values())),
        "reasons": ", ".join(f"{reason} {n}" for reason, n in sorted(reasons.items())),
    }


def report_check(report: Report) -> dict[str, Any]:
    """The check of reports: the owners whose checks were read, and the edges that hold."""
    return make_check(report.checks, report.checks, edges=report.edges)

"""Cards: a Hugging Face dataset card for every corpus, a model card for every model."""

from typing import Any

from sutra.reports.assemble import Report
from sutra.reports.comparison import headline
from sutra.reports.page import environment

SIZES = (
    (10**3, "n<1K"),
    (10**4, "1K<n<10K"),
    (10**5, "10K<n<100K"),
    (10**6, "100K<n<1M"),
    (10**7, "1M<n<10M"),
    (10**8, "10M<n<100M"),
)


def corpus_card(report: Report, corpus: str) -> str:
    """The card of one corpus: figures, stages that were off, what was rejected and why, and how it was made."""
    check = report.checks[f"corpus/{corpus}"]
    documents = check["kept"]
    return (
        environment()
        .get_template("corpus.md.j2")
        .render(
            corpus=corpus,
            row=report.study["corpora"][corpus],
            root=_root(report.study["corpora"], corpus),
            teachers=report.study["teachers"],
            seed=report.study["seed"],
            check=check,
            figures=check["figures"],
            size=next((name for most, name in SIZES if documents < most), "n>100M"),
            stages=report.waterfall[corpus],
            off=report.off[corpus],
        )
    )


def _root(rows: dict[str, Any], corpus: str) -> dict[str, Any]:
    """The row that the documents of a corpus come from."""
    source = rows[corpus]["from"]
    return _root(rows, source) if "at" in rows[corpus] else rows[corpus]


def model_card(report: Report, model: str) -> str:
    """The card of one model: its mixture, recipe and results, each beside chance and the budget of tokens."""
    row = report.study["models"][model]
    return (
        environment()
        .get_template("model.md.j2")
        .render(
            model=model,
            row=row,
            recipe=row.get("checkpoints") or report.study["checkpoints"],
            parameters=report.sizes.get(model),
            mixture=report.mixtures[model],
            runs=[run for run in report.runs if run.model == model],
            rows=[r for r in headline(report.rows) if r.model == model],
            baseline=report.reports.baseline,
            confidence=f"{100 * report.reports.confidence:g}",
        )
    )

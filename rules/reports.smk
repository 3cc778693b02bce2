# reports: what a reader came for. Reads results, curves, checks and the published numbers; makes reports/.

TABLES = expand(
    "reports/tables/{table}.{format}", table=["comparison", "corpora", "published"], format=["md", "tex", "csv"]
)


def all_checks():
    """The check of every owner of every stage."""
    corpora = [
        f"data/{w}/{c}/check.json"
        for w in ("prompts", "shards", "scores", "selection", "rephrased", "corpus")
        for c in STUDY.owners(w)
    ]
    return (
        ["data/graph/check.json"]
        + expand("data/tasks/{task}/check.json", task=STUDY.params.tasks)
        + corpora
        + expand("data/bins/corpora/{corpus}/check.json", corpus=STUDY.encoded())
        + expand("data/bins/mixtures/{model}/check.json", model=STUDY.models)
        + expand("data/{word}/{model}/check.json", word=["checkpoints", "evals"], model=STUDY.models)
    )


rule render_reports:
    """Check that every edge of the build adds up, then render the page, the tables and the cards."""
    input:
        graph="data/graph/graph.json",
        checks=all_checks(),
        rejected=[f"data/{w}/{c}/rejected.parquet" for w in ("selection", "corpus") for c in STUDY.owners(w)],
        documents=[split_files([c], "train") for c in STUDY.owners("corpus")],
        mixtures=expand("data/bins/mixtures/{model}/mixture.json", model=STUDY.models),
        metrics=[trained(m, "data/checkpoints/{model}/seed-{seed}/epoch-{epoch}/metrics.jsonl") for m in STUDY.models],
        results=[scored(m, "data/evals/{model}/seed-{seed}/epoch-{checkpoint}/{name}.json") for m in STUDY.models],
        rows=[scored(m, "data/evals/{model}/seed-{seed}/epoch-{checkpoint}/{name}.items.parquet") for m in STUDY.models],
        published=sorted(str(path) for path in Path("published").glob("*.csv")),
    output:
        page="reports/index.html",
        tables=TABLES,
        metrics="reports/metrics.json",
        curves="reports/curves.csv",
        corpora=expand("reports/cards/corpus-{corpus}.md", corpus=STUDY.owners("corpus")),
        models=expand("reports/cards/model-{model}.md", model=STUDY.models),
        check="data/reports/check.json",
    log:
        "logs/reports/reports.log",
    benchmark:
        "benchmarks/reports/reports.tsv"
    params:
        **given("reports"),
    shell:
        "python -m sutra.reports render --inputs {input:q} --params {params.values:q} --outputs {output:q} > {log:q} 2>&1"


rule reports:
    """The page, the tables and the cards."""
    input:
        rules.render_reports.output,

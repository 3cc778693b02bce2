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


def turned_away():
    """Tables of what each corpus quarantined or rejected."""
    return (
        made("shards", "data/shards/{corpus}/shard-{shard}.quarantine.parquet")
        + expand("data/selection/{corpus}/rejected.parquet", corpus=STUDY.owners("selection"))
        + made("rephrased", "data/rephrased/{corpus}/shard-{shard}.rejected.parquet")
        + expand("data/corpus/{corpus}/rejected.parquet", corpus=STUDY.owners("corpus"))
    )


def first_config(model):
    """The architecture of a model is the same for every seed and epoch."""
    return f"data/checkpoints/{model}/seed-{STUDY.seeds(model)[0]}/epoch-0/final/config.json"


def first_seen(model):
    """When the first seed of a model read which documents, epoch by epoch."""
    table = "data/checkpoints/{model}/seed-{seed}/epoch-{epoch}/seen.parquet"
    return expand(table, model=model, seed=STUDY.seeds(model)[0], epoch=STUDY.epochs(model))


rule render_reports:
    """Check that every edge of the build adds up, then render the page, the tables and the cards."""
    input:
        graph="data/graph/graph.json",
        checks=all_checks(),
        tasks=expand("data/tasks/{task}/items.parquet", task=STUDY.params.evals.tasks),
        shards=made("shards", "data/shards/{corpus}/shard-{shard}.parquet"),
        rejected=turned_away(),
        documents=split_files(STUDY.owners("corpus"), "train"),
        mixtures=expand("data/bins/mixtures/{model}/mixture.json", model=STUDY.models),
        configs=[first_config(m) for m in STUDY.models],
        training=[trained(m, "data/checkpoints/{model}/seed-{seed}/epoch-{epoch}/metrics.jsonl") for m in STUDY.models],
        seen=[first_seen(m) for m in STUDY.models],
        results=[scored(m, RESULT) for m in STUDY.models],
        rows=[scored(m, ITEMS) for m in STUDY.models],
        published=sorted(str(path) for path in Path("published").glob("*.csv")),
    output:
        page="reports/index.html",
        tables=TABLES,
        metrics="reports/metrics.json",
        grid="reports/grid.json",
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
        "python -m sutra.reports render --graph {input.graph:q} --checks {input.checks:q} --tasks {input.tasks:q}"
        " --shards {input.shards:q} --rejected {input.rejected:q} --documents {input.documents:q} --mixtures {input.mixtures:q}"
        " --configs {input.configs:q} --training {input.training:q} --seen {input.seen:q} --results {input.results:q}"
        " --rows {input.rows:q} --published {input.published:q} --params {params.values:q} --page {output.page:q} --tables {output.tables:q}"
        " --metrics {output.metrics:q} --grid {output.grid:q} --curves {output.curves:q} --corpora {output.corpora:q} --models {output.models:q}"
        " --check {output.check:q} > {log:q} 2>&1"


rule render_explorer:
    """The page that explores the concept graph: search, filters, a map, every concept with its links."""
    input:
        graph="data/graph/graph.json",
    output:
        page="reports/graph.html",
    log:
        "logs/reports/explorer.log",
    benchmark:
        "benchmarks/reports/explorer.tsv"
    params:
        code=code.digest("reports"),
    shell:
        "python -m sutra.reports explore --graph {input.graph:q} --out {output.page:q} > {log:q} 2>&1"


rule reports:
    """The pages, the tables and the cards."""
    input:
        rules.render_reports.output,
        rules.render_explorer.output,

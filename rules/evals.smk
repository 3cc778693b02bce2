# evals: scores of every checkpoint. Reads checkpoints, tasks, and heldout documents;
# makes data/evals/{model}/seed-{seed}/epoch-{epoch}-{which}/{task}.json and .items.parquet with a row per item.


RESULT = "data/evals/{model}/seed-{seed}/epoch-{checkpoint}/{name}.json"
ITEMS = "data/evals/{model}/seed-{seed}/epoch-{checkpoint}/{name}.items.parquet"


def scored(model, *patterns):
    """Files of every scored checkpoint of a model, for every task and heldout corpus."""
    names = [*STUDY.params.evals.tasks, *(f"heldout-{corpus}" for corpus in STUDY.params.evals.heldout)]
    return expand(patterns, model=model, seed=STUDY.seeds(model), checkpoint=STUDY.scored(model), name=names)


rule eval_task:
    """Score one checkpoint on one task, with lm-eval."""
    input:
        checkpoint=expand("data/checkpoints/{{model}}/seed-{{seed}}/epoch-{{epoch}}/{{which}}/{file}", file=LAYOUT),
        task="data/tasks/{task}.json",
        rows="data/tasks/{task}/items.parquet",
    output:
        result="data/evals/{model}/seed-{seed}/epoch-{epoch}-{which}/{task}.json",
        rows="data/evals/{model}/seed-{seed}/epoch-{epoch}-{which}/{task}.items.parquet",
    log:
        "logs/evals/{model}/seed-{seed}/epoch-{epoch}-{which}/{task}.log",
    benchmark:
        "benchmarks/evals/{model}/seed-{seed}/epoch-{epoch}-{which}/{task}.tsv"
    threads: STUDY.params.evals.threads
    params:
        **given("evals"),
    shell:
        "python -m sutra.evals task --checkpoint {input.checkpoint:q} --task {input.task:q} --items {input.rows:q}"
        " --params {params.values:q} --out {output.result:q} --out-items {output.rows:q} > {log:q} 2>&1"


rule eval_heldout:
    """Measure the bits per byte of one checkpoint on the heldout documents of one corpus."""
    input:
        checkpoint=expand("data/checkpoints/{{model}}/seed-{{seed}}/epoch-{{epoch}}/{{which}}/{file}", file=LAYOUT),
        documents=lambda wildcards: split_files([wildcards.corpus], "heldout"),
    output:
        result="data/evals/{model}/seed-{seed}/epoch-{epoch}-{which}/heldout-{corpus}.json",
        rows="data/evals/{model}/seed-{seed}/epoch-{epoch}-{which}/heldout-{corpus}.items.parquet",
    log:
        "logs/evals/{model}/seed-{seed}/epoch-{epoch}-{which}/heldout-{corpus}.log",
    benchmark:
        "benchmarks/evals/{model}/seed-{seed}/epoch-{epoch}-{which}/heldout-{corpus}.tsv"
    threads: STUDY.params.evals.threads
    params:
        **given("evals"),
    shell:
        "python -m sutra.evals heldout --checkpoint {input.checkpoint:q} --documents {input.documents:q}"
        " --params {params.values:q} --out {output.result:q} --out-items {output.rows:q} > {log:q} 2>&1"


rule check_evals:
    """See that every item was scored, and that no heldout document was trained on, for one model."""
    input:
        train=lambda wildcards: split_files(STUDY.params.models[wildcards.model].mixture, "train"),
        results=lambda wildcards: scored(wildcards.model, RESULT),
        rows=lambda wildcards: scored(wildcards.model, ITEMS),
    output:
        "data/evals/{model}/check.json",
    log:
        "logs/evals/{model}/check.log",
    benchmark:
        "benchmarks/evals/{model}/check.tsv"
    params:
        **given("evals"),
    shell:
        "python -m sutra.evals check --train {input.train:q} --results {input.results:q} --items {input.rows:q} --out {output:q} > {log:q} 2>&1"


rule evals:
    """Every score of every checkpoint."""
    input:
        [scored(model, RESULT, ITEMS) for model in STUDY.models],
        expand(rules.check_evals.output, model=STUDY.models),

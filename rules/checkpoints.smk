# checkpoints: training, one epoch per rule, each reading the one before.
# Reads bins; makes data/checkpoints/{model}/seed-{seed}/epoch-{epoch}/{which}/, in Hugging Face layout.

LAYOUT = ["model.safetensors", "config.json", "tokenizer.json", "tokenizer_config.json"]


def trained(model, *patterns):
    """Files of every epoch of every seed of a model."""
    return expand(patterns, model=model, seed=STUDY.seeds(model), epoch=STUDY.epochs(model))


def before(wildcards):
    """The end of the epoch before."""
    epoch = int(wildcards.epoch) - 1
    folder = f"data/checkpoints/{wildcards.model}/seed-{wildcards.seed}/epoch-{epoch}/final"
    return [f"{folder}/{name}" for name in ["model.safetensors", "config.json", *["optimizer.safetensors"][:epoch]]]


rule init_model:
    """Draw the weights of one model by its seed alone."""
    input:
        "data/bins/tokenizer/tokenizer.json",
        "data/bins/tokenizer/tokenizer_config.json",
    output:
        expand("data/checkpoints/{{model}}/seed-{{seed}}/epoch-0/final/{file}", file=LAYOUT),
    log:
        "logs/checkpoints/{model}/seed-{seed}/epoch-0.log",
    benchmark:
        "benchmarks/checkpoints/{model}/seed-{seed}/epoch-0.tsv"
    params:
        **given("checkpoints"),
    shell:
        "python -m sutra.checkpoints init --tokenizer {input:q} --params {params.values:q} --out {output:q} > {log:q} 2>&1"


rule train_epoch:
    """Train one epoch: {params.values}"""
    input:
        before=before,
        tokenizer=["data/bins/tokenizer/tokenizer.json", "data/bins/tokenizer/tokenizer_config.json"],
        mixture="data/bins/mixtures/{model}/mixture.json",
        train=mixed("data/bins/corpora/{corpus}/train.bin", "data/bins/corpora/{corpus}/train.index.parquet"),
        validation=mixed(
            "data/bins/corpora/{corpus}/validation.bin", "data/bins/corpora/{corpus}/validation.index.parquet"
        ),
    output:
        best=expand("data/checkpoints/{{model}}/seed-{{seed}}/epoch-{{epoch}}/best/{file}", file=LAYOUT),
        final=expand(
            "data/checkpoints/{{model}}/seed-{{seed}}/epoch-{{epoch}}/final/{file}",
            file=[*LAYOUT, "optimizer.safetensors"],
        ),
        metrics="data/checkpoints/{model}/seed-{seed}/epoch-{epoch}/metrics.jsonl",
        seen="data/checkpoints/{model}/seed-{seed}/epoch-{epoch}/seen.parquet",
    log:
        "logs/checkpoints/{model}/seed-{seed}/epoch-{epoch}.log",
    benchmark:
        "benchmarks/checkpoints/{model}/seed-{seed}/epoch-{epoch}.tsv"
    threads: lambda wildcards: STUDY.section("checkpoints", wildcards.model).threads
    params:
        **given("checkpoints"),
    shell:
        "python -m sutra.checkpoints train --before {input.before:q} --tokenizer {input.tokenizer:q} --mixture {input.mixture:q}"
        " --train {input.train:q} --validation {input.validation:q} --epoch {wildcards.epoch} --params {params.values:q}"
        " --best {output.best:q} --final {output.final:q} --metrics {output.metrics:q} --seen {output.seen:q} > {log:q} 2>&1"


rule check_checkpoints:
    """See that every planned token of one model was trained on."""
    input:
        lambda wildcards: trained(wildcards.model, "data/checkpoints/{model}/seed-{seed}/epoch-{epoch}/metrics.jsonl"),
    output:
        "data/checkpoints/{model}/check.json",
    log:
        "logs/checkpoints/{model}/check.log",
    benchmark:
        "benchmarks/checkpoints/{model}/check.tsv"
    params:
        **given("checkpoints"),
    shell:
        "python -m sutra.checkpoints check --metrics {input:q} --out {output:q} > {log:q} 2>&1"


rule checkpoints:
    """Every epoch of every model and seed."""
    input:
        [trained(m, *rules.init_model.output, *rules.train_epoch.output) for m in STUDY.models],
        expand(rules.check_checkpoints.output, model=STUDY.models),

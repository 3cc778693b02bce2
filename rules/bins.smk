# bins: one tokenizer for all models, the token files of each corpus, and the mixture of each model.
# Reads corpora; makes data/bins/tokenizer/, data/bins/corpora/{corpus}/ and data/bins/mixtures/{model}/.


def split_files(corpora, split):
    return [
        path
        for corpus in corpora
        for path in expand(
            "data/corpus/{corpus}/{split}/shard-{shard}.parquet", corpus=corpus, split=split, shard=STUDY.shards(corpus)
        )
    ]


def mixed(*patterns):
    """Files of every corpus in a model's mixture, in the order of the mixture."""
    return lambda wildcards: [
        p for c in STUDY.params.models[wildcards.model].mixture for p in expand(patterns, corpus=c)
    ]


rule train_tokenizer:
    """Train one byte-level BPE for all models, on the corpora that params name."""
    input:
        split_files(STUDY.params.bins.tokenizer.corpora, "train"),
    output:
        tokenizer="data/bins/tokenizer/tokenizer.json",
        config="data/bins/tokenizer/tokenizer_config.json",
    log:
        "logs/bins/tokenizer.log",
    benchmark:
        "benchmarks/bins/tokenizer.tsv"
    params:
        **given("bins"),
    shell:
        "python -m sutra.bins train --documents {input:q} --params {params.values:q} --tokenizer {output.tokenizer:q}"
        " --config {output.config:q} > {log:q} 2>&1"


rule encode_corpus:
    """Encode the train and validation documents of one corpus, with an index of where each document stands."""
    input:
        tokenizer="data/bins/tokenizer/tokenizer.json",
        train=lambda wildcards: split_files([wildcards.corpus], "train"),
        validation=lambda wildcards: split_files([wildcards.corpus], "validation"),
    output:
        train="data/bins/corpora/{corpus}/train.bin",
        train_index="data/bins/corpora/{corpus}/train.index.parquet",
        validation="data/bins/corpora/{corpus}/validation.bin",
        validation_index="data/bins/corpora/{corpus}/validation.index.parquet",
        check="data/bins/corpora/{corpus}/check.json",
    log:
        "logs/bins/corpora/{corpus}.log",
    benchmark:
        "benchmarks/bins/corpora/{corpus}.tsv"
    resources:
        transport=transport("bins"),
    params:
        **given("bins"),
    shell:
        "python -m sutra.bins encode --tokenizer {input.tokenizer:q} --train {input.train:q} --validation {input.validation:q}"
        " --transport {resources.transport:q} --train-bin {output.train:q} --train-index {output.train_index:q}"
        " --validation-bin {output.validation:q} --validation-index {output.validation_index:q} --check {output.check:q}"
        " > {log:q} 2>&1"


rule mix_model:
    """Fix the mixture of one model, and refuse it if a document it trains on is held out anywhere in it."""
    input:
        indices=mixed("data/bins/corpora/{corpus}/train.index.parquet"),
        heldout=lambda wildcards: split_files(STUDY.params.models[wildcards.model].mixture, "heldout"),
    output:
        mixture="data/bins/mixtures/{model}/mixture.json",
        check="data/bins/mixtures/{model}/check.json",
    log:
        "logs/bins/mixtures/{model}.log",
    benchmark:
        "benchmarks/bins/mixtures/{model}.tsv"
    params:
        **given("bins"),
    shell:
        "python -m sutra.bins mix --indices {input.indices:q} --heldout {input.heldout:q} --params {params.values:q}"
        " --mixture {output.mixture:q} --check {output.check:q} > {log:q} 2>&1"


rule bins:
    """The tokenizer, the token files and the mixtures."""
    input:
        rules.train_tokenizer.output,
        expand(rules.encode_corpus.output, corpus=STUDY.encoded()),
        expand(rules.mix_model.output, model=STUDY.models),

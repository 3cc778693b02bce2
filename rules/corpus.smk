# corpus: cleaned train, validation and heldout documents.
# Reads everything that came before of this corpus, and tasks, whose items are kept out.


def kept_out(wildcards):
    owner_section = STUDY.section("corpus", wildcards.corpus)
    return expand("data/tasks/{task}.json", task=owner_section.keep_out)


rule clean_corpus:
    """Decide on every document of one corpus: its family, its split, or why it is rejected."""
    input:
        shards=every("shards", "data/shards/{corpus}/shard-{shard}.parquet"),
        selection=of("selection", "data/selection/{corpus}/kept.parquet"),
        scores=every("scores", "data/scores/{corpus}/shard-{shard}.parquet"),
        rephrased=every("rephrased", "data/rephrased/{corpus}/shard-{shard}.parquet"),
        prompts=every("prompts", "data/prompts/{corpus}/shard-{shard}.parquet"),
        tasks=kept_out,
    output:
        verdicts="data/corpus/{corpus}/verdicts.parquet",
        rejected="data/corpus/{corpus}/rejected.parquet",
        check="data/corpus/{corpus}/check.json",
    log:
        "logs/corpus/{corpus}/clean.log",
    benchmark:
        "benchmarks/corpus/{corpus}/clean.tsv"
    params:
        **given("corpus"),
    shell:
        "python -m sutra.corpus clean --shards {input.shards:q} --selection {input.selection:q} --scores {input.scores:q}"
        " --rephrased {input.rephrased:q} --prompts {input.prompts:q} --tasks {input.tasks:q} --params {params.values:q}"
        " --verdicts {output.verdicts:q} --rejected {output.rejected:q} --check {output.check:q} > {log:q} 2>&1"


rule split_shard:
    """Write the documents of one shard to the split of their family, with the published fields and the lineage."""
    input:
        verdicts="data/corpus/{corpus}/verdicts.parquet",
        prompts=of("prompts", "data/prompts/{corpus}/shard-{shard}.parquet"),
        shard=of("shards", "data/shards/{corpus}/shard-{shard}.parquet"),
        scores=of("scores", "data/scores/{corpus}/shard-{shard}.parquet"),
        rephrased=of("rephrased", "data/rephrased/{corpus}/shard-{shard}.parquet"),
    output:
        train="data/corpus/{corpus}/train/shard-{shard}.parquet",
        validation="data/corpus/{corpus}/validation/shard-{shard}.parquet",
        heldout="data/corpus/{corpus}/heldout/shard-{shard}.parquet",
    log:
        "logs/corpus/{corpus}/shard-{shard}.log",
    benchmark:
        "benchmarks/corpus/{corpus}/shard-{shard}.tsv"
    params:
        **given("corpus"),
    shell:
        "python -m sutra.corpus split --verdicts {input.verdicts:q} --prompts {input.prompts:q} --shard {input.shard:q}"
        " --scores {input.scores:q} --rephrased {input.rephrased:q} --number {wildcards.shard} --train {output.train:q}"
        " --validation {output.validation:q} --heldout {output.heldout:q} > {log:q} 2>&1"


rule corpus:
    """The cleaned documents of every corpus."""
    input:
        made("corpus", *rules.clean_corpus.output, *rules.split_shard.output),

# rephrased: further renderings of selected documents, checked against their source and scored like the rest.
# Reads prompts, shards, scores and selection; makes data/rephrased/{corpus}/shard-{shard}.parquet and .rejected.parquet.


rule rephrase_shard:
    """Render a share of the selected documents of one shard in another style; reject what is not faithful."""
    input:
        prompts=of("prompts", "data/prompts/{corpus}/shard-{shard}.parquet"),
        shard=of("shards", "data/shards/{corpus}/shard-{shard}.parquet"),
        scores=of("scores", "data/scores/{corpus}/shard-{shard}.parquet"),
        selection=of("selection", "data/selection/{corpus}/kept.parquet"),
    output:
        shard="data/rephrased/{corpus}/shard-{shard}.parquet",
        rejected="data/rephrased/{corpus}/shard-{shard}.rejected.parquet",
    log:
        "logs/rephrased/{corpus}/shard-{shard}.log",
    benchmark:
        "benchmarks/rephrased/{corpus}/shard-{shard}.tsv"
    params:
        **given("rephrased"),
    shell:
        "python -m sutra.rephrased rephrase --prompts {input.prompts:q} --shard {input.shard:q} --scores {input.scores:q}"
        " --selection {input.selection:q} --params {params.values:q}"
        " --out {output.shard:q} --rejected {output.rejected:q} > {log:q} 2>&1"


rule check_rephrased:
    """See that every rendering of one corpus that was asked for is there, or rejected with a reason."""
    input:
        selection=of("selection", "data/selection/{corpus}/kept.parquet"),
        shards=every("rephrased", "data/rephrased/{corpus}/shard-{shard}.parquet"),
        rejected=every("rephrased", "data/rephrased/{corpus}/shard-{shard}.rejected.parquet"),
    output:
        "data/rephrased/{corpus}/check.json",
    log:
        "logs/rephrased/{corpus}/check.log",
    benchmark:
        "benchmarks/rephrased/{corpus}/check.tsv"
    params:
        **given("rephrased"),
    shell:
        "python -m sutra.rephrased check --selection {input.selection:q} --shards {input.shards:q}"
        " --rejected {input.rejected:q} --params {params.values:q} --out {output:q} > {log:q} 2>&1"


rule rephrased:
    """The renderings of every corpus."""
    input:
        made("rephrased", *rules.rephrase_shard.output, *rules.check_rephrased.output),

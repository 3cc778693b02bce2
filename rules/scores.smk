# scores: attributes beside the documents. Reads shards and prompts; makes data/scores/{corpus}/shard-{shard}.parquet.


rule score_shard:
    """Six quality dimensions, text statistics and hashes for each document of one shard."""
    input:
        shard=of("shards", "data/shards/{corpus}/shard-{shard}.parquet"),
        prompts=of("prompts", "data/prompts/{corpus}/shard-{shard}.parquet"),
    output:
        "data/scores/{corpus}/shard-{shard}.parquet",
    log:
        "logs/scores/{corpus}/shard-{shard}.log",
    benchmark:
        "benchmarks/scores/{corpus}/shard-{shard}.tsv"
    params:
        **given("scores"),
    shell:
        "python -m sutra.scores score --shard {input.shard:q} --prompts {input.prompts:q}"
        " --params {params.values:q} --out {output:q} > {log:q} 2>&1"


rule check_scores:
    """See that every document of one corpus has its scores."""
    input:
        shards=every("shards", "data/shards/{corpus}/shard-{shard}.parquet"),
        scores=every("scores", "data/scores/{corpus}/shard-{shard}.parquet"),
    output:
        "data/scores/{corpus}/check.json",
    log:
        "logs/scores/{corpus}/check.log",
    benchmark:
        "benchmarks/scores/{corpus}/check.tsv"
    params:
        **given("scores"),
    shell:
        "python -m sutra.scores check --shards {input.shards:q} --scores {input.scores:q} --out {output:q} > {log:q} 2>&1"


rule scores:
    """The scores of every corpus."""
    input:
        made("scores", *rules.score_shard.output, *rules.check_scores.output),

# prompts: what each document will be asked to be. Reads the graph; makes data/prompts/{corpus}/shard-{shard}.parquet.


rule plan_shard:
    """Plan the prompts of one shard: concept, content type, style, level, and the material they use."""
    input:
        graph="data/graph/graph.json",
    output:
        "data/prompts/{corpus}/shard-{shard}.parquet",
    log:
        "logs/prompts/{corpus}/shard-{shard}.log",
    benchmark:
        "benchmarks/prompts/{corpus}/shard-{shard}.tsv"
    params:
        **given("prompts"),
    shell:
        "python -m sutra.prompts plan --graph {input.graph:q} --number {wildcards.shard}"
        " --params {params.values:q} --out {output:q} > {log:q} 2>&1"


rule check_prompts:
    """Count the prompts of one corpus, and see that none stands twice."""
    input:
        graph="data/graph/graph.json",
        shards=every("prompts", "data/prompts/{corpus}/shard-{shard}.parquet"),
    output:
        "data/prompts/{corpus}/check.json",
    log:
        "logs/prompts/{corpus}/check.log",
    benchmark:
        "benchmarks/prompts/{corpus}/check.tsv"
    params:
        **given("prompts"),
    shell:
        "python -m sutra.prompts check --graph {input.graph:q} --shards {input.shards:q}"
        " --params {params.values:q} --out {output:q} > {log:q} 2>&1"


rule prompts:
    """The prompts of every corpus that is made from prompts."""
    input:
        made("prompts", *rules.plan_shard.output, *rules.check_prompts.output),

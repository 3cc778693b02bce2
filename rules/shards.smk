# shards: the documents. Reads prompts, or the files and packages that a corpus names;
# makes data/shards/{corpus}/shard-{shard}.parquet and .quarantine.parquet beside it.


def sources(wildcards):
    """The files that a corpus of one's own is read from; packages are pinned by version instead."""
    row = STUDY.root(wildcards.corpus)
    return guard.source_files(f"corpora.{wildcards.corpus}.paths", row.paths) if row.source == "files" else []


rule make_shard:
    """Generate the documents of one shard from its prompts, or ingest them from where the corpus says."""
    input:
        prompts=of("prompts", "data/prompts/{corpus}/shard-{shard}.parquet"),
        files=sources,
    output:
        shard="data/shards/{corpus}/shard-{shard}.parquet",
        quarantine="data/shards/{corpus}/shard-{shard}.quarantine.parquet",
    log:
        "logs/shards/{corpus}/shard-{shard}.log",
    benchmark:
        "benchmarks/shards/{corpus}/shard-{shard}.tsv"
    params:
        **given("shards"),
    shell:
        "python -m sutra.shards make --prompts {input.prompts:q} --files {input.files:q} --number {wildcards.shard}"
        " --params {params.values:q} --out {output.shard:q} --quarantine {output.quarantine:q} > {log:q} 2>&1"


rule check_shards:
    """See that every prompt or record of one corpus became a document or stands in quarantine."""
    input:
        prompts=every("prompts", "data/prompts/{corpus}/shard-{shard}.parquet"),
        shards=every("shards", "data/shards/{corpus}/shard-{shard}.parquet"),
        quarantine=every("shards", "data/shards/{corpus}/shard-{shard}.quarantine.parquet"),
    output:
        "data/shards/{corpus}/check.json",
    log:
        "logs/shards/{corpus}/check.log",
    benchmark:
        "benchmarks/shards/{corpus}/check.tsv"
    params:
        **given("shards"),
    shell:
        "python -m sutra.shards check --prompts {input.prompts:q} --shards {input.shards:q}"
        " --quarantine {input.quarantine:q} --out {output:q} > {log:q} 2>&1"


rule shards:
    """The documents of every corpus."""
    input:
        made("shards", *rules.make_shard.output, *rules.check_shards.output),

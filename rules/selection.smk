# selection: diversity management, from the attributes alone.
# Reads scores; makes data/selection/{corpus}/kept.parquet and rejected.parquet.


rule select_documents:
    """Keep the documents of one corpus that are good enough and not too alike; say why the rest is not kept."""
    input:
        every("scores", "data/scores/{corpus}/shard-{shard}.parquet"),
    output:
        kept="data/selection/{corpus}/kept.parquet",
        rejected="data/selection/{corpus}/rejected.parquet",
        check="data/selection/{corpus}/check.json",
    log:
        "logs/selection/{corpus}.log",
    benchmark:
        "benchmarks/selection/{corpus}.tsv"
    params:
        **given("selection"),
    shell:
        "python -m sutra.selection select --scores {input:q} --params {params.values:q} --kept {output.kept:q}"
        " --rejected {output.rejected:q} --check {output.check:q} > {log:q} 2>&1"


rule selection:
    """What goes on, of every corpus."""
    input:
        made("selection", *rules.select_documents.output),

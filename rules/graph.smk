# graph: the concept files become one graph. Reads concepts/**/*.yaml; makes data/graph/graph.json.


rule build_graph:
    """Validate the concepts, link them, and mark which are taught and which are withheld."""
    input:
        concepts=sorted(str(path) for path in Path("concepts").rglob("*.yaml")),
    output:
        graph="data/graph/graph.json",
        check="data/graph/check.json",
    log:
        "logs/graph/graph.log",
    benchmark:
        "benchmarks/graph/graph.tsv"
    params:
        **given("graph"),
    shell:
        "python -m sutra.graph build --concepts {input.concepts:q} --params {params.values:q}"
        " --out {output.graph:q} --check {output.check:q} > {log:q} 2>&1"


rule graph:
    """The concept graph."""
    input:
        rules.build_graph.output,

# tasks: evaluation items in the layout that lm-eval's tasks read.
# Reads the graph, or local files of a stock task; makes data/tasks/{task}.json (what lm-eval is told, and what is kept
# out of corpora) and data/tasks/{task}/items.parquet (the items, in the schema of the task's dataset).


def task_files(wildcards):
    row = STUDY.params.tasks[wildcards.task]
    if row.source == "graph":
        return "data/graph/graph.json"
    return guard.source_files(f"tasks.{wildcards.task}.splits", sorted(row.splits.values()))


rule build_task:
    """Make the items of one task, and say what of them must stay out of corpora."""
    input:
        task_files,
    output:
        task="data/tasks/{task}.json",
        rows="data/tasks/{task}/items.parquet",
        check="data/tasks/{task}/check.json",
    log:
        "logs/tasks/{task}.log",
    benchmark:
        "benchmarks/tasks/{task}.tsv"
    params:
        **given("tasks"),
    shell:
        "python -m sutra.tasks build --inputs {input:q} --name {wildcards.task:q} --params {params.values:q}"
        " --out {output.task:q} --items {output.rows:q} --check {output.check:q} > {log:q} 2>&1"


rule tasks:
    """The items of every task."""
    input:
        expand(rules.build_task.output, task=STUDY.params.tasks),

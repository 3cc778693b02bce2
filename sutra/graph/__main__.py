"""`python -m sutra.graph`: see rules/graph.smk."""

from pathlib import Path
from typing import Any

from sutra import job
from sutra.files import write_json
from sutra.graph.build import build_graph
from sutra.graph.check import check_graph
from sutra.graph.params import Graph
from sutra.graph.validate import read_concepts


def build(concepts: list[Path], params: dict[str, Any], out: Path, check: Path) -> None:
    """Validate the concept files and write the graph."""
    graph = build_graph(read_concepts(concepts), Graph.model_validate(params["graph"]))
    write_json(out, graph)
    write_json(check, check_graph(graph))
    counts = graph["graph"]
    job.say(f"{counts['concepts']} concepts: {counts['taught']} taught, {counts['withheld']} withheld")


if __name__ == "__main__":
    job.main(build)

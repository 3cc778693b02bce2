"""Conservation of concepts."""

from typing import Any

from sutra.checks import make_check


def check_graph(graph: dict[str, Any]) -> dict[str, Any]:
    """Every concept is taught, withheld, or rejected as unused."""
    nodes = graph["nodes"]
    return make_check(
        [n["id"] for n in nodes],
        [n["id"] for n in nodes if n["role"] != "unused"],
        [(n["id"], "unused") for n in nodes if n["role"] == "unused"],
        graph=graph["graph"],
    )

"""From validated concepts to the graph: roles, derived links, learning paths, node-link JSON."""

from fnmatch import fnmatchcase
from typing import Any

import networkx

from sutra.errors import SutraError
from sutra.graph.concept import Probe
from sutra.graph.figures import figures
from sutra.graph.params import Graph
from sutra.graph.paths import learning_paths
from sutra.graph.placed import Placed
from sutra.graph.probes import seen_wording
from sutra.graph.siblings import Siblings
from sutra.schema import near


def build_graph(placed: list[Placed], params: Graph) -> dict[str, Any]:
    """The graph as node-link JSON (see docs/pipeline.md). Raises SutraError where a pattern matches nothing, or nothing is taught."""
    roles = assign_roles([f"{p.domain}/{p.subdomain}/{p.concept.id}" for p in placed], params)
    needs = networkx.DiGraph()
    needs.add_nodes_from(p.concept.id for p in placed)
    needs.add_edges_from((need, p.concept.id) for p in placed for need in p.concept.prerequisites)
    paths = learning_paths(needs)
    siblings = Siblings((p.concept, p.domain, p.subdomain) for p in placed)
    nodes = []
    for p in sorted(placed, key=lambda p: p.concept.id):
        name = p.concept.id
        nodes.append(
            p.concept.model_dump(mode="json")
            | {
                "probes": [_probe(p, probe, siblings) for probe in p.concept.probes],
                "domain": p.domain,
                "subdomain": p.subdomain,
                "role": roles[f"{p.domain}/{p.subdomain}/{name}"],
                "builds_to": sorted(needs.successors(name)),
                "path": paths[name][0],
                "paths": paths[name],
            }
        )
    links = [{"source": a, "target": b, "kind": "prerequisite"} for a, b in sorted(needs.edges)]
    links += [
        {"source": node["id"], "target": link["concept"], "kind": "cross_domain", "why": link["why"]}
        for node in nodes
        for link in node["cross_domain"]
    ]
    taught = {role: sum(node["role"] == role for node in nodes) for role in ("taught", "withheld")}
    return {
        "directed": True,
        "multigraph": True,
        "graph": taught | figures(nodes, links),
        "nodes": nodes,
        "links": links,
    }


def _probe(place: Placed, probe: Probe, siblings: Siblings) -> dict[str, Any]:
    """A probe with its siblings, and for one that asks for a fact the wording in which lessons say it."""
    return probe.model_dump(mode="json") | {
        "distractors": siblings.of(place.concept, probe, place.domain, place.subdomain),
        "seen": seen_wording(place.concept, probe) if probe.asks == "fact" else None,
    }


def assign_roles(paths: list[str], params: Graph) -> dict[str, str]:
    """The role of each `domain/subdomain/id`: withheld, taught or unused."""
    for key, patterns in (("teach", params.teach), ("withhold", params.withhold)):
        for pattern in patterns:
            if not any(fnmatchcase(path, pattern) for path in paths):
                hint = near(pattern.rsplit("/", 1)[-1], [path.rsplit("/", 1)[-1] for path in paths]).removeprefix("; ")
                raise SutraError(
                    f"no concept matches {pattern!r}",
                    f"params.yaml, graph.{key}",
                    hint or "patterns are over domain/subdomain/id",
                )
    roles = {}
    for path in paths:
        withheld = any(fnmatchcase(path, pattern) for pattern in params.withhold)
        taught = any(fnmatchcase(path, pattern) for pattern in params.teach)
        roles[path] = "withheld" if withheld else "taught" if taught else "unused"
    if "taught" not in roles.values():
        raise SutraError(
            "no concept is taught", "params.yaml, graph", "let graph.teach match a concept that graph.withhold does not"
        )
    return roles

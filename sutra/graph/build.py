"""From validated concepts to the graph: roles, derived links, learning paths, node-link JSON."""

from fnmatch import fnmatchcase
from typing import Any

import networkx

from sutra.errors import SutraError
from sutra.files import digest
from sutra.graph.concept import Concept, Probe
from sutra.graph.params import Graph
from sutra.graph.probes import seen_wording
from sutra.graph.validate import Placed
from sutra.schema import near


def build_graph(placed: list[Placed], params: Graph) -> dict[str, Any]:
    """The graph as node-link JSON (see docs/pipeline.md). Raises SutraError where a pattern matches nothing, or nothing is taught."""
    roles = assign_roles([f"{p.domain}/{p.subdomain}/{p.concept.id}" for p in placed], params)
    needs = networkx.DiGraph()
    needs.add_nodes_from(p.concept.id for p in placed)
    needs.add_edges_from((need, p.concept.id) for p in placed for need in p.concept.prerequisites)
    nodes = []
    for p in sorted(placed, key=lambda p: p.concept.id):
        name = p.concept.id
        nodes.append(
            p.concept.model_dump(mode="json")
            | {
                "probes": [_probe(p.concept, probe) for probe in p.concept.probes],
                "domain": p.domain,
                "subdomain": p.subdomain,
                "role": roles[f"{p.domain}/{p.subdomain}/{name}"],
                "builds_to": sorted(needs.successors(name)),
                "path": learning_path(needs, name),
            }
        )
    links = [{"source": a, "target": b, "kind": "prerequisite"} for a, b in sorted(needs.edges)]
    links += [
        {"source": node["id"], "target": link["concept"], "kind": "cross_domain", "why": link["why"]}
        for node in nodes
        for link in node["cross_domain"]
    ]
    domains = sorted({node["domain"] for node in nodes})
    counts = {
        "concepts": len(nodes),
        "taught": sum(node["role"] == "taught" for node in nodes),
        "withheld": sum(node["role"] == "withheld" for node in nodes),
        "domains": {domain: sum(node["domain"] == domain for node in nodes) for domain in domains},
        "sha256": digest(nodes, links),
    }
    return {"directed": True, "multigraph": True, "graph": counts, "nodes": nodes, "links": links}


def _probe(concept: Concept, probe: Probe) -> dict[str, Any]:
    """A probe, and for one that asks for a fact the wording in which lessons say it."""
    return probe.model_dump(mode="json") | {"seen": seen_wording(concept, probe) if probe.asks == "fact" else None}


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


def learning_path(needs: networkx.DiGraph, concept: str) -> list[str]:
    """A longest chain of prerequisites from a root to `concept`; of equal ones, the first by name."""
    chain = [concept]
    depth = dict.fromkeys(needs, 0)
    for name in networkx.lexicographical_topological_sort(needs):
        depth[name] = max((depth[need] + 1 for need in needs.predecessors(name)), default=0)
    while list(needs.predecessors(chain[0])):
        chain.insert(0, min(needs.predecessors(chain[0]), key=lambda name: (-depth[name], name)))
    return chain

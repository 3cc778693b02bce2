"""Figures of a graph, whatever is taught of it: what there is of each kind, how long the chains are, how the links are spread."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import networkx

from sutra.files import digest

Node = dict[str, Any]


def figures(nodes: list[Node], links: list[dict[str, Any]]) -> dict[str, Any]:
    """Counts, the longest chain, the degrees and a hash of the content, from the nodes and links of `graph.json`.

    `degrees` {prerequisites, builds_to, cross_domain}: how many concepts ({number of links: concepts}) have so many of a kind,
    cross-domain links counted at both ends. `parts`: how many pieces the graph falls into when links have no direction.
    `sha256` is of all content but the roles, which params decide.
    """
    whole = networkx.Graph((link["source"], link["target"]) for link in links)
    whole.add_nodes_from(node["id"] for node in nodes)
    cross = [link for link in links if link["kind"] == "cross_domain"]
    ends = Counter(end for link in cross for end in (link["source"], link["target"]))
    return {
        "concepts": len(nodes),
        "checked": sum(node["checked"] for node in nodes),
        "domains": _count(node["domain"] for node in nodes),
        "subdomains": len({(node["domain"], node["subdomain"]) for node in nodes}),
        "complexities": _count(node["complexity"] for node in nodes),
        "facts": sum(len(node["facts"]) for node in nodes),
        "computed": sum(fact["compute"] is not None for node in nodes for fact in node["facts"]),
        "probes": sum(len(node["probes"]) for node in nodes),
        "links": _count(link["kind"] for link in links),
        "linked_across": sum(bool(node["cross_domain"]) for node in nodes),
        "roots": sum(not node["prerequisites"] for node in nodes),
        "parts": networkx.number_connected_components(whole),
        "longest_chain": min((node["paths"][0] for node in nodes), key=lambda path: (-len(path), path)),
        "degrees": {
            "prerequisites": _count(len(node["prerequisites"]) for node in nodes),
            "builds_to": _count(len(node["builds_to"]) for node in nodes),
            "cross_domain": _count(ends[node["id"]] for node in nodes),
        },
        "sha256": digest([{k: v for k, v in node.items() if k != "role"} for node in nodes], links),
    }


def _count(values: Iterable[Any]) -> dict[str, int]:
    """How often each value stands there, in the order of the values."""
    return {str(value): number for value, number in sorted(Counter(values).items())}

"""The page that explores the concept graph: one file that needs nothing else. Texts are untrusted and always escaped."""

from base64 import b64encode
from collections import Counter
from hashlib import sha256
from typing import Any

from markupsafe import Markup

from sutra.files import canonical
from sutra.reports.chords import chords
from sutra.reports.page import environment
from sutra.reports.palette import PALETTE
from sutra.reports.wheel import HUB, RIM, SIZE, Wheel, wheel

SCRIPT = "explorer/explorer.js.j2"


def render_explorer(graph: dict[str, Any], title: str = "The concept graph") -> str:
    """The whole page, from graph.json."""
    nodes = sorted(graph["nodes"], key=lambda node: node["id"])
    found = wheel(nodes)
    templates = environment()
    script = Markup(templates.get_template(SCRIPT).render())  # of this project, no text of a concept
    return templates.get_template("explorer/graph.html.j2").render(
        title=title,
        figures=figures(graph),
        sectors=found.sectors,
        levels=list(found.rings),
        roles=Counter(node["role"] for node in nodes),
        checked=Counter(node["checked"] for node in nodes if "checked" in node),
        palette=PALETTE,
        nodes=nodes,
        script=script,
        hash=b64encode(sha256(script.encode()).digest()).decode(),
        data=embedded(explorer_data(nodes, found, graph["links"])),
    )


def embedded(value: Any) -> Markup:
    """JSON that no HTML parser takes for the end of its script, or for anything else."""
    return Markup(canonical(value).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def figures(graph: dict[str, Any]) -> dict[str, Any]:
    """The numbers of the header: counts, the end of the longest chain of prerequisites, the hash of the content."""
    kinds = Counter(link["kind"] for link in graph["links"])
    longest: list[str] = min((node["path"] for node in graph["nodes"]), key=lambda path: (-len(path), path), default=[])
    return {
        "concepts": len(graph["nodes"]),
        "domains": len({node["domain"] for node in graph["nodes"]}),
        "prerequisite": kinds["prerequisite"],
        "cross_domain": kinds["cross_domain"],
        "chain": graph["graph"].get("longest_chain") or longest,
        "sha256": graph["graph"].get("sha256", ""),
    }


def explorer_data(nodes: list[dict[str, Any]], found: Wheel, links: list[dict[str, Any]]) -> dict[str, Any]:
    """What the script reads: the picture, and the concepts with their links as positions in the list of `nodes`."""
    index = {node["id"]: i for i, node in enumerate(nodes)}
    slices = [(i, slice_) for i, sector in enumerate(found.sectors) for slice_ in sector.slices]
    place = {(found.sectors[i].name, slice_.name): n for n, (i, slice_) in enumerate(slices)}
    domain = {node["id"]: node["domain"] for node in nodes}
    return {
        "wheel": {
            "size": SIZE,
            "hub": HUB,
            "rim": RIM,
            "rings": [[level, round(inner, 1), round(outer, 1)] for level, (inner, outer) in found.rings.items()],
            "sectors": [[s.name, round(s.start, 4), round(s.end, 4)] for s in found.sectors],
            "slices": [[i, s.name, round(s.start, 4), round(s.end, 4)] for i, s in slices],
            "chords": [
                [c.one, c.other, c.width, *c.start, *c.bend, *c.end] for c in chords(found.sectors, domain, links)
            ],
        },
        "nodes": [
            _node(node, index) | {"in": place[node["domain"], node["subdomain"]], "at": found.spots[node["id"]]}
            for node in nodes
        ],
    }


def _node(node: dict[str, Any], index: dict[str, int]) -> dict[str, Any]:
    """One concept, under short keys; what it does not have is left out."""
    paths = node.get("paths") or [node["path"]]
    misconception = node["misconception"]
    found = {
        "id": node["id"],
        "name": node["name"],
        "also": node["aliases"],
        "level": node["complexity"],
        "role": node["role"],
        "checked": node.get("checked"),
        "definition": node["definition"],
        "facts": [[fact["text"], *marks(fact)] for fact in node["facts"]],
        "terms": node["terms"],
        "example": node["example"],
        "claim": misconception["claim"],
        "right": misconception["correction"],
        "use": node["application"],
        "needs": [index[name] for name in node["prerequisites"] if name in index],
        "across": [[index[link["concept"]], link["why"]] for link in node["cross_domain"] if link["concept"] in index],
        "paths": [[index[name] for name in path] for path in paths],
        "probes": [[probe["asks"], probe["question"], probe["answer"]] for probe in node["probes"]],
    }
    return {key: value for key, value in found.items() if value not in (None, [])}


def marks(fact: dict[str, Any]) -> list[str]:
    """How the computed part of a fact is shown; none where nothing of it is computed."""
    said = []
    for mark in (fact, fact.get("compute") or {}):
        match mark:
            case {"expression": str(expression), "result": result}:
                said.append(f"{expression} = {result}")
            case {"code": str(code), "prints": printed}:
                said.append(f"{code} → {printed}")
            case {"order": list(order)}:
                said.append(" < ".join(map(str, order)))
    return said

"""`sutra graph show`: one concept, what it rests on, and what rests on it."""

from collections.abc import Iterable
from typing import Any

from rich.console import Console, Group
from rich.padding import Padding
from rich.text import Text

Graph = dict[str, Any]
Node = dict[str, Any]

WIDTH = 100


def show(graph: Graph, name: str, console: Console | None = None) -> None:
    """Prints a concept of `graph.json` with its neighbourhood and its path from the roots."""
    console = console or Console(soft_wrap=False, highlight=False)
    console.width = min(console.width, WIDTH)
    console.print(render(graph, name))


def render(graph: Graph, name: str) -> Group:
    """What `show` prints."""
    nodes = {node["id"]: node for node in graph["nodes"]}
    node = nodes[name]
    checked = "checked" if node["checked"] else "not yet read a second time"
    where = (
        f"{node['domain']}/{node['subdomain']}/{name} · complexity {node['complexity']} · {node['role']} · {checked}"
    )
    also = f" ({', '.join(node['aliases'])})" if node["aliases"] else ""
    wrong = node["misconception"]
    facing = [
        f"{nodes[link['source']]['name']} ({nodes[link['source']]['domain']}): {link['why']}"
        for link in graph["links"]
        if link["kind"] == "cross_domain" and link["target"] == name
    ]
    linked = [
        f"{nodes[link['concept']]['name']} ({nodes[link['concept']]['domain']}): {link['why']}"
        for link in node["cross_domain"]
    ]
    parts = [
        Text.assemble((node["name"], "bold"), also),
        Text(where, style="dim"),
        Text(node["definition"]),
        *_listed("facts", [fact["text"] + _mark(fact["compute"]) for fact in node["facts"]]),
        *_listed("example", [node["example"]]),
        *_listed("people get wrong", [f"{wrong['claim']} {wrong['correction']}"]),
        *_listed("of use", [node["application"]]),
        *_listed("key words", [", ".join(node["terms"])]),
        *_listed("rests on", [_short(nodes[need]) for need in node["prerequisites"]] or ["nothing: it is a root"]),
        *_listed("builds to", [_short(nodes[other]) for other in node["builds_to"]]),
        *_listed("linked to", linked),
        *_listed("linked from", facing),
        *_listed("paths from the roots", [" → ".join(nodes[step]["name"] for step in path) for path in node["paths"]]),
        *_listed("probes", [_probe(probe, nodes) for probe in node["probes"]]),
    ]
    return Group(*parts)


def _listed(title: str, lines: Iterable[str]) -> list[Text | Padding]:
    """A heading and its lines; nothing where there are none."""
    rows = [Padding(Text(line), (0, 0, 0, 2)) for line in lines]
    return [Text(f"\n{title}", style="bold"), *rows] if rows else []


def _short(node: Node) -> str:
    return f"{node['name']} ({node['complexity']})"


def _mark(compute: dict[str, Any] | None) -> str:
    """The mark of a fact that can be computed, in brackets."""
    match compute:
        case {"expression": expression, "result": result}:
            return f" [{expression} = {result}]"
        case {"code": code, "prints": prints}:
            return f" [{code} prints {prints}]"
        case {"order": order}:
            return f" [in order: {', '.join(order)}]"
    return ""


def _probe(probe: dict[str, Any], nodes: dict[str, Node]) -> str:
    """A question with its answer, and the answers of the siblings that are wrong here."""
    wrong = [
        answer["answer"]
        for name in probe["distractors"]
        for answer in nodes[name]["probes"]
        if answer["asks"] == probe["asks"]
    ]
    return f"{probe['question']} {probe['answer']} (not {', '.join(dict.fromkeys(wrong))})"

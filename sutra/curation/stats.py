"""`sutra graph stats`: the table of domains, complexities and links."""

from collections import Counter
from typing import Any

from rich.console import Console
from rich.table import Table

Graph = dict[str, Any]
BANDS = ((1, 2), (3, 4), (5, 6), (7, 8), (9, 10))


def stats(graph: Graph, console: Console | None = None) -> None:
    """Prints the figures of `graph.json`: a row for each domain, then the chains and the degrees."""
    console = console or Console(soft_wrap=True, highlight=False)
    console.print(table(graph))
    for line in lines(graph):
        console.print(line)


def table(graph: Graph) -> Table:
    """A row for each domain and one for all; it fits 80 columns."""
    nodes = graph["nodes"]
    ends = Counter(
        end for link in graph["links"] if link["kind"] == "cross_domain" for end in (link["source"], link["target"])
    )
    made = Table(box=None, pad_edge=False, padding=(0, 1), collapse_padding=True, header_style="bold")
    made.add_column("complexity", no_wrap=True)
    for title in (*(f"{a}–{b}" for a, b in BANDS), "concepts", "checked", "needs", "links", "linked"):
        made.add_column(title, justify="right", no_wrap=True)
    for domain in [*graph["graph"]["domains"], ""]:
        own = [node for node in nodes if domain in ("", node["domain"])]
        row = [
            *(sum(a <= node["complexity"] <= b for node in own) for a, b in BANDS),
            len(own),
            sum(node["checked"] for node in own),
            sum(len(node["prerequisites"]) for node in own),
            len([link for node in own for link in node["cross_domain"]]),
            sum(ends[node["id"]] > 0 for node in own),
        ]
        made.add_row(domain or "all", *(f"{value:,}" for value in row), style="bold" if not domain else None)
    return made


def lines(graph: Graph) -> list[str]:
    """What a table does not hold."""
    counts = graph["graph"]
    names = {node["id"]: node["name"] for node in graph["nodes"]}
    chain = counts["longest_chain"]
    parts = "one connected whole" if counts["parts"] == 1 else f"{counts['parts']} parts that no link connects"
    return [
        "",
        "needs: prerequisites; links: to concepts of other domains; linked: concepts that such a link leaves or reaches",
        f"{counts['concepts']:,} concepts in {counts['subdomains']} subdomains: {parts}; {counts['roots']} roots; "
        f"{counts['linked_across']:,} name a link across domains",
        f"{counts['facts']:,} facts, {counts['computed']:,} of them computed; {counts['probes']:,} probes",
        f"longest chain, {len(chain)} concepts: {' → '.join(names[step] for step in chain)}",
        *(f"{kind}: {_spread(spread)}" for kind, spread in counts["degrees"].items()),
        f"content: sha256 {counts['sha256']}",
    ]


def _spread(spread: dict[str, int]) -> str:
    """How many concepts have so many links of a kind: mean, median, most, and the first few counts."""
    values = sorted(int(k) for k, n in spread.items() for _ in range(n))
    first = ", ".join(f"{k}: {spread[k]:,}" for k in list(spread)[:6])
    mean = sum(values) / len(values)
    return f"mean {mean:.2f}, median {values[len(values) // 2]}, most {values[-1]}; concepts with {first}, …"

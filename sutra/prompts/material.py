"""What a document is written from: a concept's record and its neighbours', without probes and withheld concepts."""

from typing import Any

from sutra.prompts.phrase import phrase
from sutra.prompts.withheld import Withheld

FIELDS = ("id", "name", "domain", "subdomain", "complexity")


class Materials:
    """The material of every taught concept of a graph (`data/graph/graph.json`).

    Statements that mention a withheld concept, its own and its neighbours', are left out and counted in `withheld_statements` {concept id: n}.
    """

    def __init__(self, graph: dict[str, Any]) -> None:
        self.nodes = {node["id"]: node for node in graph["nodes"]}
        self.withheld = Withheld(graph["nodes"])
        self.phrases = {name: phrase(node) for name, node in self.nodes.items()}
        self.withheld_statements: dict[str, int] = {}
        self.whys: dict[str, dict[str, str]] = {}
        for link in graph["links"]:
            if link["kind"] == "cross_domain":
                self.whys.setdefault(link["source"], {})[link["target"]] = link.get("why") or ""
        taught = sorted(name for name, node in self.nodes.items() if node["role"] == "taught")
        self.concepts = {name: self._concept(self.nodes[name]) for name in taught}
        self.related = {name: self._related(self.nodes[name]) for name in taught}

    def left_out(self) -> list[str]:
        """Taught concepts of which nothing may be said: named after a withheld one, or left without any statement."""
        return [name for name, concept in self.concepts.items() if self._unsayable(concept)]

    def names(self, concept: str, field: str) -> list[str]:
        """Names of the concepts that a node's field lists (ids, or links), without withheld ones."""
        listed = [item["concept"] if isinstance(item, dict) else item for item in self.nodes[concept].get(field) or []]
        return [self.nodes[other]["name"] for other in listed if not self._hidden(other)]

    def _concept(self, node: dict[str, Any]) -> dict[str, Any]:
        """The record of a concept, without what mentions a withheld one."""
        dropped = 0

        def kept(value: Any, *texts: str) -> Any:
            nonlocal dropped
            mentioned = value is not None and self.withheld.mentioned(*texts)
            dropped += mentioned
            return None if mentioned else value

        wrong = node.get("misconception")
        facts = [kept(fact, fact["text"]) for fact in node.get("facts") or []]
        record = {field: node[field] for field in FIELDS} | {
            "phrase": self.phrases[node["id"]],
            "aliases": [name for name in node.get("aliases") or [] if not self.withheld.mentioned(name)],
            "definition": kept(node.get("definition"), node.get("definition") or ""),
            "facts": [fact for fact in facts if fact],
            "terms": [term for term in node.get("terms") or [] if not self.withheld.mentioned(term)],
            "example": kept(node.get("example"), node.get("example") or ""),
            "misconception": kept(wrong, *(wrong or {}).values()),
            "application": kept(node.get("application"), node.get("application") or ""),
        }
        if dropped:
            self.withheld_statements[node["id"]] = dropped
        return record

    def _related(self, node: dict[str, Any]) -> list[dict[str, Any]]:
        """Prerequisites, then links to other domains, each once."""
        whys = self.whys.get(node["id"], {})
        before = list(node.get("prerequisites") or [])
        found = []
        for other in [*before, *(name for name in whys if name not in before)]:
            if self._hidden(other):
                continue
            definition, why = self.nodes[other].get("definition"), whys.get(other)
            dropped = [text for text in (definition, why) if text and self.withheld.mentioned(text)]
            if dropped:
                self.withheld_statements[node["id"]] = self.withheld_statements.get(node["id"], 0) + len(dropped)
            found.append(
                {
                    "id": other,
                    "name": self.nodes[other]["name"],
                    "phrase": self.phrases[other],
                    "kind": "prerequisite" if other in before else "cross_domain",
                    "definition": None if definition in dropped else definition,
                    "why": why if why and why not in dropped else None,
                }
            )
        return found

    def _hidden(self, concept: str) -> bool:
        node = self.nodes[concept]
        return node["role"] == "withheld" or self.withheld.mentioned(node["name"])

    def _unsayable(self, concept: dict[str, Any]) -> bool:
        said = [concept[field] for field in ("definition", "facts", "example", "misconception", "application")]
        return self.withheld.mentioned(concept["name"]) or not any(said)

"""Keeps withheld concepts out of what is taught: they are named nowhere."""

from typing import Any

from sutra.names import names_pattern


class Withheld:
    """Finds mentions of withheld concepts."""

    def __init__(self, nodes: list[dict[str, Any]]) -> None:
        self._pattern = names_pattern(name for node in nodes if node["role"] == "withheld" for name in _names(node))

    def mentioned(self, *texts: str) -> bool:
        """Whether one of `texts` has the name or an alias of a withheld concept, as whole words, in any form."""
        return self._pattern is not None and any(self._pattern.search(text) for text in texts)


def _names(node: dict[str, Any]) -> list[str]:
    return [node["name"], *(node.get("aliases") or [])]

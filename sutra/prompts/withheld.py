"""Keeps withheld concepts out of what is taught: they are named nowhere."""

import re
from typing import Any


class Withheld:
    """Finds mentions of withheld concepts."""

    def __init__(self, nodes: list[dict[str, Any]]) -> None:
        names = sorted({name for node in nodes if node["role"] == "withheld" for name in _names(node)})
        either = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names)
        self._pattern = re.compile(rf"(?<!\w)(?:{either})s?(?!\w)", re.IGNORECASE) if names else None

    def mentioned(self, *texts: str) -> bool:
        """Whether one of `texts` has the name or an alias of a withheld concept, as whole words, perhaps with a plural s."""
        return self._pattern is not None and any(self._pattern.search(text) for text in texts)


def _names(node: dict[str, Any]) -> list[str]:
    return [node["name"], *(node.get("aliases") or [])]

"""The content types, and the weights that params give to them and to styles."""

import functools
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

TEMPLATES = Path(__file__).parent / "templates"


@functools.cache
def content_types() -> dict[str, dict[str, Any]]:
    """Every content type by name: `title`, `brief`, `moves`."""
    return yaml.safe_load((TEMPLATES / "content_types.yaml").read_text(encoding="utf-8"))


def unknown(given: dict[str, float], known: dict[str, Any], what: str) -> str | None:
    """What is wrong with the names in `given`, with near matches; None where all are known."""
    found = []
    for name in sorted(set(given) - set(known)):
        near = get_close_matches(name, known, n=3, cutoff=0.5)
        found.append(f"no such {what}: {name}; " + (f"did you mean {' or '.join(near)}?" if near else _all(known)))
    return "; ".join(found) or None


def _all(known: dict[str, Any]) -> str:
    return f"there are: {', '.join(sorted(known))}"


def weights(given: dict[str, float], known: dict[str, Any]) -> dict[str, float]:
    """The weight of each name that is used, in the order of the names: of all equally where none is given."""
    return {name: given[name] for name in sorted(given)} if given else dict.fromkeys(sorted(known), 1.0)

"""The content types, and the weights that params give to them and to styles."""

import functools
from pathlib import Path
from typing import Any

import yaml

from sutra.schema import suggest

TEMPLATES = Path(__file__).parent / "templates"


@functools.cache
def content_types() -> dict[str, dict[str, Any]]:
    """Every content type by name: `title`, `brief`, `moves`."""
    return yaml.safe_load((TEMPLATES / "content_types.yaml").read_text(encoding="utf-8"))


def unknown(given: dict[str, float], known: dict[str, Any], what: str) -> str | None:
    """What is wrong with the names in `given`, with likely meanings; None where all are known."""
    wrong = sorted(set(given) - set(known))
    return "; ".join(f"no such {what}: {name}{suggest(name, list(known))}" for name in wrong) or None


def weights(given: dict[str, float], known: dict[str, Any]) -> dict[str, float]:
    """The weight of each name that is used, in the order of the names: of all equally where none is given."""
    return {name: given[name] for name in sorted(given)} if given else dict.fromkeys(sorted(known), 1.0)

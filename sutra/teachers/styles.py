"""The content styles: how a document sounds, for a writer (`brief`) and for the composer (`voice`)."""

import functools
from pathlib import Path
from typing import Any

import yaml

from sutra.files import uniform

TEMPLATES = Path(__file__).parent / "templates"


@functools.cache
def styles() -> dict[str, dict[str, Any]]:
    """Every style by name: `title`, `brief`, and `voice` {openings, bridges, closings}."""
    return yaml.safe_load((TEMPLATES / "styles.yaml").read_text(encoding="utf-8"))


def another(style: str, *key: Any) -> str:
    """A style other than `style`, drawn by `key`."""
    others = sorted(set(styles()) - {style})
    return others[int(uniform("style", *key) * len(others))]

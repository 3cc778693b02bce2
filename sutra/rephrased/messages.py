"""What a chat model is asked for a rendering."""

import functools
from pathlib import Path
from typing import Any

import jinja2

TEMPLATE = Path(__file__).parent / "templates" / "rephrase.j2"


@functools.cache
def _template() -> jinja2.Template:
    return jinja2.Environment(undefined=jinja2.StrictUndefined).from_string(TEMPLATE.read_text(encoding="utf-8"))


def messages(asked: list[dict[str, str]], style: dict[str, Any], text: str) -> list[dict[str, str]]:
    """The parent's system message, then the request to write `text` anew in `style` {title, brief}."""
    said = _template().render(title=style["title"], brief=style["brief"], text=text)
    return [*(message for message in asked if message["role"] == "system"), {"role": "user", "content": said.strip()}]

"""What a chat model is asked: the templates, filled."""

import functools
from pathlib import Path
from typing import Any

import jinja2

TEMPLATES = Path(__file__).parent / "templates"


@functools.cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def messages(
    content_type: dict[str, Any], style: dict[str, Any], level: int, material: dict[str, Any]
) -> list[dict[str, str]]:
    """A system and a user message; `content_type` and `style` have `title` and `brief`."""
    facts = {"content_type": content_type, "style": style, "level": level, **material}
    return [
        {"role": role, "content": _environment().get_template(template).render(facts).strip()}
        for role, template in (("system", "system.j2"), ("user", "prompt.j2"))
    ]

"""Files that are generated: dvc.yaml, params.schema.json and docs/params.md from code, docs/concepts.svg from the concepts."""

import json
from pathlib import Path
from typing import Any

from sutra.dvcfile import dvc_yaml
from sutra.files import write_text
from sutra.graph.build import build_graph
from sutra.graph.params import Graph
from sutra.graph.validate import read_concepts
from sutra.params import Params
from sutra.schema import unfold
from sutra.stages import CORPUS_WORDS, MODEL_WORDS


def generated() -> dict[Path, str]:
    """Every generated file, with the text it should have."""
    schema = Params.model_json_schema(by_alias=True)
    return {
        Path("dvc.yaml"): dvc_yaml(),
        Path("params.schema.json"): json.dumps(for_editors(schema), indent=2, sort_keys=True, ensure_ascii=False)
        + "\n",
        Path("docs/params.md"): params_page(schema),
        Path("docs/concepts.svg"): concepts_picture(),
    }


def concepts_picture() -> str:
    """docs/concepts.svg: the graph of all concepts, whatever params.yaml has taught of it."""
    from sutra.reports.picture import overview  # it takes half a second to import, and few commands need it

    return overview(build_graph(read_concepts([*Path("concepts").rglob("*.yaml")]), Graph()))


def for_editors(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema as an editor should hold a file against: a row may say a part of a section, so no key of one is required."""
    sections = {Params.model_fields[word].annotation.__name__ for word in (*CORPUS_WORDS, *MODEL_WORDS)}  # type: ignore[union-attr]
    definitions = {
        name: {k: v for k, v in node.items() if k != "required"} if name in sections else node
        for name, node in schema["$defs"].items()
    }
    return schema | {"$defs": definitions}


def stale() -> list[Path]:
    """The generated files that are not as they should be."""
    return list(_stale(generated()))


def write_fresh() -> list[Path]:
    """Writes the stale ones; returns them."""
    texts = _stale(generated())
    for path, text in texts.items():
        write_text(path, text)
    return list(texts)


def _stale(texts: dict[Path, str]) -> dict[Path, str]:
    return {p: text for p, text in texts.items() if not p.is_file() or p.read_text(encoding="utf-8") != text}


def params_page(schema: dict[str, Any]) -> str:
    """docs/params.md: every key with its type, default and meaning."""
    lines = [
        "# The parameters",
        "",
        "Generated from the schema: every key of `params.yaml`. A key left out has its default. An *extent* says how many",
        "pieces there are: raising it adds pieces and leaves those there are as they are.",
    ]
    definitions = schema["$defs"]
    for name, field in schema["properties"].items():
        lines += ["", f"## {name}", ""]
        options = _options(field, definitions)
        if not any("properties" in option for option in options):
            lines += [f"{field.get('description', '')} Default: `{json.dumps(field.get('default'))}`."]
        for option in options:
            if "properties" in option:
                lines += [option.get("description", ""), "", "| key | type | default | meaning |", "|---|---|---|---|"]
                lines += _rows(option, definitions, "")
                lines += [""]
    return "\n".join(lines).rstrip() + "\n"


def _options(field: dict[str, Any], definitions: dict[str, Any]) -> list[dict[str, Any]]:
    """The models a field may hold: itself, or the values of a mapping."""
    found = []
    for node in unfold(field, definitions):
        below = [*node.get("patternProperties", {}).values()]
        if isinstance(node.get("additionalProperties"), dict):
            below.append(node["additionalProperties"])
        found += [option for inner in below for option in unfold(inner, definitions)] or [node]
    return found


def _rows(model: dict[str, Any], definitions: dict[str, Any], prefix: str) -> list[str]:
    rows = []
    for name, field in model["properties"].items():
        options = unfold(field, definitions)
        deeper = [option for option in options if "properties" in option]
        items = [
            inner
            for option in options
            if "items" in option
            for inner in unfold(option["items"], definitions)
            if "properties" in inner
        ]
        meaning = field.get("description", "") + (" *Extent.*" if field.get("extent") else "")
        if deeper and prefix == "" and name in (*CORPUS_WORDS, *MODEL_WORDS):
            rows.append(f"| `{name}` | section | | What differs from the `{name}` section. |")
            continue
        if not deeper:
            default = (
                f"`{json.dumps(field['default'], ensure_ascii=False)}`"
                if "default" in field
                else ""
                if name in model.get("required", [])
                else "computed"
            )
            rows.append(f"| `{prefix}{name}` | {_kind(options)} | {default} | {meaning} |")
        for option in deeper + items:
            rows += _rows(option, definitions, f"{prefix}{name}{'[]' if items else ''}.")
    return rows


def _kind(options: list[dict[str, Any]]) -> str:
    """The type of a field in words."""
    words = []
    for option in options:
        if "const" in option:
            words.append(f"`{option['const']}`")
        elif "enum" in option:
            words.append(" or ".join(f"`{value}`" for value in option["enum"]))
        else:
            words.append({"object": "mapping", "array": "list"}.get(option.get("type", ""), option.get("type", "any")))
    return " or ".join(dict.fromkeys(words))

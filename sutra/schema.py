"""The base of every section of `params.yaml`, and its errors in words that a person can act on."""

from difflib import get_close_matches
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from sutra.marks import Location

T = TypeVar("T")


def _without_repeats(items: list[T]) -> list[T]:
    for index, item in enumerate(items):
        if item in items[:index]:
            raise ValueError(f"{item} stands twice")
    return items


# A list in which nothing stands twice.
Unique = Annotated[list[T], AfterValidator(_without_repeats)]


class Section(BaseModel):
    """Strict and frozen: an unknown key is an error, at every level."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True, allow_inf_nan=False)


def Extent(default: Any = ..., **more: Any) -> Any:  # noqa: N802  (reads like pydantic's Field)
    """A field that says *how many* pieces there are, not what a piece contains.

    Pieces (a shard, an epoch, a task's result) do not depend on it; gathers see it through their inputs.
    """
    return Field(default, json_schema_extra={"extent": True}, **more)


def extents(model: type[BaseModel]) -> set[str]:
    """Names of the fields of `model` that are extents."""
    return {
        name
        for name, field in model.model_fields.items()
        if isinstance(field.json_schema_extra, dict) and field.json_schema_extra.get("extent")
    }


def suggest(word: str, known: list[str]) -> str:
    """The end of an `unknown` message: a likely meaning, or what there is."""
    return near(word, known) or (f"; there are: {', '.join(sorted(known))}" if known else "")


def near(word: str, known: list[str]) -> str:
    """A likely meaning of an unknown word, or nothing."""
    close = [k for k in get_close_matches(word, known, n=2, cutoff=0.6) if k != word]
    return f"; did you mean {close[0]}?" if close else ""


def explain(error: ValidationError, model: type[BaseModel]) -> list[tuple[Location, str]]:
    """The errors of a validation as locations in the file, and words a person can act on."""
    return [_explain(detail, model) for detail in error.errors()]


def _explain(detail: Any, model: type[BaseModel]) -> tuple[Location, str]:
    location = tuple(p for p in detail["loc"] if p != "[key]" and not str(p).startswith("<"))
    kind, given = detail["type"], detail.get("input")
    if kind == "extra_forbidden":
        return location, "unknown key" + suggest(str(location[-1]), keys_at(model, location[:-1]))
    if kind == "missing":
        return location, "missing"
    if detail["loc"] and detail["loc"][-1] == "[key]":
        return location, "a name is lower-case letters, digits, - and _"
    message = detail["msg"].removeprefix("Value error, ")
    message = message[0].lower() + message[1:]
    shown = "" if isinstance(given, dict | list) or kind == "value_error" else f", got {given!r}"
    return location, message + shown


def keys_at(model: type[BaseModel], location: Location) -> list[str]:
    """The keys that the schema of `model` knows at a location."""
    schema = model.model_json_schema(by_alias=True)
    nodes = unfold(schema, schema.get("$defs", {}))
    for part in location:
        below = []
        for node in nodes:
            if part in node.get("properties", {}):
                below.append(node["properties"][part])
            elif "patternProperties" in node or isinstance(node.get("additionalProperties"), dict):
                below += list(node.get("patternProperties", {}).values()) or [node["additionalProperties"]]
            elif "items" in node:
                below.append(node["items"])
        nodes = [n for node in below for n in unfold(node, schema.get("$defs", {}))]
    return sorted({key for node in nodes for key in node.get("properties", {})})


def unfold(node: dict[str, Any], definitions: dict[str, Any]) -> list[dict[str, Any]]:
    """A schema node without references and unions: the alternatives it stands for."""
    if "$ref" in node:
        return unfold(definitions[node["$ref"].rsplit("/", 1)[1]], definitions)
    options = node.get("anyOf", node.get("oneOf"))
    return [n for option in options for n in unfold(option, definitions)] if options else [node]

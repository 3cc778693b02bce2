"""The base of every section of `params.yaml`."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Section(BaseModel):
    """Strict and frozen: an unknown key is an error, at every level."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)


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

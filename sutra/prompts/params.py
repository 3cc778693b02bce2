"""The `prompts` section."""

from typing import Annotated

from pydantic import Field, field_validator

from sutra.prompts.catalog import content_types, unknown
from sutra.schema import Extent, Section
from sutra.teachers.styles import styles

Weight = Annotated[float, Field(gt=0)]


class Prompts(Section):
    """How many prompts, and how they spread over content types, styles and levels."""

    shards: int = Extent(
        4, ge=1, le=10_000, description="Number of shards; an extent: more of them leave the first ones as they are."
    )
    per_shard: int = Field(100, ge=1, description="Prompts in one shard.")
    content_types: dict[str, Weight] = Field(
        {}, description="Weight of each content type that is used; empty: all 33, equally often."
    )
    styles: dict[str, Weight] = Field(
        {}, description="Weight of each style that is used; empty: all 20, equally often."
    )
    level_spread: int = Field(
        1, ge=0, le=9, description="A lesson's level is its concept's complexity plus or minus at most this."
    )

    @field_validator("content_types")
    @classmethod
    def _known_types(cls, value: dict[str, float]) -> dict[str, float]:
        return _known(value, unknown(value, content_types(), "content type"))

    @field_validator("styles")
    @classmethod
    def _known_styles(cls, value: dict[str, float]) -> dict[str, float]:
        return _known(value, unknown(value, styles(), "style"))


def _known(value: dict[str, float], problem: str | None) -> dict[str, float]:
    if problem:
        raise ValueError(problem)
    return value

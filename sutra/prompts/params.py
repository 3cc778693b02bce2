"""The `prompts` section."""

from pydantic import Field

from sutra.schema import Extent, Section


class Prompts(Section):
    """How many prompts, and how they spread over content types, styles and levels."""

    shards: int = Extent(
        4, ge=1, le=10_000, description="Number of shards; an extent: more of them leave the first ones as they are."
    )
    per_shard: int = Field(100, ge=1, description="Prompts in one shard.")
    content_types: dict[str, float] = Field(
        {}, description="Weight of each content type that is used; empty: all 33, equally often."
    )
    styles: dict[str, float] = Field({}, description="Weight of each style that is used; empty: all 20, equally often.")
    level_spread: int = Field(
        1, ge=0, le=9, description="A lesson's level is its concept's complexity plus or minus at most this."
    )

"""The `shards` section."""

from pydantic import Field

from sutra.schema import Section


class Shards(Section):
    """How long a generated document should be."""

    sentences: list[int] = Field(
        [6, 14],
        min_length=2,
        max_length=2,
        description="Fewest and most sentences of a generated lesson, openings included.",
    )

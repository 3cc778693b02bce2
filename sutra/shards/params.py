"""The `shards` section."""

from pydantic import Field, field_validator

from sutra.schema import Section


class Shards(Section):
    """How long a generated document should be."""

    sentences: list[int] = Field(
        [6, 14],
        min_length=2,
        max_length=2,
        description="Fewest and most sentences of a generated lesson, openings included.",
    )

    @field_validator("sentences")
    @classmethod
    def _in_order(cls, value: list[int]) -> list[int]:
        if not 1 <= value[0] <= value[1]:
            raise ValueError("must be the fewest, at least 1, then the most")
        return value

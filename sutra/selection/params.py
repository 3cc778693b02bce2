"""The `selection` section."""

from pydantic import Field

from sutra.schema import Section


class Selection(Section):
    """What is kept. The defaults are the off value: everything."""

    min_quality: float = Field(0.0, ge=0, le=1, description="Lowest quality score kept; 0 is off.")
    per_cell: int | None = Field(
        None, ge=1, description="Most documents of one cell (concept, content type, style); null is off."
    )
    per_opening: int | None = Field(
        None, ge=1, description="Most documents that begin with the same eight words; null is off."
    )

"""The `reports` section."""

from pydantic import Field

from sutra.schema import Section


class Reports(Section):
    """What the page says first."""

    title: str = Field("Sutra", description="Heading of the page.")
    baseline: str | None = Field(None, description="Model that the others are compared with; null: no comparison.")
    confidence: float = Field(0.95, gt=0.5, lt=1, description="Level of the intervals.")
    resamples: int = Field(1000, ge=100, description="Bootstrap resamples, keyed by the seed of the data.")

"""The `scores` section."""

from typing import Literal

from pydantic import Field, model_validator

from sutra.schema import Section


class Weights(Section):
    """Weight of each dimension in the quality score, their weighted mean."""

    clarity: float = Field(1.0, ge=0)
    accuracy: float = Field(1.0, ge=0)
    pedagogy: float = Field(1.0, ge=0)
    engagement: float = Field(1.0, ge=0)
    depth: float = Field(1.0, ge=0)
    creativity: float = Field(1.0, ge=0)

    @model_validator(mode="after")
    def _some_weight(self) -> "Weights":
        """A document without material has no accuracy, and must have a quality score all the same."""
        if not any(value for name, value in self.model_dump().items() if name != "accuracy"):
            raise ValueError("at least one weight besides accuracy must be above 0")
        return self


class Scores(Section):
    """How documents are scored."""

    weights: Weights = Field(Weights(), description="Of the six dimensions; the quality score is their weighted mean.")
    embedding: Literal["all-MiniLM-L6-v2"] | None = Field(
        None, description="Sentence-embedding model; null is off: no embeddings, and nothing later uses them."
    )

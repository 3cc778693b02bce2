"""The `scores` section."""

from typing import Literal

from pydantic import Field

from sutra.schema import Section


class Weights(Section):
    """Weight of each dimension in the quality score, their weighted mean."""

    clarity: float = Field(1.0, ge=0)
    accuracy: float = Field(1.0, ge=0)
    pedagogy: float = Field(1.0, ge=0)
    engagement: float = Field(1.0, ge=0)
    depth: float = Field(1.0, ge=0)
    creativity: float = Field(1.0, ge=0)


class Scores(Section):
    """How documents are scored."""

    weights: Weights = Field(Weights(), description="Of the six dimensions; the quality score is their weighted mean.")
    embedding: Literal["all-MiniLM-L6-v2"] | None = Field(
        None, description="Sentence-embedding model; null is off: no embeddings, and nothing later uses them."
    )

"""The `rephrased` section."""

from pydantic import Field

from sutra.schema import Section


class Rephrased(Section):
    """How much is rephrased. The defaults are the off value: nothing."""

    share: float = Field(
        0.0, ge=0, le=1, description="Share of the selected documents that are rendered once more; 0 is off."
    )
    min_fidelity: float = Field(
        0.5, ge=0, le=1, description="Lowest share of the source's statements that the rendering must still make."
    )

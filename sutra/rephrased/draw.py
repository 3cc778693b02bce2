"""Which documents are rendered once more, and under which id."""

from sutra.files import identity, uniform


def drawn(doc_id: str, share: float, seed: int) -> bool:
    """Whether a selected document is rendered once more."""
    return uniform(seed, "rephrased", doc_id) < share


def rendering_id(parent_id: str) -> str:
    """The id of the rendering of a document."""
    return identity("rephrased", parent_id, 0)

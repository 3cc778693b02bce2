"""What `rephrased` proves: every rendering that was asked for is there, or rejected with a reason."""

from typing import Any

from sutra.checks import make_check
from sutra.rephrased.draw import drawn, rendering_id


def check(
    selected: list[str], share: float, seed: int, kept: list[str], rejected: list[tuple[str, str]]
) -> dict[str, Any]:
    """The check of a corpus's renderings; what was asked for is drawn again from the selection."""
    asked = [rendering_id(doc_id) for doc_id in selected if drawn(doc_id, share, seed)]
    return make_check(asked, kept, rejected)

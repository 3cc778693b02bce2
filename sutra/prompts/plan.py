"""The plan: which concept is taught next, as which content type, in which style, at which level.

The plan is an endless sequence in rounds; every round goes through all concepts in an order of its own. Draws are
keyed by the seed, the round and the concept, so a longer plan begins with the shorter one.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from sutra.errors import SutraError
from sutra.files import uniform


class Lesson(NamedTuple):
    """One element of the plan; `sample` counts how often it stood in the plan before."""

    concept: str
    content_type: str
    style: str
    level: int
    sample: int


def lessons(
    seed: int,
    complexity: dict[str, int],
    content_types: dict[str, dict[str, float]],
    styles: dict[str, float],
    level_spread: int,
) -> Iterator[Lesson]:
    """The sequence over the concepts of `complexity` {id: 1 to 10}.

    `content_types` has the weights of the content types that fit each concept. Raises SutraError where no concept is
    left to teach.
    """
    if not complexity:
        raise SutraError(
            "there is no concept to plan lessons for",
            "graph.teach, graph.withhold and prompts.content_types in params.yaml",
            "teach at least one concept that is not withheld and that one of the content types fits",
        )
    seen: Counter[tuple[str, str, str, int]] = Counter()
    number = 0
    while True:
        for concept in sorted(complexity, key=lambda c: (uniform(seed, "prompts", "order", number, c), c)):
            key = (seed, "prompts", number, concept)
            low = -level_spread + int(uniform("level", *key) * (2 * level_spread + 1))
            asked = (
                concept,
                weighted(content_types[concept], "content_type", *key),
                weighted(styles, "style", *key),
                min(10, max(1, complexity[concept] + low)),
            )
            yield Lesson(*asked, sample=seen[asked])
            seen[asked] += 1
        number += 1


def weighted(weights: dict[str, float], *key: object) -> str:
    """One of the names, drawn by `key`, as often as its weight says."""
    left = uniform(*key) * sum(weights.values())
    for name, weight in weights.items():
        left -= weight
        if left < 0:
            return name
    return name  # rounding may leave a trace of the sum

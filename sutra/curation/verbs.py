"""The verbs of `sutra graph`: read the concepts as they stand, and say something of them."""

from pathlib import Path
from typing import Any

from sutra.curation.find import find
from sutra.curation.phrasing import RUN, repeated_share, told_twice
from sutra.curation.show import show as show_concept
from sutra.curation.stats import stats as show_stats
from sutra.graph.build import build_graph
from sutra.graph.placed import Placed
from sutra.graph.validate import read_concepts
from sutra.params import load
from sutra.presets import PARAMS


def show(concept: str) -> None:
    """One concept with its neighbourhood. Raises SutraError where there is none of that name, or the concepts have problems."""
    placed = _read()
    found = find(concept, placed)
    show_concept(_graph(placed), found.concept.id)


def stats() -> None:
    """The figures of the graph. Raises SutraError where the concepts have problems."""
    show_stats(_graph(_read()))


def check(quick: bool = False) -> None:
    """What is wrong, and what is suspicious: pairs that may be one concept, phrases that repeat.

    Raises SutraError that lists every problem.
    """
    placed = _read()
    print(f"{len(placed):,} concepts, nothing wrong")
    from sutra.curation.near import near_meanings, near_names  # numpy and torch take seconds to load

    pairs = near_names(placed) + ([] if quick else near_meanings(placed))
    for pair in pairs:
        print(f"warning: {pair}")
    looked = "names" if quick else "names and meanings"
    print(f"{len(pairs)} pairs of {looked} are near enough to look at" if pairs else f"no {looked} too near each other")
    print(
        f"{repeated_share(placed):.1%} of definitions and facts begin with the same four words as another one; "
        f"{len(told_twice(placed))} pairs of concepts share {RUN} words in a row"
    )


def _read() -> list[Placed]:
    return read_concepts(sorted(Path("concepts").rglob("*.yaml")))


def _graph(placed: list[Placed]) -> dict[str, Any]:
    return build_graph(placed, load(PARAMS).graph)

"""The panels of the grid: tiles by domain and role, and the counts of every epoch."""

import pytest

from sutra.reports.grid import Tile
from sutra.reports.panels import Count, epochs, panels


def tile(concept: str, right: float, role: str = "taught", domain: str = "science") -> Tile:
    return Tile(concept, concept.title(), domain, role, right, asked=3, choices=4, seeds=1)


GRID = {
    "ours": {
        "1-best": [tile("a", 3), tile("b", 0), tile("w", 0, "withheld")],
        "1-final": [tile("a", 1), tile("b", 0), tile("w", 1, "withheld")],
        "2-final": [tile("b", 2), tile("a", 3), tile("w", 2, "withheld")],
    },
    "theirs": {"1-final": [tile("a", 0), tile("b", 0, domain="art"), tile("w", 0, "withheld")]},
}


def test_an_epoch_is_shown_at_its_end_and_a_short_run_at_its_last():
    ours, theirs = panels(GRID, ["ours", "theirs", "unscored"])
    assert epochs(GRID) == [1, 2]
    (cells,) = ours.domains.values()
    assert [(cell.concept, cell.right, cell.shares) for cell in cells["taught"]] == [
        ("a", (1, 3), [0.333, 1.0]),
        ("b", (0, 2), [0.0, 0.667]),
    ]
    assert [cell.right for cell in cells["withheld"]] == [(1, 2)]
    assert list(theirs.domains) == ["art", "science"]
    assert theirs.domains["art"] == {"taught": [theirs.domains["art"]["taught"][0]], "withheld": []}
    assert theirs.domains["art"]["taught"][0].right == (0, 0)


def test_known_is_more_than_half_and_guessing_is_counted_beside_it():
    ours = panels(GRID, ["ours"])[0]
    guessed = 3 * 0.25**2 * 0.75 + 0.25**3  # two or three of three right, at one in four
    assert ours.counts["taught"] == [
        Count(0, 2, pytest.approx(2 * guessed)),
        Count(2, 2, pytest.approx(2 * guessed)),
    ]
    assert [count.known for count in ours.counts["withheld"]] == [0, 1]


def test_nothing_scored_has_no_panels():
    assert (panels({}, ["ours"]), epochs({})) == ([], [])

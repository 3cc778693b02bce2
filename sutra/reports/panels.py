"""From the grid to its panels: one for each model, with a row of tiles for each domain, and the counts of every epoch."""

from collections.abc import Sequence
from typing import NamedTuple

from sutra.reports.grid import Grid, Tile, chance_known, known, last

ROLES = ("taught", "withheld")


class Count(NamedTuple):
    """How many concepts of one role are known, of how many, and how many guessing would give."""

    known: int
    of: int
    chance: float


class Cell(NamedTuple):
    """A concept in a panel: what is right at every epoch, of how many questions."""

    concept: str
    name: str
    role: str
    right: tuple[float, ...]
    asked: int

    @property
    def shares(self) -> list[float]:
        """What is right at every epoch, from 0 to 1."""
        return [round(right / self.asked, 3) for right in self.right]


class Panel(NamedTuple):
    """One model: its tiles by domain and role, and its counts by role, an entry per epoch."""

    model: str
    domains: dict[str, dict[str, list[Cell]]]
    counts: dict[str, list[Count]]


def epochs(grid: Grid) -> list[int]:
    """The epochs at which some model was scored."""
    return sorted({_epoch(name) for checkpoints in grid.values() for name in checkpoints})


def panels(grid: Grid, models: Sequence[str]) -> list[Panel]:
    """A panel for every model that was scored, in the order of `models`."""
    numbers = epochs(grid)
    return [
        _panel(model, [grid[model][last(_until(grid[model], epoch))] for epoch in numbers])
        for model in models
        if grid.get(model)
    ]


def _until(checkpoints: Sequence[str] | dict[str, list[Tile]], epoch: int) -> list[str]:
    """The checkpoints up to an epoch; the first one where the model has none so early."""
    return [name for name in checkpoints if _epoch(name) <= epoch] or [min(checkpoints, key=_epoch)]


def _epoch(checkpoint: str) -> int:
    return int(checkpoint.partition("-")[0])


def _panel(model: str, by_epoch: list[list[Tile]]) -> Panel:
    right: dict[str, list[float]] = {}
    for tiles in by_epoch:
        for tile in tiles:
            right.setdefault(tile.concept, []).append(tile.right)
    domains: dict[str, dict[str, list[Cell]]] = {}
    for tile in sorted(by_epoch[-1], key=lambda tile: (tile.domain, tile.name)):
        cell = Cell(tile.concept, tile.name, tile.role, tuple(right[tile.concept]), tile.asked)
        domains.setdefault(tile.domain, {role: [] for role in ROLES})[tile.role].append(cell)
    return Panel(model, domains, {role: [count(tiles, role) for tiles in by_epoch] for role in ROLES})


def count(tiles: Sequence[Tile], role: str) -> Count:
    """How many concepts of a role are known, of how many, and by guessing."""
    mine = [tile for tile in tiles if tile.role == role]
    return Count(sum(map(known, mine)), len(mine), chance_known(mine))

"""The grid of known concepts, and what changed in it, as a terminal shows it.

Marks differ in form as in colour; where standard output is no terminal, the form alone is left.
"""

from collections.abc import Iterable
from itertools import groupby

from rich.console import Console
from rich.text import Text

from sutra.reports.grid import Tile, chance_known, guessed, known

KNOWN, PART, NONE = ("■", "bold blue"), ("▒", "yellow"), ("·", "bright_black")  # told apart by the colour-blind, too
LEGEND = "■ known (more than half of its items right)   ▒ some right   · none right"


def show(lines: Iterable[Text | str]) -> None:
    """Prints lines, with colour in a terminal; none is wrapped."""
    console = Console(highlight=False, markup=False)
    for line in lines:
        console.print(line, soft_wrap=True)


def draw(tiles: list[Tile], mark: str | None = None) -> list[Text]:
    """A block per role and a row per domain; the concept `mark` stands in brackets."""
    lines = []
    for role, of_role in groupby(tiles, key=lambda tile: tile.role):
        block = list(of_role)
        lines.append(Text(f"  {role:<9}  {count(block)}"))
        for domain, row in groupby(block, key=lambda tile: tile.domain):
            line = Text(f"    {domain.replace('_', ' '):<24}")
            for tile in row:
                sign, style = KNOWN if known(tile) else PART if tile.right else NONE
                line.append(*((f"[{sign}]", f"{style} reverse") if tile.concept == mark else (sign, style)))
            lines.append(line)
    return lines


def count(tiles: list[Tile]) -> str:
    """`3 of 40 known; by guessing alone, about 6.2`."""
    return f"{sum(map(known, tiles))} of {len(tiles)} known; by guessing alone, about {chance_known(tiles):.1f}"


def answers(tile: Tile) -> str:
    """`2 of 3 right: known`."""
    mean = f" (mean of {tile.seeds} seeds)" if tile.seeds > 1 else ""
    return f"{tile.right:.3g} of {tile.asked} right{mean}: {'known' if known(tile) else 'not known'}"


def compare(before: list[Tile], after: list[Tile], concept: str) -> list[str]:
    """What became of one concept that is not taught any more, or is again, and of all others; in words."""
    old, new = ({tile.concept: tile for tile in tiles} for tiles in (before, after))
    if concept not in new:
        return ["  it is asked nothing in wording that no lesson uses, so there is nothing to see of it"]
    tile = new[concept]
    lines = [f"  {tile.name}, {tile.role} now: {answers(tile)}"]
    if concept in old:
        lines.insert(0, f"  {tile.name}, {old[concept].role} before: {answers(old[concept])}")
        lines += verdict(old[concept], tile)
    for role in ("taught", "withheld"):
        was, is_now = ([t for t in tiles if t.role == role] for tiles in (before, after))
        lines.append(f"  {role} before: {count(was)}")
        lines.append(f"  {role} now:    {count(is_now)}")
    came = sum(known(new[c]) and not known(old[c]) for c in old.keys() & new.keys() - {concept})
    went = sum(known(old[c]) and not known(new[c]) for c in old.keys() & new.keys() - {concept})
    lines.append(f"  of the other concepts, {came} became known and {went} are not known any more")
    lines.append("  training anew, and other wrong answers to choose from, move counts, too: one tile is no proof")
    return lines


def verdict(old: Tile, new: Tile) -> list[str]:
    """What the answers to the items of one concept do and do not say."""
    luck = f"the chance of {new.right:.3g} or more of {new.asked} by guessing is {100 * guessed(new, new.right):.0f} %"
    if new.role == "withheld":
        if known(new):
            still = "still " if known(old) else ""
            return [f"  it {still}answers {new.right:.3g} of {new.asked}, though no lesson says it: {luck}"]
        if not known(old):
            return ["  it was not known before, so its tile could not go dark"]
        return ["  its tile went dark: known while it was taught, not known without its lessons"]
    if known(new):
        return [f"  its tile is lit: {luck}"]
    return ["  its tile stays dark: it is taught, and not known for all that"]

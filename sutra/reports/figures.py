"""Numbers as people read them, and the marks of the small drawings."""

from collections.abc import Sequence

COLOURS = 6  # of the palette in palette.css; Okabe and Ito (2008), told apart by colour-blind readers
SHAPES = ("circle", "square", "triangle", "diamond", "plus", "cross")


def percent(value: float, signed: bool = False, places: int = 1) -> str:
    """`0.1234` as `12.3`, without the sign of percent. Only all is 100: `0.9952` without places is `99.5`."""
    text = f"{100 * value:{'+' if signed else ''}.{places}f}"
    if float(text) >= 100 > 100 * value and places < 4:
        return percent(value, signed, places + 1)
    return text


def points(value: float) -> str:
    """A difference of shares as points, with its sign: `−0.0123` as `−1.2`."""
    return percent(value, signed=True).replace("-", "−")


def count(value: float) -> str:
    """`30656033775` as `30.66 B`; up to six digits as they are, with a comma."""
    for unit, size in (("B", 10**9), ("M", 10**6)):
        if value >= size:
            return f"{value / size:.4g} {unit}"
    return f"{value:,.0f}"


def tally(value: float) -> str:
    """A mean of counts: whole where it is whole, else to one place."""
    return f"{value:.0f}" if abs(value - round(value)) < 0.05 else f"{value:.1f}"


def either(values: Sequence[object], word: str = "or") -> str:
    """`a`, `a or b`, `a, b or c`."""
    words = [str(value) for value in values]
    return f" {word} ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def both(values: Sequence[object]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return either(values, "and")


def plain(name: str) -> str:
    """A name as people say it: `arts_and_creativity` as `arts and creativity`."""
    return name.replace("_", " ")


def shape(name: str, x: float, y: float, size: float = 4.5) -> str:
    """The path of a mark: every model has its own shape as well as its own colour."""
    s = size
    paths = {
        "circle": f"M{x - s:g} {y:g}a{s:g} {s:g} 0 1 0 {2 * s:g} 0a{s:g} {s:g} 0 1 0 {-2 * s:g} 0z",
        "square": f"M{x - s:g} {y - s:g}h{2 * s:g}v{2 * s:g}h{-2 * s:g}z",
        "triangle": f"M{x:g} {y - s:g}l{s:g} {2 * s:g}h{-2 * s:g}z",
        "diamond": f"M{x:g} {y - 1.3 * s:g}l{1.3 * s:g} {1.3 * s:g}l{-1.3 * s:g} {1.3 * s:g}l{-1.3 * s:g} {-1.3 * s:g}z",
        "plus": f"M{x - s:g} {y - s / 3:g}h{2 * s:g}v{2 * s / 3:g}h{-2 * s:g}zM{x - s / 3:g} {y - s:g}v{2 * s:g}h{2 * s / 3:g}v{-2 * s:g}z",
        "cross": f"M{x - s:g} {y - s:g}l{2 * s:g} {2 * s:g}m0 {-2 * s:g}l{-2 * s:g} {2 * s:g}",
    }
    return paths[name]

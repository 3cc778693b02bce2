"""What the mark of a fact computes: arithmetic, the output of a line of code, or dates in order. Evaluated without eval."""

import re
from itertools import pairwise

from simpleeval import EvalWithCompoundTypes, InvalidExpression, SimpleEval

from sutra.graph.concept import Code, Fact, Order, Sum

FUNCTIONS = {
    f.__name__: f
    for f in (abs, all, any, bin, bool, chr, divmod, float, hex, int, len, list, max, min, ord, pow, range, reversed)
} | {f.__name__: f for f in (round, set, sorted, str, sum, tuple, zip)}
DATE = re.compile(r"(\d{1,4})( BCE)?")


def evaluate(expression: str) -> float:
    """The value of an arithmetic expression. Raises ValueError where it has none."""
    try:
        value = SimpleEval(functions={}, names={}).eval(expression)
    except (InvalidExpression, SyntaxError, ArithmeticError, TypeError) as error:
        raise ValueError(str(error)) from None
    if not isinstance(value, int | float):
        raise ValueError(f"not a number: {expression}")
    return value


def computes(expression: str, result: str) -> bool:
    """Whether `expression` gives `result`, to as many decimals as `result` shows."""
    shown = result.replace(",", "")
    decimals = len(shown.partition(".")[2])
    try:
        return abs(evaluate(expression) - float(shown)) <= 0.5 * 10**-decimals + 1e-9
    except (ValueError, OverflowError):
        return False


def prints(code: str) -> str:
    """What Python prints of an expression of literals and plain built-ins. Raises ValueError where it is none."""
    try:
        return str(EvalWithCompoundTypes(functions=FUNCTIONS, names={}).eval(code))
    except (
        InvalidExpression,
        SyntaxError,
        ArithmeticError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
    ) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from None


def date(text: str) -> int:
    """A year as a number, before our era below 0. Raises ValueError where it is no year."""
    found = DATE.fullmatch(text)
    if found is None:
        raise ValueError(f"{text} is no year, as 1815 or 776 BCE")
    return -int(found[1]) if found[2] else int(found[1])


def computed_problem(fact: Fact) -> str | None:
    """What is wrong with the mark of a fact; None where nothing is, or it has none."""
    match fact.compute:
        case Sum(expression=expression, result=result):
            if not computes(expression, result):
                return f"{expression} is not {result}"
            return None if result in fact.text else f"the text does not say {result}"
        case Code(code=code, prints=said):
            try:
                printed = prints(code)
            except ValueError as error:
                return f"{code} cannot be run: {error}"
            if printed != said:
                return f"{code} prints {printed}, not {said}"
            return None if said in fact.text else f"the text does not say {said}"
        case Order(order=dates):
            try:
                years = [date(text) for text in dates]
            except ValueError as error:
                return str(error)
            if any(a >= b for a, b in pairwise(years)):
                return f"{', '.join(dates)} are not in order"
            missing = [text for text in dates if text not in fact.text]
            return f"the text does not say {missing[0]}" if missing else None
    return None

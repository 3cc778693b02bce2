"""What the mark of a fact works out: a sum, what Python answers, or the years between two dates."""

from typing import Any


def worked(fact: dict[str, Any]) -> dict[str, str]:
    """The parts of the working as lessons write them; none where nothing of the fact is computed.

    A sum has `expression` and `result` (3 × 5 and 2^3, where the data has Python's signs), a line of code `code` and
    `prints`, dates in order `earlier`, `later`, and `span`, the sum whose value is `years`.
    """
    match fact.get("compute"):
        case {"expression": str(expression), "result": str(result)}:
            written = expression.replace(" ** ", "^").replace("**", "^").replace("*", "×")
            return {"expression": written, "result": result}
        case {"code": str(code), "prints": str(prints)}:
            return {"code": code, "prints": prints}
        case {"order": [earlier, *_, later]}:
            return {"earlier": earlier, "later": later} | _between(earlier, later)
    return {}


def _between(earlier: str, later: str) -> dict[str, str]:
    """The years between two dates as a sum; no year 0 stands between 1 BCE and 1 CE."""
    first, last = int(earlier.removesuffix(" BCE")), int(later.removesuffix(" BCE"))
    if later.endswith(" BCE"):
        return {"span": f"{first} - {last}", "years": str(first - last)}
    if earlier.endswith(" BCE"):
        return {"span": f"{first} + {last} - 1", "years": str(first + last - 1)}
    return {"span": f"{last} - {first}", "years": str(last - first)}

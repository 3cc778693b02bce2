"""A concept and where it stands, and a problem of it."""

from typing import NamedTuple

from sutra.graph.concept import Concept
from sutra.marks import Marked


class Problem(NamedTuple):
    """One line for a person."""

    path: str
    number: int
    concept: str
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.number}  {self.concept}  {self.what}"


class Placed(NamedTuple):
    """A concept and where it stands."""

    concept: Concept
    domain: str
    subdomain: str
    file: Marked
    position: int

    def line(self, *location: str | int) -> int:
        """The line of a field of this concept."""
        return self.file.line(("concepts", self.position, *location))

    def problem(self, what: str, *location: str | int) -> Problem:
        """A problem with a field of this concept."""
        return Problem(str(self.file.path), self.line(*location), self.concept.id, what)

"""What a teacher is asked, and what it answers."""

from dataclasses import asdict, dataclass
from typing import Any

from sutra.files import identity
from sutra.schema import Section


@dataclass(frozen=True)
class Request:
    """One document that is wanted.

    `messages` are what a chat model reads; `material` is what the composer writes from (the columns of the prompts
    table). `fewest` and `most` bound the sentences of the document. `whole` asks for every statement of the material
    that fits, where otherwise the length is drawn between the bounds.
    """

    seed: int
    doc_id: str
    messages: list[dict[str, str]]
    material: dict[str, Any]
    fewest: int
    most: int
    whole: bool = False


@dataclass(frozen=True)
class Reply:
    """A document, and the id of the call that made it."""

    text: str
    call_id: str


@dataclass(frozen=True)
class Refusal:
    """A final failure: asking the same again would fail the same way."""

    reason: str
    evidence: str


def call_id(teacher: Section, request: Request) -> str:
    """The identity of a call: the teacher's row and the whole request."""
    return identity("call", teacher.model_dump(mode="json", by_alias=True), asdict(request))

"""The embedded teacher: composes a lesson from the statements of the material, and from nothing else.

It makes the moves of the content type in their order, each with a statement that the lesson has not used yet and one
of many wordings, fills up with what is left, and frames the whole in the voice of the style. Every choice is drawn by
the request's seed, the document's id, the teacher's `variety` and what is chosen, so a lesson depends on nothing else.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

from sutra.files import uniform
from sutra.teachers.params import Teacher
from sutra.teachers.requests import Refusal, Reply, Request, call_id
from sutra.teachers.supplies import Slots, supplies
from sutra.teachers.wordings import Named, capital, moves, names, sentences, small_words, ways

T = TypeVar("T")
FILLERS = ("term", "fact", "example", "application", "misconception", "define", "connect", "prerequisite")
FRAMES = {"openings": 0.85, "bridges": 0.35, "closings": 0.5}  # how often a lesson has one
FEWEST_STATED = 4  # sentences that frames leave to the material at least
MOST_FRAMING = 0.3  # share of the words above which statements stand alone, or nearly so
PARAGRAPH = 4  # sentences after which a paragraph may end


class Piece(NamedTuple):
    """One move, or one frame, written."""

    kind: str
    text: str
    block: bool


class Draws:
    """Choices keyed by what they are about."""

    def __init__(self, *key: Any) -> None:
        self.key = key

    def share(self, *purpose: Any) -> float:
        """A number in [0, 1)."""
        return uniform("composer", *self.key, *purpose)

    def pick(self, choices: Sequence[T], *purpose: Any) -> T:
        """One of `choices`."""
        return choices[int(self.share(*purpose) * len(choices))]

    def shuffled(self, items: Sequence[T], *purpose: Any) -> list[T]:
        """The items in an order of their own."""
        return [items[i] for i in sorted(range(len(items)), key=lambda i: self.share(*purpose, i))]


def write(teacher: Teacher, request: Request) -> Reply | Refusal:
    """A lesson of `fewest` to `most` sentences, or a refusal where the material does not suffice for that many."""
    draws = Draws(request.seed, request.doc_id, teacher.variety)
    target = request.most
    if not request.whole:
        target = request.fewest + int(draws.share("length") * (request.most - request.fewest + 1))
    frames = _frames(request.material, target, draws)
    room = target - sum(sentences(text) for text in frames.values())
    body = Body(request.material, draws, sum(len(text.split()) for text in frames.values())).fill(room)
    stated = sum(sentences(piece.text) for piece in body)
    if target - room + stated < request.fewest:  # the material is used up: the voice may add what it has
        frames = _frames(request.material, request.most - stated + FEWEST_STATED, draws, often=1.0)
    pieces = _framed(body, frames)
    length = sum(sentences(piece.text) for piece in pieces)
    if not body or length < request.fewest:
        return Refusal("material", f"the material suffices for {length} of {request.fewest} sentences")
    return Reply(_laid_out(pieces, draws), call_id(teacher, request))


def _frames(material: dict[str, Any], target: int, draws: Draws, often: float | None = None) -> dict[str, str]:
    """The opening, bridge and closing of a lesson of `target` sentences in the style's voice; fewer in a short one.

    `often` overrides how often a lesson has each.
    """
    found: dict[str, str] = {}
    room = target - FEWEST_STATED
    for part, usually in FRAMES.items():
        text = draws.pick(material["voice"][part], part).format(name=material["concept"]["phrase"])
        if sentences(text) <= room and draws.share("frame", part) < (usually if often is None else often):
            found[part] = capital(text)
            room -= sentences(text)
    return found


class Body:
    """The part of a lesson that the material fills; a statement is used once."""

    def __init__(self, material: dict[str, Any], draws: Draws, framing: int) -> None:
        """`framing` is the number of words that the lesson has already and that are not the material's."""
        concept = material["concept"]
        self.named = Named(concept["name"], concept["phrase"])
        self.draws = draws
        self.planned: list[str] = material["moves"]
        self.stock = {kind: draws.shuffled(items, "order", kind) for kind, items in supplies(material).items()}
        if any(moves()[kind].takes == "compute" for kind in self.planned):
            self.stock["fact"].sort(key=lambda fact: fact in self.stock["compute"])  # leaves workings to their move
        self.seen = small_words([slots["statement"] for items in self.stock.values() for slots in items])
        self.pieces: list[Piece] = []
        self.framing = self.words = framing

    def fill(self, room: int) -> list[Piece]:
        """At most `room` sentences: the moves of the content type, then what is left of the material."""
        for kind in self.planned:
            room -= self._make(kind, room)
        told = [kind for kind in self.planned if moves()[kind].takes == "fact"]
        fillers = [*told[-1:], *FILLERS]  # facts first, and in the form that the lesson has given them
        while room > 0 and fillers:
            turn = ("filler", len(self.pieces), len(fillers))
            kind = fillers[0] if self.draws.share(*turn) < 0.5 else self.draws.pick(fillers, "which", *turn)
            made = self._make(kind, room)
            room -= made
            if not made:
                fillers.remove(kind)
        return sorted(self.pieces, key=lambda piece: piece.kind == "recap")  # which sums up all that stands before it

    def _make(self, kind: str, room: int) -> int:
        """Adds a move that fits into `room` sentences, and says how many it took: none where nothing fits."""
        move = moves()[kind]
        for slots in self.stock[move.takes]:
            text = self._word(kind, slots, room)
            if text is not None:
                self.pieces.append(Piece(kind, text, move.block))
                for name, items in self.stock.items():
                    self.stock[name] = [other for other in items if other["statement"] != slots["statement"]]
                return sentences(text)
        return 0

    def _word(self, kind: str, slots: Slots, room: int) -> str | None:
        """One of the wordings of a statement that fit into `room` sentences; a short one where framing takes over."""
        move, place = moves()[kind], len(self.pieces)
        fit, filled = ways(move, slots, self.named, self.seen)
        texts = [capital(way.format_map(filled)) for way in fit]
        texts = sorted((text for text in texts if sentences(text) <= room), key=lambda text: len(text.split()))
        full = self.framing > MOST_FRAMING * self.words
        plain = move.plain > 0 and sentences(slots["statement"]) <= room
        wanted = names(slots, self.named) and (full or self.draws.share("plain", kind, place) < move.plain)
        if plain and (wanted or not texts):
            texts = [slots["statement"]]
        if not texts:
            return None
        text = self.draws.pick(texts[: len(texts) // 3 + 1] if full else texts, "wording", kind, place)
        given = len(slots["statement"].split()) + len(slots.get("correction", "").split())
        self.words += len(text.split())
        self.framing += max(0, len(text.split()) - given)
        return text


def _framed(body: list[Piece], frames: dict[str, str]) -> list[Piece]:
    """The body with its frames in place: a bridge stands past the middle."""
    pieces = list(body)
    if "bridges" in frames and len(body) > 1:
        pieces.insert((len(body) + 1) // 2, Piece("bridge", frames["bridges"], False))
    if "openings" in frames:
        pieces.insert(0, Piece("opening", frames["openings"], False))
    if "closings" in frames:
        pieces.append(Piece("closing", frames["closings"], False))
    return pieces


def _laid_out(pieces: list[Piece], draws: Draws) -> str:
    """The text: running prose in paragraphs, and lines of their own for questions, steps and points."""
    text, held, steps = "", 0, 0
    for place, piece in enumerate(pieces):
        before = pieces[place - 1] if place else None
        if before is None:
            between = ""
        elif piece.block or before.block:
            between = "\n" if piece.kind == before.kind and piece.kind != "qa" else "\n\n"
        else:
            between = "\n\n" if held >= PARAGRAPH and draws.share("paragraph", place) < 0.6 else " "
        steps += piece.kind == "step"
        mark = {"step": f"Step {steps}: ", "point": "- "}.get(piece.kind, "")
        held = sentences(piece.text) + (held if between == " " else 0)
        text += between + mark + piece.text
    return text

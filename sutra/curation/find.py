"""Finding a concept by what people call it."""

from sutra.errors import SutraError
from sutra.graph.placed import Placed
from sutra.schema import near


def find(concept: str, placed: list[Placed]) -> Placed:
    """The concept of this id, name or alias, in any case. Raises SutraError with a likely one where there is none."""
    wanted = _plain(concept)
    if not wanted:
        raise SutraError(
            "no concept was named", "concepts/", "name one by its id, name or alias: CONCEPT=photosynthesis"
        )
    for names in (lambda p: [p.concept.id, p.concept.name], lambda p: p.concept.aliases):
        found = [p for p in placed if wanted in map(_plain, names(p))]
        if len(found) == 1:
            return found[0]
        if found:
            ids = ", ".join(p.concept.id for p in found)
            raise SutraError(f"{concept} is an alias of several concepts", "concepts/", f"name one of them: {ids}")
    known = {_plain(name): p.concept.id for p in placed for name in (p.concept.id, p.concept.name, *p.concept.aliases)}
    hint = near(wanted, list(known)).removeprefix("; did you mean ").removesuffix("?")
    todo = f"did you mean {known[hint]}?" if hint else "concepts/ has them all, as id, name and aliases"
    raise SutraError(f"no such concept: {concept}", "concepts/", todo)


def _plain(name: str) -> str:
    """A name as it is compared: lower case, words apart by one space."""
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").split())

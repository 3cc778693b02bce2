"""Families: a document, its renderings and its near-duplicates, which must not be torn apart by a split."""

from collections.abc import Iterable

from sutra import files
from sutra.corpus.params import Splits


def families(ids: Iterable[str], links: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The family of every id: the smallest id that links lead to, whatever their order (union-find).

    An id that occurs in links alone (a parent that is no candidate) still joins those linked to it.
    """
    parent: dict[str, str] = {}

    def root(member: str) -> str:
        path = []
        while parent.setdefault(member, member) != member:
            path.append(member)
            member = parent[member]
        for passed in path:
            parent[passed] = member
        return member

    for one, two in links:
        small, large = sorted((root(one), root(two)))
        parent[large] = small
    return {member: root(member) for member in ids}


def split_of(family: str, splits: Splits, seed: int) -> str:
    """The split of a family: drawn by the data seed and the family alone, so it is the same in every corpus and row."""
    draw = files.uniform(seed, "split", family)
    if draw < splits.heldout:
        return "heldout"
    return "validation" if draw < splits.heldout + splits.validation else "train"

"""The cleaning rules: what each rejects of the documents that the rules before it left, and the evidence."""

from collections.abc import Callable

from sutra.corpus.params import Corpus
from sutra.corpus.signatures import Neighbours, Signature

Rejected = dict[str, tuple[str, str]]  # doc_id: (reason, evidence)


def keep_out(left: list[Signature]) -> Rejected:
    """Documents in which an item, or the name of a withheld concept, was found. Applied before all rules."""
    return {s.doc_id: s.kept_out for s in left if s.kept_out}


def length(left: list[Signature], section: Corpus, neighbours: Neighbours) -> Rejected:
    """Documents with fewer words than `min_words`, or more than `max_words`."""
    short = {
        s.doc_id: ("length", f"{s.words} words < {section.min_words}") for s in left if s.words < section.min_words
    }
    long = {s.doc_id: ("length", f"{s.words} words > {section.max_words}") for s in left if s.words > section.max_words}
    return short | long


def exact(left: list[Signature], section: Corpus, neighbours: Neighbours) -> Rejected:
    """Documents whose normalized text a better one has; the evidence is its id."""
    first: dict[str, str] = {}
    rejected = {}
    for s in best_first(left):
        if first.setdefault(s.same, s.doc_id) != s.doc_id:
            rejected[s.doc_id] = ("exact", first[s.same])
    return rejected


def near(left: list[Signature], section: Corpus, neighbours: Neighbours) -> Rejected:
    """Direct near-duplicates of a better document that is kept; the evidence is its id and the similarity.

    Star clusters, not chains: a document is compared with the kept ones alone, so that A ~ B ~ C does not cost C where
    A and C are not alike. Of several, the most similar is the evidence.
    """
    canonical: dict[str, str] = {}  # set of shingles: the kept document that has it
    rejected = {}
    for s in best_first(left):
        alike = {s.shingles: 1.0} | neighbours.get(s.shingles, {})
        found = [(-similarity, canonical[name]) for name, similarity in alike.items() if name in canonical]
        if found:
            similarity, doc_id = min(found)
            rejected[s.doc_id] = ("near", f"{doc_id} {-similarity:.4f}")
        else:
            canonical[s.shingles] = s.doc_id
    return rejected


def best_first(signatures: list[Signature]) -> list[Signature]:
    """Highest quality first; ties by id."""
    return sorted(signatures, key=lambda s: (-s.quality, s.doc_id))


RULES: dict[str, Callable[[list[Signature], Corpus, Neighbours], Rejected]] = {
    "length": length,
    "exact": exact,
    "near": near,
}

"""One pass over the texts: a compact record of every document, and all pairs of near-duplicates."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import polars as pl

from sutra import files
from sutra.corpus import keepout, near, normal

Read = Callable[[], Iterator[pl.DataFrame]]  # the candidates, shard by shard; may be read more than once


class Signature(NamedTuple):
    """What decisions need of a document; its text is not kept."""

    doc_id: str
    shard: str
    parent_id: str | None
    quality: float
    words: int
    same: str  # equal for equal normalized texts
    shingles: str  # equal for equal sets of shingles
    kept_out: keepout.Verdict | None


class Neighbours(dict[str, dict[str, float]]):
    """Set of shingles: its near-duplicates with their similarity. Symmetric; a set is not its own neighbour."""


def sign(read: Read, keep_out: keepout.KeepOut, threshold: float) -> tuple[list[Signature], Neighbours]:
    """Signatures of all candidates, and the near-duplicates among their sets of shingles.

    Texts are read twice: once for signatures, and once for the sets of those that banding proposes, to verify them.
    """
    rows = near.rows_per_band(threshold)
    signatures, bands = [], {}
    for row in _rows(read()):
        shingle_set = near.shingles(normal.words(row["text"]))
        signature = Signature(
            row["doc_id"],
            row["shard"],
            row["parent_id"],
            row["quality_score"],
            row["words"],
            files.identity(normal.same(row["text"])),
            near.set_key(shingle_set),
            keepout.find(row["text"], keep_out),
        )
        signatures.append(signature)
        if signature.shingles not in bands:
            bands[signature.shingles] = near.band_keys(shingle_set, rows)
    return signatures, verify(near.proposed(bands), read, threshold)


def verify(pairs: set[tuple[str, str]], read: Read, threshold: float) -> Neighbours:
    """The proposed pairs whose Jaccard similarity reaches the threshold."""
    wanted = {name for pair in pairs for name in pair}
    sets: dict[str, near.Hashes] = {}
    for row in _rows(read()) if wanted else ():
        shingle_set = near.shingles(normal.words(row["text"]))
        if near.set_key(shingle_set) in wanted:
            sets[near.set_key(shingle_set)] = shingle_set
    found = Neighbours()
    for one, two in pairs:
        similarity = near.jaccard(sets[one], sets[two])
        if similarity >= threshold:
            found.setdefault(one, {})[two] = similarity
            found.setdefault(two, {})[one] = similarity
    return found


def _rows(tables: Iterable[pl.DataFrame]) -> Iterator[dict]:
    for table in tables:
        yield from table.iter_rows(named=True)

"""The decision on every document of a corpus: its family, its split, or why it is rejected."""

from collections import defaultdict
from collections.abc import Iterator

import polars as pl

from sutra.corpus import families, keepout, rules
from sutra.corpus.params import Corpus
from sutra.corpus.signatures import Neighbours, Read, Signature, sign
from sutra.errors import SutraError

VERDICTS = dict.fromkeys(("doc_id", "shard", "family", "split"), pl.String)
REJECTED = dict.fromkeys(("doc_id", "shard", "reason", "evidence", "text"), pl.String)


def clean(read: Read, keep_out: keepout.KeepOut, section: Corpus, seed: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The verdicts on all candidates, and the table of the rejected; both in the order of the candidates.

    `read` gives the candidates shard by shard: `doc_id, shard, parent_id, text, quality_score, words`. Families are
    those of all candidates, rejected or not, so that they do not depend on the rules. Raises SutraError where a
    document comes twice.
    """
    signatures, neighbours = sign(read, keep_out, section.near_threshold)
    _see(signatures)
    family = families.families((s.doc_id for s in signatures), links(signatures, neighbours))
    rejected = rules.keep_out(signatures)
    for name in section.rules:
        left = [s for s in signatures if s.doc_id not in rejected]
        rejected |= rules.RULES[name](left, section, neighbours)
    rows = []
    for s in signatures:
        split = None if s.doc_id in rejected else families.split_of(family[s.doc_id], section.splits, seed)
        rows.append((s.doc_id, s.shard, family[s.doc_id], split))
    return pl.DataFrame(rows, schema=VERDICTS, orient="row"), with_texts(rejected, read)


def links(signatures: list[Signature], neighbours: Neighbours) -> Iterator[tuple[str, str]]:
    """Pairs of ids that belong to one family: rendering and parent, equal sets of shingles, near-duplicates."""
    holders: dict[str, list[str]] = defaultdict(list)
    for s in signatures:
        holders[s.shingles].append(s.doc_id)
        if s.parent_id:
            yield s.doc_id, s.parent_id
    for name, ids in holders.items():
        yield from ((ids[0], other) for other in ids[1:])
        yield from ((ids[0], holders[other][0]) for other in neighbours.get(name, {}))


def with_texts(rejected: rules.Rejected, read: Read) -> pl.DataFrame:
    """The rejected documents with reason, evidence and text."""
    rows = [
        (doc_id, shard, *rejected[doc_id], text)
        for table in (read() if rejected else ())
        for doc_id, shard, text in table.select("doc_id", "shard", "text").iter_rows()
        if doc_id in rejected
    ]
    return pl.DataFrame(rows, schema=REJECTED, orient="row")


def _see(signatures: list[Signature]) -> None:
    seen: set[str] = set()
    for s in signatures:
        if s.doc_id in seen:
            raise SutraError("a document comes twice", f"doc_id {s.doc_id}", "rebuild the shards of this corpus")
        seen.add(s.doc_id)

"""A record that was found somewhere, and the tables that a shard makes of its part of them."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

import polars as pl

from sutra.files import identity
from sutra.shards.tables import documents, quarantine

SHOWN = 200  # characters of a broken record that are kept as evidence


class Record(NamedTuple):
    """One record of a source.

    `content` is what the record is identified by; `text` is None where `reason` says why it cannot become a document.
    """

    source: str
    source_id: str
    content: Any
    text: str | None = None
    title: str | None = None
    reason: str = ""
    evidence: str = ""


def ingest(records: Iterable[Record], number: int, shards: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The documents and the quarantined records of shard `number`, sorted by doc_id.

    An id is of the source, the record's content, and how many of the same content came before: never of a file's name
    or a place in it. The id alone says which shard a record belongs to.
    """
    before: Counter[str] = Counter()
    kept, broken = [], []
    for record in records:
        content = identity(record.source, record.content)
        doc_id = identity(record.source, record.content, before[content]) if before[content] else content
        before[content] += 1
        if int(doc_id, 16) % shards != number:
            continue
        if record.text is None:
            evidence = f"{record.source_id}: {record.evidence[:SHOWN]}"
            broken.append({"doc_id": doc_id, "reason": record.reason, "evidence": evidence})
        else:
            kept.append({"doc_id": doc_id, "source_id": record.source_id, "title": record.title, "text": record.text})
    return documents(sorted(kept, key=_doc_id)), quarantine(sorted(broken, key=_doc_id))


def _doc_id(row: dict[str, Any]) -> str:
    return row["doc_id"]

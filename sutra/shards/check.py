"""What `shards` proves: every prompt or record is a document or stands in quarantine, once."""

from collections import Counter
from typing import Any

from sutra.checks import make_check
from sutra.errors import SutraError


def check(asked: list[str] | None, kept: list[str], quarantined: list[tuple[str, str]]) -> dict[str, Any]:
    """The check of a corpus's shards; `asked` is None where it is ingested, and the records are what was read."""
    ended = [*kept, *(doc_id for doc_id, _ in quarantined)]
    twice = sorted(doc_id for doc_id, times in Counter(ended).items() if times > 1)
    if twice:
        raise SutraError(
            f"{len(twice)} documents stand twice", ", ".join(twice[:5]), "this is a bug in shards; please report it"
        )
    return make_check(ended if asked is None else asked, kept, (), quarantined)

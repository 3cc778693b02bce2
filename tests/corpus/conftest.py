from collections.abc import Callable
from types import SimpleNamespace

import polars as pl
import pytest

from sutra.corpus import documents, keepout
from sutra.corpus.clean import clean
from sutra.corpus.params import Corpus

OFF = Corpus(rules=[], keep_out=[], min_words=0)
SPEECH = "the quick brown fox jumps over the lazy dog while seven small owls look on from an old oak tree at night"


def speech(*changes: tuple[int, str]) -> str:
    """A text of 22 words, 18 shingles; each (position, word) given is exchanged."""
    words = SPEECH.split()
    for position, word in changes:
        words[position] = word
    return " ".join(words)


@pytest.fixture
def said() -> Callable[..., str]:
    return speech


@pytest.fixture
def off() -> Corpus:
    return OFF


@pytest.fixture
def decide():
    """Cleans rows of (doc_id, text) or (doc_id, text, {column: value}) in shards; gives tables, and dicts of them."""

    def run(*rows, section=OFF, tasks=(), seed=1, shards=1):
        tables = []
        for number in range(shards):
            records = [
                {
                    "doc_id": row[0],
                    "shard": f"{number:04d}",
                    "parent_id": None,
                    "text": row[1],
                    "quality_score": 0.5,
                    "words": len(row[1].split()),
                    **(row[2] if len(row) > 2 else {}),
                }
                for row in rows[number::shards]
            ]
            schema = {
                name: documents.DOCUMENTS.get(name, pl.String)
                for name in ("doc_id", "shard", "parent_id", "text", "quality_score", "words")
            }
            tables.append(pl.DataFrame(records, schema=schema))
        verdicts, rejected = clean(
            lambda: iter(tables), keepout.build(list(tasks), section.keep_out_ngram), section, seed
        )
        return SimpleNamespace(
            verdicts=verdicts,
            rejected=rejected,
            family=dict(verdicts.select("doc_id", "family").iter_rows()),
            split=dict(verdicts.select("doc_id", "split").iter_rows()),
            reason={
                i: (reason, evidence)
                for i, reason, evidence in rejected.select("doc_id", "reason", "evidence").iter_rows()
            },
        )

    return run

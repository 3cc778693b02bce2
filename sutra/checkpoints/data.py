"""Which tokens an epoch is trained on, in which order: keyed permutations of documents, packed into windows.

Documents are keyed by (seed, epoch, pass, doc_id), windows by the document that they begin in. So the order does not
depend on the name of a corpus, and two models of one seed read the documents that they share in the same order.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from sutra.errors import SutraError
from sutra.files import digest, read_table

SEEN = {"doc_id": pl.String, "first_step": pl.Int64, "tokens": pl.Int64}


class Tokens(NamedTuple):
    """The token file of one split of a corpus, and its index."""

    corpus: str
    weight: float
    values: np.ndarray  # uint16, as long as the split
    table: pl.DataFrame  # doc_id, start, tokens


class Stream(NamedTuple):
    """Documents one after the other, pass after pass, long enough for `windows` windows."""

    tokens: Tokens
    rows: np.ndarray  # of the table, in reading order
    passes: np.ndarray  # which pass over the corpus each row belongs to
    ends: np.ndarray  # where each document ends in the stream, in tokens
    windows: int


def read_tokens(binary: Path, index: Path, weight: float) -> Tokens:
    """One split of the corpus whose folder the files lie in. Raises SutraError where it is empty."""
    table = read_table(index, ["doc_id", "start", "tokens"])
    corpus = binary.parent.name
    if not table.height:
        raise SutraError(
            f"the {binary.stem} split of {corpus} is empty",
            str(binary),
            "give the corpus more documents or a larger share of them to this split (corpus.splits)",
        )
    return Tokens(corpus, weight, np.memmap(binary, dtype="<u2", mode="r"), table)


def read_split(paths: list[Path], weights: dict[str, float]) -> list[Tokens]:
    """One split of every corpus of a mixture, from `{corpus}/{split}.bin` and its index beside it.

    In an order of their content, so that what is decided by order does not depend on names.
    """
    binaries = [path for path in paths if path.suffix == ".bin"]
    found = [read_tokens(path, path.with_suffix(".index.parquet"), weights[path.parent.name]) for path in binaries]
    return sorted(found, key=lambda tokens: digest(tokens.table["doc_id"].to_list()))


def apportion(total: int, weights: list[float]) -> list[int]:
    """`total` in whole parts by weight (largest remainders; the earlier one where they are equal)."""
    exact = [total * weight / sum(weights) for weight in weights]
    parts = [int(share) for share in exact]
    ranked = sorted(range(len(weights)), key=lambda i: parts[i] - exact[i])
    for i in ranked[: total - sum(parts)]:
        parts[i] += 1
    return parts


def keyed_order(ids: list[str], *key: Any) -> np.ndarray:
    """A permutation of the positions of `ids` by `key` and each id alone."""
    keys = np.array([int(digest(*key, doc_id)[:16], 16) for doc_id in ids], dtype=np.uint64)
    return np.argsort(keys, kind="stable")


def stream(tokens: Tokens, windows: int, context: int, *key: Any) -> Stream:
    """Enough passes over a corpus, each in its own order, for `windows` windows of `context` tokens and one more."""
    ids, lengths = tokens.table["doc_id"].to_list(), tokens.table["tokens"].to_numpy()
    passes = -(-(windows * context + 1) // int(lengths.sum()))
    rows = np.concatenate([keyed_order(ids, *key, number) for number in range(passes)])
    return Stream(tokens, rows, np.repeat(np.arange(passes), len(ids)), np.cumsum(lengths[rows]), windows)


def window(source: Stream, number: int, context: int) -> np.ndarray:
    """Window `number` of a stream: `context` tokens and the one that follows (int64); windows share that one."""
    begin, end = number * context, (number + 1) * context + 1
    starts, lengths = source.tokens.table["start"].to_numpy(), source.tokens.table["tokens"].to_numpy()
    parts = []
    for at in range(int(np.searchsorted(source.ends, begin, side="right")), len(source.ends)):
        row = source.rows[at]
        shift = starts[row] + lengths[row] - source.ends[at]  # from stream to file
        first = max(begin, source.ends[at] - lengths[row])
        parts.append(source.tokens.values[first + shift : min(end, source.ends[at]) + shift])
        if source.ends[at] >= end:
            break
    return np.concatenate(parts).astype(np.int64)


def interleave(streams: list[Stream], context: int, *key: Any) -> list[tuple[int, int]]:
    """All windows of all streams as (stream, number), in an order keyed by where each window begins."""
    found = []
    for which, source in enumerate(streams):
        ids, lengths = source.tokens.table["doc_id"].to_list(), source.tokens.table["tokens"].to_numpy()
        begins = np.arange(source.windows) * context
        at = np.searchsorted(source.ends, begins, side="right")
        offsets = begins - (source.ends[at] - lengths[source.rows[at]])
        for number, (place, offset) in enumerate(zip(at.tolist(), offsets.tolist(), strict=True)):
            name = digest(*key, "window", int(source.passes[place]), ids[source.rows[place]], offset)
            found.append((name, which, number))
    return [(which, number) for _, which, number in sorted(found)]


def batches(streams: list[Stream], order: list[tuple[int, int]], size: int, context: int) -> Iterator[np.ndarray]:
    """Windows in order, `size` at a time: int64 arrays of (at most `size`, context + 1)."""
    for begin in range(0, len(order), size):
        yield np.stack([window(streams[which], number, context) for which, number in order[begin : begin + size]])


def seen(streams: list[Stream], order: list[tuple[int, int]], per_step: int, context: int) -> pl.DataFrame:
    """When each document was first read, and how many of its tokens in all (columns of SEEN, sorted by id).

    Steps count from 1 and are of `per_step` windows. A token that two windows share counts once.
    """
    parts = [pl.DataFrame(schema=SEEN)]
    steps = [np.zeros(source.windows + 1, dtype=np.int64) for source in streams]
    for position, (which, number) in enumerate(order):
        steps[which][number] = position // per_step + 1
    for source, step in zip(streams, steps, strict=True):
        last = source.windows * context
        begins = np.concatenate([[0], source.ends[:-1]])
        read = begins < last
        begins, ends, rows = begins[read], np.minimum(source.ends[read], last), source.rows[read]
        spans = np.stack([begins // context, (ends - 1) // context + 1], axis=1).ravel()
        first = np.minimum.reduceat(step, spans)[::2]
        ids = source.tokens.table["doc_id"].gather(rows)
        parts.append(pl.DataFrame({"doc_id": ids, "first_step": first, "tokens": ends - begins}, schema=SEEN))
    return pl.concat(parts).group_by("doc_id").agg(pl.min("first_step"), pl.sum("tokens")).sort("doc_id")

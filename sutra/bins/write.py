"""Token files: documents sorted by id, each followed by the end mark, with an index of where each stands."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import polars as pl

from sutra.bins.documents import batches
from sutra.bins.encode import Encoder
from sutra.errors import SutraError
from sutra.files import replacing

TOKEN = np.dtype("<u2")
END_ID = 0
INDEX = {"doc_id": pl.String, "start": pl.Int64, "tokens": pl.Int64, "bytes": pl.Int64}


def write_tokens(paths: Iterable[Path], encode: Encoder, size: int, out: Path) -> pl.DataFrame:
    """Encodes the documents of `paths`, `size` at a time, into `out`; returns the index (columns of INDEX).

    Documents are encoded in the order of their files into scratch and then set in the order of their ids, so memory
    holds one file of texts, whatever the size of the corpus, and neither files nor batches change the bytes.
    Raises SutraError where two documents have one id.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=out.parent) as scratch, replacing(out) as temporary:
        ids: list[str] = []
        tokens: list[np.ndarray] = []
        bytes_: list[int] = []
        for path in paths:
            for batch in batches(path, size):
                found, lengths = encode(batch["text"].to_list())
                np.insert(found, np.cumsum(lengths), END_ID).astype(TOKEN).tofile(scratch)
                ids += batch["id"].to_list()
                tokens.append(lengths + 1)
                bytes_ += batch["text"].str.len_bytes().to_list()
        scratch.flush()
        index = _sorted_index(ids, np.concatenate([np.zeros(0, np.int64), *tokens]), bytes_, out)
        with open(temporary, "wb") as file:
            if index.height:
                encoded = np.memmap(scratch, dtype=TOKEN, mode="r")
                for part in index.iter_slices(size):
                    gather(encoded, part["found"].to_numpy(), part["tokens"].to_numpy()).tofile(file)
    return index.select(INDEX.keys())


def _sorted_index(ids: list[str], tokens: np.ndarray, bytes_: list[int], out: Path) -> pl.DataFrame:
    """The index in the order of ids, and `found`: where each document stands in scratch."""
    twice = pl.Series(ids, dtype=pl.String).value_counts().filter(pl.col("count") > 1)
    if twice.height:
        name = sorted(twice.to_series(0))[0]
        raise SutraError(
            f"document {name} stands twice in one split", str(out), "give every document one id; build the corpus again"
        )
    columns = {"doc_id": ids, "tokens": tokens, "bytes": bytes_, "found": np.cumsum(tokens) - tokens}
    schema = {"doc_id": pl.String, "tokens": pl.Int64, "bytes": pl.Int64, "found": pl.Int64}
    table = pl.DataFrame(columns, schema=schema).sort("doc_id")
    return table.with_columns(start=pl.col("tokens").cum_sum() - pl.col("tokens"))


def gather(tokens: np.ndarray, starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """The stretches of `tokens` that begin at `starts` and have `lengths`, one after the other."""
    shift = np.repeat(starts - (np.cumsum(lengths) - lengths), lengths)
    return np.asarray(tokens[shift + np.arange(shift.size)])

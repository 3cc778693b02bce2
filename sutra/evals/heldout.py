"""Bits per byte on heldout documents: a loss that models of different tokenizers share."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import torch
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy, linear

from sutra.device import configure_device
from sutra.errors import SutraError
from sutra.evals.params import Evals
from sutra.evals.results import asked_of
from sutra.files import digest

END_ID = 0
ROWS = 1024  # logits are made for this many tokens at a time
ITEMS = {"doc_id": pl.String, "bytes": pl.Int64, "bits": pl.Float64}


def read_documents(paths: list[Path], most: int) -> pl.DataFrame:
    """The first `most` documents (`id`, `text`) in keyed order of their ids. Raises SutraError where there are none."""
    schema = {"id": pl.String, "text": pl.String}
    try:
        table = pl.concat([pl.DataFrame(schema=schema), *(pl.read_parquet(p, columns=list(schema)) for p in paths)])
    except (pl.exceptions.PolarsError, OSError) as error:
        raise SutraError(
            f"not files of documents: {str(error).splitlines()[0]}", str(paths[0]), "build the corpus again"
        ) from None
    if not table.height:
        raise SutraError(
            "the heldout split is empty",
            str(paths[0].parent if paths else "no files"),
            "raise corpus.splits.heldout, or take the corpus out of evals.heldout",
        )
    first = sorted((digest("evals", "heldout", doc_id), doc_id, text) for doc_id, text in table.rows())[:most]
    return pl.DataFrame([row[1:] for row in first], schema=schema, orient="row")


def encode(tokenizer: Path, texts: list[str]) -> list[list[int]]:
    """Tokens of each text as training had them: a text that spells the end mark gets the tokens of its letters."""
    model = Tokenizer.from_file(str(tokenizer))
    model.encode_special_tokens = True
    return [encoding.ids for encoding in model.encode_batch_fast(texts, add_special_tokens=False)]


def windows(tokens: list[int], context: int) -> Iterator[list[int]]:
    """Stretches of at most `context` + 1 tokens, the end mark first; each begins with the last one of the one before.

    So every token of the document is predicted once, and from tokens of its own document alone.
    """
    whole = [END_ID, *tokens]
    for begin in range(0, len(tokens), context):
        yield whole[begin : begin + context + 1]


def load(checkpoint: Path, evals: Evals) -> Any:
    """The model of a checkpoint's folder, on the device to score on."""
    from transformers.models.llama.modeling_llama import LlamaForCausalLM

    model: Any = LlamaForCausalLM.from_pretrained(checkpoint, dtype=torch.float32)
    return model.to(configure_device(evals.device, evals.threads, "evals")).eval()


@torch.no_grad()
def bits_of(model: Any, documents: list[list[int]], batch: int) -> list[float]:
    """Bits (sum of -log2 p) of every document, `batch` windows at a time.

    `model` is a transformers causal language model. Windows are padded on the right, where causal attention cannot
    see; the padding is not counted.
    """
    context = model.config.max_position_embeddings
    pieces = [(owner, piece) for owner, tokens in enumerate(documents) for piece in windows(tokens, context)]
    pieces.sort(key=lambda pair: len(pair[1]))  # equal lengths together; stable, so the order is fixed
    bits = [0.0] * len(documents)
    for begin in range(0, len(pieces), batch):
        part = pieces[begin : begin + batch]
        longest = max(len(piece) for _, piece in part)
        ids = torch.tensor([piece + [END_ID] * (longest - len(piece)) for _, piece in part], device=model.device)
        lost = _losses(model, ids)
        for (owner, piece), row in zip(part, lost, strict=True):
            bits[owner] += row[: len(piece) - 1].sum().item() / math.log(2)
    return bits


def _losses(model: Any, ids: torch.Tensor) -> torch.Tensor:
    """Loss of every token after the first, in nats: float64 (windows, length - 1)."""
    hidden = model.base_model(input_ids=ids[:, :-1], use_cache=False).last_hidden_state
    head, targets = model.get_output_embeddings().weight, ids[:, 1:]
    parts = zip(hidden.flatten(0, 1).split(ROWS), targets.flatten().split(ROWS), strict=True)
    losses = [cross_entropy(linear(rows, head).float(), labels, reduction="none") for rows, labels in parts]
    return torch.cat(losses).view(targets.shape).double()


def summarize(documents: pl.DataFrame, bits: list[float]) -> tuple[dict[str, Any], pl.DataFrame]:
    """The content of `heldout-{corpus}.json` and a row per document (columns of ITEMS), sorted by id.

    Bits per byte is a ratio of sums over documents; its standard error is that of the ratio estimator (Cochran 1977,
    "Sampling Techniques", section 6.4): sqrt(n / (n - 1) * sum of (bits - ratio * bytes)**2) / sum of bytes.
    """
    table = documents.select(
        doc_id="id",
        bytes=pl.col("text").str.len_bytes().cast(pl.Int64),
        bits=pl.Series([round(b, 4) for b in bits], dtype=pl.Float64),
    ).sort("doc_id")
    n, total = table.height, int(table["bytes"].sum())
    if not total:
        raise SutraError("the heldout documents have no text", table["doc_id"][0], "build the corpus again")
    ratio = math.fsum(table["bits"]) / total
    squares = math.fsum((b - ratio * y) ** 2 for _, y, b in table.rows())
    error = round(math.sqrt(n / (n - 1) * squares) / total, 6) if n > 1 else None
    result = {
        "n": n,
        "bytes": total,
        "bits_per_byte": round(ratio, 6),
        "stderr": error,
        "asked": asked_of(documents["id"].to_list()),
    }
    return result, table.select(ITEMS.keys())

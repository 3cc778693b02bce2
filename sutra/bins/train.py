"""Training of the tokenizer: a byte-level BPE with single digits, the layout of SmolLM's (Allal et al. 2025)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

from sutra.bins.documents import read_documents
from sutra.errors import SutraError
from sutra.files import digest

END = "<|endoftext|>"

# One special token stands for all roles. There is no largest length here: that is the model's.
CONFIG: dict[str, Any] = {
    "tokenizer_class": "PreTrainedTokenizerFast",
    "bos_token": END,
    "eos_token": END,
    "unk_token": END,
    "pad_token": END,
    "add_prefix_space": False,
    "clean_up_tokenization_spaces": False,
}


def equal_parts(sizes: dict[str, pl.DataFrame]) -> dict[str, set[str]]:
    """The documents of each corpus that the tokenizer is trained on.

    `sizes` holds a table (`id`, `bytes`) per corpus. Every corpus gives as many bytes as the smallest has, from
    documents in keyed order of their ids, up to and with the one that passes the mark; none is repeated.
    """
    totals = {corpus: int(table["bytes"].sum()) for corpus, table in sizes.items()}
    for corpus, total in totals.items():
        if not total:
            raise SutraError(
                "the tokenizer cannot be trained on an empty corpus",
                f"train split of {corpus}",
                "take it out of bins.tokenizer.corpora, or give it documents",
            )
    mark = min(totals.values())
    return {corpus: _until(table, mark) for corpus, table in sizes.items()}


def _until(table: pl.DataFrame, mark: int) -> set[str]:
    chosen: set[str] = set()
    total = 0
    for _, doc_id, size in sorted((digest("bins", "tokenizer", i), i, size) for i, size in table.rows()):
        if total >= mark:
            break
        chosen.add(doc_id)
        total += size
    return chosen


def sizes_of(paths: list[Path]) -> pl.DataFrame:
    """Id and UTF-8 bytes of every document of some files."""
    tables = [
        read_documents(path, "id", "text").select("id", bytes=pl.col("text").str.len_bytes().cast(pl.Int64))
        for path in paths
    ]
    return pl.concat([pl.DataFrame(schema={"id": pl.String, "bytes": pl.Int64}), *tables])


def chosen_texts(corpora: dict[str, list[Path]]) -> Iterator[str]:
    """The texts that the tokenizer is trained on, one file at a time."""
    chosen = equal_parts({corpus: sizes_of(paths) for corpus, paths in corpora.items()})
    for corpus, paths in corpora.items():
        for path in paths:
            for doc_id, text in read_documents(path, "id", "text").iter_rows():
                if doc_id in chosen[corpus]:
                    yield text


def train_tokenizer(texts: Iterator[str], vocabulary: int) -> Tokenizer:
    """A tokenizer of at most `vocabulary` tokens (fewer where the texts have no more pairs to merge).

    Merges are counted over the set of words and ties go to the lower ids, so neither the order of the texts nor the
    number of threads changes it.
    """
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=[END],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer

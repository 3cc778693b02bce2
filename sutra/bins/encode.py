"""Text to tokens, the fast way where it is the same as the reference."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from sutra.bins.train import END

Encoded = tuple[np.ndarray, np.ndarray]
# Texts to their tokens one after the other (uint16), and the number of tokens of each text (int64).
Encoder = Callable[[list[str]], Encoded]

# What tokenizers disagree about first: spaces before digits, runs of white space, contractions, marks that combine.
HARD = [
    "",
    " ",
    "\n\n \t 12  345\n6 ",
    "don't I'LL we've 'tis x²½ １２３",
    "naïve e\u0301 Ωμέγα 日本語のテキスト 🙂👩‍🚀 \u00a0\u2003end\u200b",
    "def f(x_1):\n    return x_1**2  # 3.14e-10\r\n",
]


def reference(tokenizer: Path) -> Encoder:
    """The tokenizers library. A text that spells the end mark gets the tokens of its letters, not the mark."""
    model = Tokenizer.from_file(str(tokenizer))
    model.encode_special_tokens = True

    def encode(texts: list[str]) -> Encoded:
        found = [encoding.ids for encoding in model.encode_batch_fast(texts, add_special_tokens=False)]
        return _joined(found), np.array([len(ids) for ids in found], dtype=np.int64)

    return encode


def fast(tokenizer: Path) -> Encoder | None:
    """tokie, where it is installed and can read this tokenizer; texts that spell the end mark go to the reference."""
    try:
        import tokie
    except ImportError:
        return None
    try:
        model: Any = tokie.Tokenizer.from_json(str(tokenizer))
    except tokie.TokieError:
        return None
    slow = reference(tokenizer)

    def encode(texts: list[str]) -> Encoded:
        plain = [text for text in texts if END not in text]
        ids, lengths = model.encode_batch_flat(plain, add_special_tokens=False)
        quick = np.asarray(ids).astype(np.uint16), np.asarray(lengths).astype(np.int64)
        if len(plain) == len(texts):
            return quick
        parts = iter(np.split(quick[0], np.cumsum(quick[1])[:-1]))
        found = [slow([text])[0] if END in text else next(parts) for text in texts]
        return np.concatenate(found), np.array([len(part) for part in found], dtype=np.int64)

    return encode


def choose(quick: Encoder | None, slow: Encoder, sample: list[str]) -> Encoder:
    """`quick` where it gives the same tokens as `slow` on `sample` and on hard strings, otherwise `slow`."""
    if quick is None:
        return slow
    texts = [*HARD, *sample]
    same = all(np.array_equal(mine, theirs) for mine, theirs in zip(quick(texts), slow(texts), strict=True))
    return quick if same else slow


def _joined(found: list[list[int]]) -> np.ndarray:
    return np.fromiter((i for ids in found for i in ids), dtype=np.uint16, count=sum(map(len, found)))

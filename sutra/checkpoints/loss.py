"""Cross-entropy over a large vocabulary without all logits in memory at once."""

from collections.abc import Callable

import torch
from torch.nn.functional import cross_entropy, linear
from torch.utils.checkpoint import checkpoint

ROWS = 1024


def window_losses(model: Callable[..., torch.Tensor], head: torch.Tensor, windows: torch.Tensor) -> torch.Tensor:
    """The mean loss (nats) of each window: float32 of (windows,).

    `windows` is int64 (windows, context + 1); `model` gives hidden states (windows, context, hidden) of its first
    `context` tokens; `head` is (vocabulary, hidden). Logits are made for 1024 tokens at a time and made again in the
    backward pass, which saves memory and, on a CPU, time.
    """
    hidden = model(windows[:, :-1])
    targets = windows[:, 1:]
    parts = zip(hidden.flatten(0, 1).split(ROWS), targets.flatten().split(ROWS), strict=True)
    losses = [checkpoint(_losses, rows, head, labels, use_reentrant=False) for rows, labels in parts]
    return torch.cat(losses).view(targets.shape).mean(dim=1)


def _losses(rows: torch.Tensor, head: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    return cross_entropy(linear(rows, head).float(), labels, reduction="none")

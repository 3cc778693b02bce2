"""The learning rate of every step, and how many steps there are."""

import math

from sutra.checkpoints.params import Checkpoints, Epoch


def tokens_per_step(recipe: Checkpoints) -> int:
    """Tokens that one optimizer step is computed on."""
    return recipe.micro_batch * recipe.gradient_accumulation * recipe.architecture.context_length


def steps_of(recipe: Checkpoints, epoch: Epoch) -> int:
    """Whole steps of an epoch: its tokens rounded down, at least one."""
    return max(1, epoch.tokens // tokens_per_step(recipe))


def learning_rate(step: int, steps: int, epoch: Epoch) -> float:
    """The rate of step `step` (from 0) of `steps`: a linear rise to the peak, then the schedule to the end.

    The first step already learns, and the last one has the final rate. `constant` stays at the peak.
    """
    peak, end = epoch.lr
    warm = round(epoch.warmup * steps)
    if step < warm:
        return peak * (step + 1) / warm
    if epoch.schedule == "constant":
        return peak
    done = (step - warm) / max(1, steps - 1 - warm)
    share = (1 + math.cos(math.pi * done)) / 2 if epoch.schedule == "cosine" else 1 - done
    return end + (peak - end) * share

"""One epoch of training, from the weights and the optimizer's state of the epoch before."""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import polars as pl
import torch
from torch import nn
from transformers.models.llama.modeling_llama import LlamaForCausalLM

from sutra.checkpoints import data, optimizer
from sutra.checkpoints.attention import kernel
from sutra.checkpoints.loss import window_losses
from sutra.checkpoints.model import weights_of
from sutra.checkpoints.params import Checkpoints, Epoch
from sutra.checkpoints.schedule import learning_rate, steps_of, tokens_per_step
from sutra.device import configure_device
from sutra.errors import SutraError

Weights = dict[str, torch.Tensor]


class Plan(NamedTuple):
    """What an epoch reads: windows of the train split in order, and windows of the validation split with weights."""

    streams: list[data.Stream]
    order: list[tuple[int, int]]
    looked: list[data.Stream]
    looks: list[tuple[int, int]]


class Trained(NamedTuple):
    """What an epoch leaves."""

    best: Weights
    final: Weights
    state: optimizer.State
    metrics: list[dict[str, Any]]


def plan(
    recipe: Checkpoints, steps: int, train: list[data.Tokens], validation: list[data.Tokens], seed: int, number: int
) -> Plan:
    """The windows of epoch `number` of `steps` steps, keyed by the training seed and the epoch.

    Those of the validation split are the same in every epoch and seed.
    """
    key = ("checkpoints", seed, number)
    context, weights = recipe.architecture.context_length, [tokens.weight for tokens in train]
    counts = data.apportion(steps * recipe.micro_batch * recipe.gradient_accumulation, weights)
    streams = [data.stream(t, count, context, *key) for t, count in zip(train, counts, strict=True) if count]
    most = [max(1, tokens.values.size // context) for tokens in validation]
    asked = data.apportion(recipe.validation_windows, weights)
    looked = [
        data.stream(tokens, max(1, min(count, limit)), context, "checkpoints", "validation")
        for tokens, count, limit in zip(validation, asked, most, strict=True)
    ]
    looks = [(which, number) for which, source in enumerate(looked) for number in range(source.windows)]
    return Plan(streams, data.interleave(streams, context, *key), looked, looks)


def seen_table(what: Plan, recipe: Checkpoints) -> pl.DataFrame:
    """When each document was first read in this epoch, and how many of its tokens (see docs/pipeline.md)."""
    per_step = recipe.micro_batch * recipe.gradient_accumulation
    return data.seen(what.streams, what.order, per_step, recipe.architecture.context_length)


def train_epoch(
    model: LlamaForCausalLM,
    state: optimizer.State | None,
    epoch: Epoch,
    recipe: Checkpoints,
    what: Plan,
    say: Callable[[str], None],
) -> Trained:
    """Trains `model` in place on all windows of `what`; raises SutraError where the loss is not a number.

    `state` is None before the first step of all. `say` gets a line now and then.
    """
    device = configure_device(recipe.device, recipe.threads, "checkpoints")
    model.set_attn_implementation(kernel(recipe, device.type))
    nn.Module.to(model, device).train()
    adam = optimizer.make(model, recipe.optimizer)
    if state is not None:
        optimizer.restore(adam, model, state)
    before = int(state["tokens"]) if state is not None else 0
    steps, per_step = steps_of(recipe, epoch), tokens_per_step(recipe)
    batches = data.batches(what.streams, what.order, recipe.micro_batch, recipe.architecture.context_length)
    metrics: list[dict[str, Any]] = []
    best: tuple[float, int, Weights] | None = None
    for step in range(1, steps + 1):
        rate = learning_rate(step - 1, steps, epoch)
        for group in adam.param_groups:
            group["lr"] = rate
        total = 0.0
        for _ in range(recipe.gradient_accumulation):
            loss = (
                losses(model, torch.from_numpy(next(batches)).to(device), recipe).mean() / recipe.gradient_accumulation
            )
            loss.backward()
            total += loss.item()
        norm = nn.utils.clip_grad_norm_(model.parameters(), recipe.optimizer.clip).item()
        if not math.isfinite(total) or not math.isfinite(norm):
            raise SutraError(
                f"the loss is {total} and the norm of the gradient {norm}",
                f"step {step} of {steps}",
                "lower checkpoints.epochs[].lr or lengthen its warmup",
            )
        adam.step()
        adam.zero_grad(set_to_none=True)
        tokens = before + step * per_step
        metrics.append({"step": step, "tokens": tokens, "lr": rate, "loss": round(total, 6), "norm": round(norm, 6)})
        if step % recipe.validation_interval == 0 or step == steps:
            value = validate(model, what, recipe, device)
            metrics.append({"step": step, "tokens": tokens, "validation_loss": round(value, 6)})
            say(f"step {step}/{steps}: loss {total:.4f}, validation {value:.4f}")
            if math.isfinite(value) and (best is None or value < best[0]):
                best = (value, step, weights_of(model))
    if best is None:
        raise SutraError("no look at the validation split gave a number", f"{steps} steps", "lower the learning rate")
    planned = {"planned_steps": steps, "planned_tokens": steps * per_step}
    metrics.append({**planned, "trained_tokens": tokens - before, "best_step": best[1]})
    return Trained(best[2], weights_of(model), optimizer.state_of(adam, model, tokens), metrics)


def losses(model: LlamaForCausalLM, windows: torch.Tensor, recipe: Checkpoints) -> torch.Tensor:
    """The mean loss of each window, with matrix products in the recipe's dtype."""

    def hidden(ids: torch.Tensor) -> torch.Tensor:
        return model.model(input_ids=ids, use_cache=False).last_hidden_state

    with torch.autocast(windows.device.type, torch.bfloat16, enabled=recipe.dtype == "bfloat16"):
        return window_losses(hidden, model.lm_head.weight, windows)


@torch.no_grad()
def validate(model: LlamaForCausalLM, what: Plan, recipe: Checkpoints, device: torch.device) -> float:
    """The loss of the mixture: the mean over the windows of each corpus, weighted as the corpora are mixed."""
    batches = data.batches(what.looked, what.looks, recipe.micro_batch, recipe.architecture.context_length)
    found = torch.cat([losses(model, torch.from_numpy(batch).to(device), recipe).double() for batch in batches])
    parts = found.split([source.windows for source in what.looked])
    return sum(source.tokens.weight * part.mean().item() for source, part in zip(what.looked, parts, strict=True))

"""AdamW (Loshchilov and Hutter 2019), and its state as plain tensors."""

import torch
from torch import nn

from sutra.checkpoints.params import Optimizer

MOMENTS = ("exp_avg", "exp_avg_sq")
State = dict[str, torch.Tensor]


def make(model: nn.Module, recipe: Optimizer) -> torch.optim.AdamW:
    """AdamW with weight decay on matrices only: norms have no scale to shrink."""
    parameters = list(model.parameters())
    groups = [
        {"params": [p for p in parameters if p.dim() > 1], "weight_decay": recipe.weight_decay},
        {"params": [p for p in parameters if p.dim() <= 1], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=0.0, betas=(recipe.betas[0], recipe.betas[1]), fused=True)


def state_of(optimizer: torch.optim.AdamW, model: nn.Module, tokens: int) -> State:
    """The two moments of every parameter by name, the number of steps, and of tokens trained on in all epochs."""
    found: State = {"tokens": torch.tensor(tokens)}
    for name, parameter in model.named_parameters():
        state = optimizer.state[parameter]
        found["step"] = state["step"].to("cpu")
        found |= {f"{moment}.{name}": state[moment].to("cpu") for moment in MOMENTS}
    return found


def restore(optimizer: torch.optim.AdamW, model: nn.Module, state: State) -> None:
    """Sets the moments and the number of steps back to what `state_of` gave."""
    for name, parameter in model.named_parameters():
        moments = {moment: state[f"{moment}.{name}"].to(parameter.device) for moment in MOMENTS}
        optimizer.state[parameter] = {"step": state["step"].to(parameter.device, copy=True), **moments}

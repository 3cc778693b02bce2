"""Where scoring runs, and that it runs the same way twice."""

import os

import torch

from sutra.errors import SutraError
from sutra.evals.params import Evals


def settle(evals: Evals) -> str:
    """Makes sums repeatable on this machine and gives the device to score on."""
    os.environ["CUBLAS_WORKSPACE_CONFIG"] = ":4096:8"  # what cuBLAS asks for where results must repeat
    torch.set_num_threads(evals.threads)
    torch.use_deterministic_algorithms(True)
    if evals.device == "cuda" and not torch.cuda.is_available():
        raise SutraError("there is no GPU here", "evals.device", "set evals.device to auto or cpu")
    return "cuda" if evals.device != "cpu" and torch.cuda.is_available() else "cpu"

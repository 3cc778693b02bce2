"""Where a model runs, and that it runs the same way twice."""

import os

import torch

from sutra.errors import SutraError


def configure_device(device: str, threads: int, section: str) -> torch.device:
    """Makes sums repeatable on this machine and gives the device for `auto`, `cpu` or `cuda` (auto takes a GPU if there is one).

    `section` is where the params ask for it. Raises SutraError where a GPU is asked for and there is none.
    """
    os.environ["CUBLAS_WORKSPACE_CONFIG"] = ":4096:8"  # what cuBLAS asks for where results must repeat
    torch.set_num_threads(threads)
    torch.use_deterministic_algorithms(True)
    if device == "cuda" and not torch.cuda.is_available():
        raise SutraError("there is no GPU here", f"{section}.device", f"set {section}.device to auto or cpu")
    return torch.device("cuda" if device != "cpu" and torch.cuda.is_available() else "cpu")

"""Which attention kernel a model is trained with: PyTorch's own, or flash-attn where it can be used."""

from importlib.util import find_spec

from sutra.checkpoints.params import Checkpoints
from sutra.errors import SutraError

FLASH = "flash_attention_2"


def kernel(recipe: Checkpoints, device: str) -> str:
    """The kernel as transformers names it: `sdpa` or `flash_attention_2`.

    flash-attn (Dao 2023) needs a GPU, bfloat16, and its package, which cannot be built without CUDA: it is looked for,
    never needed. Raises SutraError where it is asked for by name and cannot be used.
    """
    lacking = [
        what
        for what, there in (
            ("a GPU", device == "cuda"),
            ("checkpoints.dtype bfloat16", recipe.dtype == "bfloat16"),
            ("the package flash-attn", find_spec("flash_attn") is not None),
        )
        if not there
    ]
    if recipe.attention == FLASH and lacking:
        raise SutraError(
            f"flash-attn needs {' and '.join(lacking)}",
            "checkpoints.attention",
            "set it to auto: PyTorch has its own kernels",
        )
    return "sdpa" if recipe.attention == "sdpa" or lacking else FLASH

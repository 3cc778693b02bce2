"""The `checkpoints` section. Defaults are the published SmolLM2-70M recipe where it is known."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sutra.schema import Extent, Section


class Architecture(Section):
    """A Llama with tied embeddings and grouped-query attention."""

    hidden_size: int = Field(384, ge=8, description="Width of the residual stream.")
    num_layers: int = Field(32, ge=1)
    num_heads: int = Field(6, ge=1, description="Query heads.")
    num_kv_heads: int = Field(2, ge=1, description="Key and value heads.")
    intermediate_size: int = Field(1024, ge=8, description="Width of the feed-forward layer.")
    context_length: int = Field(8192, ge=8, description="Tokens in a window.")
    rope_theta: float = Field(100_000.0, gt=0)

    @model_validator(mode="after")
    def _heads_divide(self) -> "Architecture":
        if self.hidden_size % self.num_heads or (self.hidden_size // self.num_heads) % 2:
            raise ValueError(
                f"hidden_size ({self.hidden_size}) must be an even multiple of num_heads ({self.num_heads})"
            )
        if self.num_heads % self.num_kv_heads:
            raise ValueError(f"num_heads ({self.num_heads}) must be a multiple of num_kv_heads ({self.num_kv_heads})")
        return self


class Optimizer(Section):
    """AdamW."""

    weight_decay: float = Field(0.1, ge=0)
    betas: list[Annotated[float, Field(ge=0, lt=1)]] = Field([0.9, 0.95], min_length=2, max_length=2)
    clip: float = Field(1.0, gt=0, description="Largest norm of the gradient.")


class Epoch(Section):
    """One epoch: how many tokens, and its own learning-rate schedule."""

    tokens: int = Field(
        ge=1,
        description="Tokens seen in this epoch, the same for every model; rounded down to whole steps, at least one.",
    )
    lr: list[Annotated[float, Field(ge=0)]] = Field(
        min_length=2, max_length=2, description="Learning rate at the peak and at the end."
    )
    warmup: float = Field(
        0.02, ge=0, lt=1, description="Share of the steps in which the rate rises from 0 to the peak."
    )
    schedule: Literal["cosine", "linear", "constant"] = "cosine"


class Checkpoints(Section):
    """The model and how it is trained."""

    architecture: Architecture = Architecture()
    optimizer: Optimizer = Optimizer()
    epochs: list[Epoch] = Extent(
        min_length=1, description="One entry per epoch; epoch k depends on the entries 1 to k only."
    )
    micro_batch: int = Field(4, ge=1, description="Windows in a micro-batch.")
    gradient_accumulation: int = Field(8, ge=1, description="Micro-batches in a step.")
    validation_interval: int = Field(
        500, ge=1, description="Steps between two looks at the validation split; the best one is kept as `best`."
    )
    validation_windows: int = Field(64, ge=1, description="Windows of the validation split that are looked at.")
    dtype: Literal["float32", "bfloat16"] = Field(
        "bfloat16", description="Of the matrix products (autocast); weights stay float32."
    )
    threads: int = Field(
        1, ge=1, description="CPU threads of one training job; part of the recipe, as sums depend on it."
    )
    device: Literal["auto", "cpu", "cuda"] = Field("auto", description="auto takes a GPU if there is one.")
    attention: Literal["auto", "sdpa", "flash_attention_2"] = Field(
        "auto",
        description="Attention kernel; auto takes flash-attn on a GPU where it is installed, else PyTorch's own.",
    )

"""The model: a Llama in Hugging Face layout, drawn by its seed, written and read as safetensors."""

from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from transformers.models.llama.configuration_llama import LlamaConfig
from transformers.models.llama.modeling_llama import LlamaForCausalLM

from sutra.checkpoints.params import Architecture
from sutra.errors import SutraError
from sutra.files import digest, read_json, replacing

DEVIATION = 0.02  # of the weights at the start, as in SmolLM and Llama
TIED = "lm_head.weight"  # the embedding itself: neither drawn nor written


def config_of(architecture: Architecture, vocabulary: int) -> dict[str, Any]:
    """The content of `config.json`.

    There is no padding token: transformers would keep its row of the embedding, the end mark's, from learning.
    """
    return {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "vocab_size": vocabulary,
        "hidden_size": architecture.hidden_size,
        "intermediate_size": architecture.intermediate_size,
        "num_hidden_layers": architecture.num_layers,
        "num_attention_heads": architecture.num_heads,
        "num_key_value_heads": architecture.num_kv_heads,
        "max_position_embeddings": architecture.context_length,
        "rope_parameters": {"rope_theta": architecture.rope_theta, "rope_type": "default"},
        "rms_norm_eps": 1e-5,
        "initializer_range": DEVIATION,
        "hidden_act": "silu",
        "attention_bias": False,
        "mlp_bias": False,
        "attention_dropout": 0.0,
        "tie_word_embeddings": True,
        "bos_token_id": 0,
        "eos_token_id": 0,
        "pad_token_id": None,
        "dtype": "float32",
    }


def draw(config: dict[str, Any], seed: int) -> dict[str, torch.Tensor]:
    """The weights before training: matrices are normal, norms are one; the same for every model of one seed."""
    generator = torch.Generator().manual_seed(int(digest("checkpoints", "weights", seed)[:15], 16))
    weights = build(config).state_dict()
    for name in sorted(weights):
        if name != TIED:
            if weights[name].dim() > 1:
                weights[name].normal_(0, DEVIATION, generator=generator)
            else:
                weights[name].fill_(1)
    return {name: weights[name] for name in weights if name != TIED}


def build(config: dict[str, Any]) -> LlamaForCausalLM:
    """The model that a `config.json` describes, float32, with weights of no meaning."""
    return LlamaForCausalLM(LlamaConfig(**(config | {"attn_implementation": "sdpa"})))


def load(weights: Path, config: Path) -> LlamaForCausalLM:
    """Reads a checkpoint. Raises SutraError where weights and config do not belong together."""
    model = build(read_json(config))
    try:
        found = model.load_state_dict(load_file(weights), strict=False)
        wrong = sorted({*found.missing_keys, *found.unexpected_keys} - {TIED})
    except RuntimeError as error:
        wrong = str(error).splitlines()[1:2]
    if wrong:
        raise SutraError(
            f"not the weights of {config}: {wrong[0].strip()}", str(weights), "build the epoch before again"
        )
    return model


def save(weights: dict[str, torch.Tensor], path: Path) -> None:
    """Writes tensors as safetensors, in an order of their own, so equal tensors give equal bytes."""
    with replacing(path) as temporary:
        save_file({name: tensor.contiguous() for name, tensor in weights.items()}, temporary, {"format": "pt"})


def weights_of(model: LlamaForCausalLM) -> dict[str, torch.Tensor]:
    """A copy of the weights on the CPU, the tied one left out."""
    state = model.state_dict()
    return {name: state[name].detach().to("cpu", copy=True) for name in state if name != TIED}

import json
import math

import numpy as np
import polars as pl
import pytest
import torch
from torch.nn.functional import cross_entropy

from sutra.bins.train import CONFIG, train_tokenizer
from sutra.checkpoints import data, model, optimizer
from sutra.checkpoints.check import check_epochs
from sutra.checkpoints.loss import window_losses
from sutra.checkpoints.params import Architecture, Checkpoints, Epoch
from sutra.checkpoints.train import plan, train_epoch
from sutra.device import configure_device
from sutra.errors import SutraError
from sutra.files import write_json

ARCHITECTURE = Architecture(
    hidden_size=16, num_layers=1, num_heads=2, num_kv_heads=1, intermediate_size=32, context_length=16
)
EPOCH = Epoch(tokens=16 * 4 * 30, lr=[3e-2, 3e-3], warmup=0.1)
RECIPE = Checkpoints(
    architecture=ARCHITECTURE,
    epochs=[EPOCH],
    micro_batch=2,
    gradient_accumulation=2,
    validation_interval=8,
    validation_windows=6,
    dtype="float32",
    device="cpu",
)
CONFIG_JSON = model.config_of(ARCHITECTURE, 40)


def corpus(name="sutra", weight=1.0, first=1):
    """Documents that count upwards: something to learn."""
    values = np.concatenate([[*range(first, first + 15), 0] for _ in range(40)]).astype(np.uint16)
    ids = [f"{name}-{n}" for n in range(40)]
    return data.Tokens(
        name, weight, values, pl.DataFrame({"doc_id": ids, "start": range(0, 640, 16), "tokens": [16] * 40})
    )


def train(weights, state=None, epoch=EPOCH, number=1):
    network = model.build(CONFIG_JSON)
    network.load_state_dict(weights, strict=False)
    what = plan(RECIPE, 30, [corpus()], [corpus("sutra", first=2)], 1, number)
    return train_epoch(network, state, epoch, RECIPE, what, lambda line: None)


@pytest.fixture(scope="module")
def first():
    return train(model.draw(CONFIG_JSON, 1))


def same(a, b):
    return a.keys() == b.keys() and all(torch.equal(a[name], b[name]) for name in a)


def test_weights_are_drawn_by_the_seed_alone():
    assert same(model.draw(CONFIG_JSON, 1), model.draw(CONFIG_JSON, 1))
    assert not same(model.draw(CONFIG_JSON, 1), model.draw(CONFIG_JSON, 2))
    weights = model.draw(CONFIG_JSON, 1)
    assert model.TIED not in weights
    assert weights["model.embed_tokens.weight"].std().item() == pytest.approx(model.DEVIATION, rel=0.2)


def test_training_twice_gives_the_same_bits(first):
    again = train(model.draw(CONFIG_JSON, 1))
    assert same(first.final, again.final)
    assert same(first.state, again.state)
    assert first.metrics == again.metrics


def test_it_learns_and_keeps_the_best_look(first):
    steps = [line for line in first.metrics if "loss" in line]
    looks = {line["step"]: line["validation_loss"] for line in first.metrics if "validation_loss" in line}
    assert [line["step"] for line in steps] == list(range(1, 31))
    assert list(looks) == [8, 16, 24, 30]
    assert steps[0]["loss"] == pytest.approx(math.log(40), abs=0.2)
    assert steps[-1]["loss"] < 2.0
    last = first.metrics[-1]
    assert looks[last["best_step"]] == min(looks.values())
    assert last["planned_tokens"] == last["trained_tokens"] == steps[-1]["tokens"] == EPOCH.tokens


def test_the_next_epoch_goes_on_from_weights_moments_and_counts(first, tmp_path):
    model.save(first.state, tmp_path / "optimizer.safetensors")
    read = model.load_file(tmp_path / "optimizer.safetensors")
    assert same(read, first.state)
    second = train(first.final, read, number=2)
    assert second.metrics[0]["tokens"] == EPOCH.tokens + 64
    assert second.state["step"] == 60
    assert not same(second.final, train(first.final, None, number=2).final)


def test_a_loss_that_is_no_number_is_an_error_that_names_the_step():
    with pytest.raises(SutraError, match="the loss is") as error:
        train(model.draw(CONFIG_JSON, 1), epoch=Epoch(tokens=EPOCH.tokens, lr=[1e30, 1e30], warmup=0.0))
    assert error.value.where.startswith("step ")


def test_losses_in_pieces_are_those_in_one():
    network = model.build(CONFIG_JSON)
    windows = torch.randint(0, 40, (80, 17), generator=torch.Generator().manual_seed(1))  # 1280 rows: two pieces
    logits = network(input_ids=windows[:, :-1]).logits
    plain = cross_entropy(logits.flatten(0, 1), windows[:, 1:].flatten(), reduction="none").view(80, 16).mean(1)
    found = window_losses(lambda ids: network.model(input_ids=ids).last_hidden_state, network.lm_head.weight, windows)
    assert torch.allclose(found, plain, atol=1e-6)
    grads = [torch.autograd.grad(loss.mean(), network.lm_head.weight)[0] for loss in (found, plain)]
    assert torch.allclose(*grads, atol=1e-7)


def test_weight_decay_is_for_matrices_only():
    network = model.build(CONFIG_JSON)
    groups = optimizer.make(network, RECIPE.optimizer).param_groups
    assert {p.dim() for p in groups[0]["params"]} == {2}
    assert {p.dim() for p in groups[1]["params"]} == {1}
    assert [group["weight_decay"] for group in groups] == [0.1, 0.0]
    assert sum(len(group["params"]) for group in groups) == len(list(network.parameters()))


def test_the_plan_mixes_by_weight_and_looks_at_the_same_windows_in_every_epoch():
    train_, looked = [corpus("a", 0.75), corpus("b", 0.25, 5)], [corpus("a", 0.75), corpus("b", 0.25, 5)]
    one, two = (plan(RECIPE, 30, train_, looked, 1, epoch) for epoch in (1, 2))
    assert [source.windows for source in one.streams] == [90, 30]
    assert one.order != two.order
    assert [s.rows.tolist() for s in one.looked] == [s.rows.tolist() for s in two.looked]
    assert sum(s.windows for s in one.looked) == 6


def test_a_gpu_that_is_not_there_is_an_error():
    if torch.cuda.is_available():
        pytest.skip("there is one")
    with pytest.raises(SutraError, match="no GPU"):
        configure_device("cuda", 1, "checkpoints")


def test_a_checkpoint_opens_in_transformers_and_has_the_same_bytes_twice(tmp_path):
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = train_tokenizer(iter(["a cat and a hat " * 20]), 260)
    config = model.config_of(ARCHITECTURE, tokenizer.get_vocab_size())
    weights = model.draw(config, 1)
    write_json(tmp_path / "config.json", config)
    write_json(tmp_path / "tokenizer_config.json", CONFIG)
    (tmp_path / "tokenizer.json").write_text(tokenizer.to_str())
    model.save(weights, tmp_path / "model.safetensors")
    model.save(dict(reversed(weights.items())), tmp_path / "again.safetensors")
    assert (tmp_path / "model.safetensors").read_bytes() == (tmp_path / "again.safetensors").read_bytes()

    opened = AutoModelForCausalLM.from_pretrained(tmp_path)
    ours = model.load(tmp_path / "model.safetensors", tmp_path / "config.json")
    ids = torch.tensor([[5, 6, 7]])
    assert torch.equal(opened(input_ids=ids).logits, ours(input_ids=ids).logits)
    assert opened.lm_head.weight is opened.model.embed_tokens.weight
    auto = AutoTokenizer.from_pretrained(tmp_path)
    assert (auto.eos_token_id, auto.bos_token_id, auto.pad_token_id, auto.unk_token_id) == (0, 0, 0, 0)
    assert auto.decode(auto("a cat 12")["input_ids"]) == "a cat 12"


def test_weights_of_another_model_are_refused(tmp_path):
    model.save(model.draw(CONFIG_JSON, 1), tmp_path / "model.safetensors")
    write_json(tmp_path / "config.json", CONFIG_JSON | {"hidden_size": 32})
    with pytest.raises(SutraError, match="not the weights of"):
        model.load(tmp_path / "model.safetensors", tmp_path / "config.json")


def test_the_check_counts_tokens_and_misses_a_lost_step(first):
    lines = json.loads(json.dumps(first.metrics))
    check = check_epochs({"1-1": lines, "1-2": lines})
    assert check["in"] == check["kept"] == 2 * EPOCH.tokens
    assert check["ids_sha256"]["in"] == check["ids_sha256"]["kept"]
    with pytest.raises(SutraError):
        check_epochs({"1-1": [line for line in lines if line.get("step") != 5]})
    with pytest.raises(SutraError, match="not a summary"):
        check_epochs({"1-1": lines[:-1]})

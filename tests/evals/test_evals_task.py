"""lm-eval on a tiny model with random weights, through the verb, as the rule calls it."""

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
import torch
from tokenizers import Tokenizer
from transformers.models.llama.modeling_llama import LlamaForCausalLM

from sutra.bins.train import CONFIG, train_tokenizer
from sutra.checkpoints import model
from sutra.checkpoints.params import Architecture
from sutra.files import write_json

LAYOUT = ["model.safetensors", "config.json", "tokenizer.json", "tokenizer_config.json"]
WORDS = ["heart", "lung", "liver", "brain and spine"]
OWN = {
    "task": "quiz",
    "dataset_path": "sutra/quiz",
    "dataset_name": None,
    "output_type": "multiple_choice",
    "test_split": "test",
    "num_fewshot": 0,
    "doc_to_text": "Question: {{question}}\nAnswer:",
    "doc_to_choice": "{{choices}}",
    "doc_to_target": "{{answer}}",
    "metric_list": [{"metric": m, "aggregation": "mean", "higher_is_better": True} for m in ("acc", "acc_norm")],
    "metadata": {"version": 3},
}


def checkpoint(folder):
    tokenizer = train_tokenizer(iter([f"Question: which of these?\nAnswer: {' '.join(WORDS)}\n"] * 9), 300)
    config = model.config_of(
        Architecture(
            hidden_size=16, num_layers=1, num_heads=2, num_kv_heads=1, intermediate_size=32, context_length=256
        ),
        300,
    )
    config["vocab_size"] = tokenizer.get_vocab_size()
    weights = {name: tensor * 10 for name, tensor in model.draw(config, 1).items()}  # opinions, of no worth
    model.save(weights, folder / "model.safetensors")
    write_json(folder / "config.json", config)
    write_json(folder / "tokenizer_config.json", CONFIG)
    (folder / "tokenizer.json").write_text(tokenizer.to_str())
    return folder


def start(folder, task, items, **evals):
    write_json(folder / f"{task['name']}.json", task)
    items.write_parquet(folder / f"{task['name']}.items.parquet")
    values = {"limit": None, "batch": 4, "threads": 1, "device": "cpu", "heldout_documents": 5, "shots": None} | evals
    command = [sys.executable, "-m", "sutra.evals", "task", "--checkpoint", *(str(folder / name) for name in LAYOUT)]
    command += [
        "--task",
        str(folder / f"{task['name']}.json"),
        "--items",
        str(folder / f"{task['name']}.items.parquet"),
    ]
    command += ["--params", json.dumps({"evals": values}), "--out", str(folder / "out" / f"{task['name']}.json")]
    command += ["--out-items", str(folder / "out" / f"{task['name']}.items.parquet")]
    root = Path(__file__).parents[2]
    return subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


@pytest.fixture(scope="module")
def scored(tmp_path_factory):
    """The folder of outputs of a task of our own and of a stock one, scored side by side."""
    folder = checkpoint(tmp_path_factory.mktemp("scored"))
    own = pl.DataFrame(
        {
            "item_id": [f"id{n}" for n in range(9)],
            "split": "test",
            "role": ["taught", "withheld", "taught"] * 3,
            "question": [f"Which of these is number {n * n}?" for n in range(9)],
            "choices": [WORDS[n % 3 :] + WORDS[: n % 3] for n in range(9)],
            "answer": [n % 4 for n in range(9)],
        }
    )
    rows = [
        {
            "id": f"q{n}",
            "question": f"Which of these is {n}?",
            "choices": {"text": WORDS, "label": ["A", "B", "C", "D"]},
            "answerKey": "ABCD"[n % 4],
            "split": split,
            "item_id": f"{split}-{n}",
        }
        for split in ("train", "validation", "test")
        for n in range(12)
    ]
    quiz = {"name": "quiz", "dataset": "sutra/quiz", "config": "default", "splits": ["test"], "lm_eval": OWN}
    stock = {"name": "arc_easy", "dataset": "allenai/ai2_arc", "config": "ARC-Easy", "lm_eval": "arc_easy"}
    common = {"metric": "acc", "chance": 0.25}
    jobs = [
        start(folder, quiz | common | {"groups": "role"}, own),
        start(
            folder,
            stock | common | {"splits": ["test", "train", "validation"], "groups": None},
            pl.DataFrame(rows),
            limit=10,
            shots=1,
        ),
    ]
    for job in jobs:
        log, _ = job.communicate(timeout=100)
        assert job.returncode == 0, log
    return folder


def result(folder, name):
    return json.loads((folder / "out" / f"{name}.json").read_text()), pl.read_parquet(
        folder / "out" / f"{name}.items.parquet"
    )


def test_a_task_of_our_own_has_groups_and_the_scores_of_each_choice(scored):
    found, items = result(scored, "quiz")
    assert (found["n"], found["num_fewshot"], found["version"], found["limit"]) == (9, 0, 3, None)
    assert {group: g["n"] for group, g in found["groups"].items()} == {"taught": 6, "withheld": 3}
    assert set(found["metrics"]) == {"acc", "acc_norm"}
    assert items["item_id"].to_list() == [f"id{n}" for n in range(9)]
    best = [scores.index(max(scores)) for scores in items["scores"].to_list()]
    assert items["correct"].to_list() == [float(str(b) == t) for b, t in zip(best, items["target"], strict=True)]


def test_scores_are_the_log_likelihoods_of_the_model(scored):
    _, items = result(scored, "quiz")
    tokenizer, network = (
        Tokenizer.from_file(str(scored / "tokenizer.json")),
        LlamaForCausalLM.from_pretrained(scored).eval(),
    )
    prompt = tokenizer.encode("Question: Which of these is number 1?\nAnswer:").ids
    for choice, score in zip(WORDS[1:] + WORDS[:1], items["scores"][1], strict=True):
        ids = prompt + tokenizer.encode(f" {choice}").ids
        with torch.no_grad():
            logs = network(input_ids=torch.tensor([ids])).logits.log_softmax(-1)[0]
        by_hand = sum(logs[place - 1, ids[place]].item() for place in range(len(prompt), len(ids)))
        assert score == pytest.approx(by_hand, abs=1e-3)


def test_a_stock_task_reads_local_items_with_limit_and_shots(scored):
    found, items = result(scored, "arc_easy")
    assert (found["n"], found["limit"], found["num_fewshot"], found["groups"]) == (10, 10, 1, {})
    assert items["item_id"].to_list() == [f"test-{n}" for n in range(10)]
    assert found["asked"]["n"] == 10
    assert all(len(scores) == 4 for scores in items["scores"])

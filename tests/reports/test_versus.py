"""`sutra compare` on what lm-eval itself wrote, and on files that it would never write."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sutra.errors import SutraError
from sutra.reports.samples import read_run
from sutra.reports.versus import cells, run_compare, versus

ROOT = Path(__file__).parents[2]
WORDS = ["heart", "lung", "liver", "spine"]
LM_EVAL = """
import json, sys
import torch
from lm_eval.evaluator import simple_evaluate
from lm_eval.loggers import EvaluationTracker
from lm_eval.models.huggingface import HFLM
from lm_eval.tasks import TaskManager
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

folder = sys.argv[1]
words = "Question : which of these is number ? Answer heart lung liver spine".split() + [str(n) for n in range(40)]
vocabulary = {word: n for n, word in enumerate(["[UNK]", "[END]", *words])}
tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
tokenizer = PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="[UNK]", eos_token="[END]")
config = LlamaConfig(vocab_size=len(vocabulary), hidden_size=16, intermediate_size=32, num_hidden_layers=1,
                     num_attention_heads=2, num_key_value_heads=1, max_position_embeddings=128)
manager = TaskManager(include_path=folder, include_defaults=False)
for name, seed, limit in (("a", 1, None), ("b", 2, None), ("short", 2, 7)):
    torch.manual_seed(seed)
    network = LlamaForCausalLM(config)
    for weights in network.parameters():
        weights.data *= 20
    tracker = EvaluationTracker(output_path=f"{folder}/{name}")
    model = HFLM(pretrained=network, tokenizer=tokenizer, batch_size=8, device="cpu")
    found = simple_evaluate(model, tasks=["quiz", "texts"], task_manager=manager, log_samples=True, limit=limit,
                            evaluation_tracker=tracker, bootstrap_iters=0)
    with open(f"{folder}/{name}-whole.json", "w") as file:
        json.dump(found, file, default=str)
    samples = found.pop("samples")
    tracker.save_results_aggregated(results=found, samples=samples)
    for task in found["configs"]:
        tracker.save_results_samples(task_name=task, samples=samples[task])
"""
QUIZ = """
task: quiz
dataset_path: json
dataset_kwargs: {{data_files: {{test: "{items}"}}}}
output_type: multiple_choice
test_split: test
num_fewshot: 0
doc_to_text: "Question: {{{{question}}}}\\nAnswer:"
doc_to_choice: "{{{{choices}}}}"
doc_to_target: "{{{{answer}}}}"
metric_list:
  - {{metric: acc, aggregation: mean, higher_is_better: true}}
  - {{metric: acc_norm, aggregation: mean, higher_is_better: true}}
metadata: {{version: 3}}
"""
TEXTS = """
task: texts
dataset_path: json
dataset_kwargs: {{data_files: {{test: "{items}"}}}}
output_type: loglikelihood_rolling
test_split: test
doc_to_text: ""
doc_to_target: "{{{{question}}}}"
metric_list:
  - {{metric: word_perplexity}}
  - {{metric: bits_per_byte}}
metadata: {{version: 1}}
"""


@pytest.fixture(scope="module")
def logged(tmp_path_factory) -> Path:
    """Three runs as lm-eval writes them: two models of random weights, and one of them asked less."""
    folder = tmp_path_factory.mktemp("logged")
    items = [
        {"question": f"which of these is number {n} ?", "choices": WORDS[n % 3 :] + WORDS[: n % 3], "answer": n % 4}
        for n in range(40)
    ]
    (folder / "items.jsonl").write_text("".join(json.dumps(item) + "\n" for item in items))
    for name, text in (("quiz", QUIZ), ("texts", TEXTS)):
        (folder / f"{name}.yaml").write_text(text.format(items=folder / "items.jsonl"))
    offline = {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_HOME": str(folder / "home")}
    done = subprocess.run(
        [sys.executable, "-c", LM_EVAL, str(folder)],
        env=os.environ | offline,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return folder


def sutra(*arguments) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sutra", "compare", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_what_lm_eval_wrote_is_read_whole(logged):
    run = read_run(logged / "a")
    printed = json.loads(Path(run.path).read_text())["results"]
    assert set(run.tasks) == {"quiz", "texts"}
    assert set(run.tasks["quiz"].metrics) == {"acc", "acc_norm"}
    assert set(run.tasks["texts"].metrics) == {"bits_per_byte"}  # perplexity is no mean over items
    for task, metric in (("quiz", "acc"), ("texts", "bits_per_byte")):
        found = run.tasks[task].metrics[metric]
        assert sum(found.values) / sum(found.weights) == pytest.approx(printed[task][f"{metric},none"])
    assert (run.tasks["quiz"].version, run.tasks["quiz"].shots, run.tasks["quiz"].limit) == ("3", "0", None)
    assert read_run(logged / "short").tasks["quiz"].limit == 7
    assert not run.tasks["texts"].metrics["bits_per_byte"].higher_is_better


def test_the_verb_says_verdicts_first_and_keeps_what_it_found(logged, tmp_path):
    done = sutra(logged / "a", logged / "b", "--json", tmp_path / "out.json")
    assert done.returncode == 0, done.stderr
    first, *_ = done.stdout.splitlines()
    assert first.startswith("A is better on ")
    assert "of these runs" in first
    kept = json.loads((tmp_path / "out.json").read_text())
    assert [line["name"] for line in kept["lines"]] == ["quiz", "texts"]
    assert kept["lines"][1]["difference"]["lower_is_better"]
    assert kept["lines"][0]["difference"]["scope"] == "these runs"
    assert "acc " in done.stdout
    again = sutra(logged / "a", logged / "b", "--json", tmp_path / "out.json")
    assert again.stdout == done.stdout


def test_one_dumped_dictionary_is_the_same_run(logged):
    files, whole = ([read_run(logged / f"{name}{end}") for name in "ab"] for end in ("", "-whole.json"))
    one, other = ({x.name: x for x in versus([a], [b], {}, 0.95).lines} for a, b in (files, whole))
    assert {name: line.difference for name, line in one.items()} == {n: line.difference for n, line in other.items()}


def test_another_limit_refuses(logged):
    done = sutra(logged / "a", logged / "short")
    assert done.returncode == 1
    assert done.stderr.startswith(
        "error: no task can be compared (quiz: limits differ: None and 7; items differ: 40 and 7"
    )
    assert len(done.stderr.strip().splitlines()) == 3


DAY = "2026-01-02T03-04-05.678901"


def write(folder: Path, scores: dict[str, list[float]], metric: str = "acc", filters=("none",), **changes) -> Path:
    """A run in lm-eval's format, cut down to what is read; `changes` of the results or, below `rows`, of every sample."""
    folder.mkdir(parents=True)
    of_rows = changes.pop("rows", {})
    results = {
        "results": {task: {f"{metric},{f}": sum(v) / len(v) for f in filters} for task, v in scores.items()},
        "versions": dict.fromkeys(scores, 1.0),
        "n-shot": dict.fromkeys(scores, 0),
        "higher_is_better": {task: {metric: True} for task in scores},
        "n-samples": {task: {"original": len(v), "effective": len(v)} for task, v in scores.items()},
        "model_name": folder.name,
    }
    path = folder / f"results_{DAY}.json"
    path.write_text(json.dumps(results | changes))
    for task, values in scores.items():
        rows = [
            {"doc_id": n, "doc_hash": f"h{n}", "prompt_hash": f"p{n}", "target_hash": f"t{n}", "filter": f}
            | {"metrics": [metric], metric: value}
            | of_rows
            for f in filters
            for n, value in reversed(list(enumerate(values)))
        ]
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / f"samples_{task}_{DAY}.jsonl").write_text(lines)
    return path


HIGH, LOW = [1.0] * 36 + [0.0] * 4, [1.0, 0.0] * 20


def against(a: Path, b: Path, **metrics):
    return versus([read_run(a)], [read_run(b)], metrics, 0.95)


def test_items_are_paired_and_the_mean_of_all_tasks_is_a_line_of_its_own(tmp_path):
    a = write(tmp_path / "a", {"x": HIGH, "y": LOW})
    b = write(tmp_path / "b", {"x": LOW, "y": LOW, "z": LOW})
    found = against(a, b)
    assert [line.name for line in found.lines] == ["x", "y", "mean of 2"]
    assert [line.difference.verdict for line in found.lines] == ["better", "not distinguishable", "better"]
    assert found.lines[2].difference.value == pytest.approx((0.4 + 0) / 2)
    assert found.lines[2].a.value == pytest.approx((0.9 + 0.5) / 2)
    assert found.left_out == {"z": f"not in {a}"}
    assert (cells(found)[0]["A"], cells(found)[0]["n"], cells(found)[1]["detectable"]) == ("0.9000", "40", "–")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"versions": {"x": 2.0}}, "versions differ: 1.0 and 2.0"),
        ({"n-shot": {"x": 5}}, "shots differ: 0 and 5"),
        ({"rows": {"prompt_hash": "other"}}, "prompts of 40 of 40 items differ"),
        ({"rows": {"target_hash": "other"}}, "targets of 40 of 40 items differ"),
        ({"metric": "f1"}, "metrics differ"),
        ({"n-samples": {"x": {"original": 80, "effective": 40}}}, "limits differ: None and 40"),
        ({"results": {"x": {"acc,none": 0.99}}}, "metrics differ: none that is a mean over items"),
    ],
)
def test_unlike_tasks_are_left_out_and_it_is_said_why(tmp_path, changes, reason):
    a, b = write(tmp_path / "a", {"x": HIGH}), write(tmp_path / "b", {"x": LOW}, **changes)
    with pytest.raises(SutraError) as refused:
        against(a, b)
    assert reason in refused.value.what


def test_other_items_are_left_out_while_the_rest_is_compared(tmp_path):
    a = write(tmp_path / "a", {"x": HIGH, "y": HIGH})
    b = write(tmp_path / "b", {"x": LOW, "y": LOW[:-1]})
    found = against(a, b)
    assert [line.name for line in found.lines] == ["x"]
    assert found.left_out["y"].endswith("items differ: 40 and 39, 39 of them the same")


def test_a_task_with_filters_names_them(tmp_path):
    filters = ("strict-match", "flexible-extract")
    a, b = (write(tmp_path / n, {"x": v}, "exact_match", filters) for n, v in (("a", HIGH), ("b", LOW)))
    assert against(a, b).lines[0].a.metric == "exact_match,strict-match"
    assert against(a, b, x="exact_match,flexible-extract").lines[0].a.metric == "exact_match,flexible-extract"
    with pytest.raises(SutraError, match="no metric acc in all runs: there are exact_match,strict-match"):
        against(a, b, x="acc")


def test_runs_of_one_side_are_seeds(tmp_path):
    ours = [write(tmp_path / f"a{n}", {"x": HIGH[n:] + HIGH[:n]}) for n in range(3)]
    theirs = [write(tmp_path / f"b{n}", {"x": LOW}) for n in range(3)]
    found = versus([read_run(p) for p in ours], [read_run(p) for p in theirs], {}, 0.95)
    assert (found.lines[0].difference.seeds, found.lines[0].difference.scope) == (3, "the recipe")
    done = sutra(*ours, "--baseline", *theirs)
    assert "3 seeds a side" in done.stdout
    with pytest.raises(SutraError, match="3 runs against 2"):
        run_compare(ours, theirs[:2], [], 0.95, None)
    with pytest.raises(SutraError, match="3 runs and no baseline"):
        run_compare(ours, [], [], 0.95, None)


def test_lower_may_be_better(tmp_path):
    facts = {"higher_is_better": {"x": {"acc": False}}}
    a, b = (write(tmp_path / n, {"x": v}, **facts) for n, v in (("a", HIGH), ("b", LOW)))
    assert against(a, b).lines[0].difference.verdict == "worse"


def remove(path: Path) -> None:
    path.unlink()


def break_samples(path: Path) -> None:
    for file in path.parent.glob("samples_*"):
        file.unlink()


def break_line(path: Path) -> None:
    file = next(path.parent.glob("samples_*"))
    file.write_bytes(file.read_bytes() + b"{\xff")


def break_hash(path: Path) -> None:
    file = next(path.parent.glob("samples_*"))
    file.write_text(file.read_text().replace("doc_hash", "hash"))


def double(path: Path) -> None:
    file = next(path.parent.glob("samples_*"))
    file.write_text(file.read_text() * 2)


def break_json(path: Path) -> None:
    path.write_text("{")


def break_kind(path: Path) -> None:
    path.write_text("[1, 2]")


def rename(path: Path) -> None:
    for file in path.parent.glob("samples_*"):
        file.rename(file.with_name("samples.jsonl"))


@pytest.mark.parametrize(
    ("harm", "what"),
    [
        (remove, "there is no such file"),
        (break_samples, "there are no samples beside the results"),
        (rename, "there are no samples beside the results"),
        (break_line, "line 41 is not JSON"),
        (break_hash, "samples lack doc_hash"),
        (double, "an item stands twice"),
        (break_json, "not a JSON file"),
        (break_kind, "this is no result of lm-eval"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path, harm, what):
    path = write(tmp_path / "a", {"x": HIGH})
    harm(path)
    with pytest.raises(SutraError, match=what) as refused:
        read_run(path)
    assert len(str(refused.value).splitlines()) == 3


def test_a_run_without_samples_is_told_how_to_log_them(tmp_path):
    path = write(tmp_path / "a", {"x": HIGH})
    break_samples(path)
    done = sutra(path, path)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "--log_samples" in done.stderr.splitlines()[2]


def test_no_shared_task_is_an_error(tmp_path):
    a, b = write(tmp_path / "a", {"x": HIGH}), write(tmp_path / "b", {"y": HIGH})
    with pytest.raises(SutraError, match="no task can be compared"):
        against(a, b)


@pytest.mark.parametrize("text", ["x", "x=", "=acc"])
def test_a_metric_is_asked_for_by_task(tmp_path, text):
    path = write(tmp_path / "a", {"x": HIGH})
    with pytest.raises(SutraError, match="not task=metric"):
        run_compare([path, path], [], [text], 0.95, None)

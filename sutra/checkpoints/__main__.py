"""`python -m sutra.checkpoints`: see rules/checkpoints.smk."""

import json
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sutra import job
from sutra.checkpoints.check import check_epochs
from sutra.checkpoints.params import Checkpoints, Epoch
from sutra.files import canonical, read_json, replacing, write_json, write_table, write_text


def init(tokenizer: list[Path], params: dict[str, Any], out: list[Path]) -> None:
    """Draw the weights of one model by its seed alone."""
    from sutra.checkpoints import model
    from sutra.checkpoints.params import Architecture

    architecture = Architecture.model_validate(params["checkpoints"]["architecture"])
    config = model.config_of(architecture, _vocabulary(tokenizer[0]))
    weights = model.draw(config, params["seed"])
    _write_layout(out, weights, config, tokenizer)
    job.say(f"{sum(w.numel() for w in weights.values()):,} parameters, {config['vocab_size']} tokens")


def train(
    before: list[Path],
    tokenizer: list[Path],
    mixture: Path,
    train: list[Path],
    validation: list[Path],
    epoch: int,
    params: dict[str, Any],
    best: list[Path],
    final: list[Path],
    metrics: Path,
    seen: Path,
) -> None:
    """Train one epoch, from the end of the one before."""
    from safetensors.torch import load_file

    from sutra.checkpoints import data, model, schedule
    from sutra.checkpoints.train import plan, train_epoch

    schedule_ = Epoch.model_validate(params["epoch"])
    recipe = Checkpoints.model_validate(params["checkpoints"] | {"epochs": [params["epoch"]]})
    weights = {entry["corpus"]: entry["weight"] for entry in read_json(mixture)["corpora"]}
    what = plan(
        recipe,
        schedule.steps_of(recipe, schedule_),
        data.read_split(train, weights),
        data.read_split(validation, weights),
        params["seed"],
        epoch,
    )
    job.say("windows: " + ", ".join(f"{source.tokens.corpus} {source.windows}" for source in what.streams))
    trained_before = {path.name: path for path in before}
    state = trained_before.get("optimizer.safetensors")
    begun = time.monotonic()
    done = train_epoch(
        model.load(trained_before["model.safetensors"], trained_before["config.json"]),
        load_file(state) if state else None,
        schedule_,
        recipe,
        what,
        job.say,
    )
    speed = done.metrics[-1]["trained_tokens"] / (time.monotonic() - begun)
    config = read_json(trained_before["config.json"])
    _write_layout(best, done.best, config, tokenizer)
    _write_layout(final, done.final, config, tokenizer)
    model.save(done.state, {path.name: path for path in final}["optimizer.safetensors"])
    write_text(metrics, "".join(canonical(line) + "\n" for line in done.metrics))
    write_table(
        seen,
        data.seen(
            what.streams,
            what.order,
            recipe.micro_batch * recipe.gradient_accumulation,
            recipe.architecture.context_length,
        ),
    )
    job.say(f"{speed:,.0f} tokens a second")


def check(metrics: list[Path], out: Path) -> None:
    """See that every planned token of one model was trained on."""
    lines = {_name(path): [json.loads(line) for line in path.read_text().splitlines()] for path in metrics}
    write_json(out, check_epochs(lines))


def _name(metrics: Path) -> str:
    """`seed-{seed}/epoch-{epoch}/metrics.jsonl` as `{seed}-{epoch}`."""
    return "-".join(folder.name.rpartition("-")[2] for folder in (metrics.parent.parent, metrics.parent))


def _vocabulary(tokenizer: Path) -> int:
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(tokenizer)).get_vocab_size()


def _write_layout(out: Iterable[Path], weights: Any, config: dict[str, Any], tokenizer: list[Path]) -> None:
    """The files of a checkpoint in Hugging Face layout."""
    from sutra.checkpoints import model

    paths = {path.name: path for path in out}
    model.save(weights, paths["model.safetensors"])
    write_json(paths["config.json"], config)
    for source in tokenizer:
        with replacing(paths[source.name]) as temporary:
            temporary.write_bytes(source.read_bytes())


if __name__ == "__main__":
    job.main(init, train, check)

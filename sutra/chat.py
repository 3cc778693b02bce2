"""`sutra chat`: what a model of the study makes of the beginning of a sentence, with the baseline's beside it.

These are base models, far too small to talk: they continue text, greedily, so the same beginning gives the same end.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from sutra.errors import SutraError
from sutra.params import Params, load
from sutra.presets import PARAMS
from sutra.schema import suggest
from sutra.study import Study

CHECKPOINTS = Path("data/checkpoints")
END = "<|endoftext|>"


class Speaker(NamedTuple):
    """A trained model with its tokenizer; `tokens` is how many it has seen."""

    name: str
    model: Any
    tokenizer: Any
    tokens: int

    def __str__(self) -> str:
        size = sum(weights.numel() for weights in self.model.parameters())
        return f"{self.name}: {_millions(size)} parameters, {_millions(self.tokens)} tokens seen; no chat model: it continues text"


def chat(model: str, text: str | None = None, tokens: int = 40) -> None:
    """Continues `text`, or every line that is typed, with `model` and the baseline. Raises SutraError where it is not there."""
    if text is not None and not text.strip():
        raise SutraError("there is nothing to continue", "--text", 'give it a beginning, as in --text "A noun is"')
    speakers = open_speakers(load(PARAMS), model)
    print("\n".join(map(str, speakers)), flush=True)
    try:
        for beginning in [text] if text is not None else filter(str.strip, _lines()):
            for speaker in speakers:
                end = continuation(speaker, beginning, tokens).replace("\n", "↵")
                print(f"{speaker.name}: {beginning}{end}", flush=True)
    except (EOFError, KeyboardInterrupt):
        print()


def open_speakers(params: Params, model: str) -> list[Speaker]:
    """The model that is asked for, and the baseline if that is another one and is built."""
    study = Study(params)
    if model not in study.models:
        hint = suggest(model, study.models).removeprefix("; ")
        raise SutraError(f"no such model: {model or '(no name)'}", f"{PARAMS}, models", hint)
    baseline = params.reports.baseline
    speakers = [open_speaker(CHECKPOINTS, study, model)]
    if baseline and baseline != model:
        try:
            speakers.append(open_speaker(CHECKPOINTS, study, baseline))
        except SutraError as error:
            print(f"{error.what}: it is left out", file=sys.stderr)
    return speakers


def open_speaker(checkpoints: Path, study: Study, model: str) -> Speaker:
    """The end of the last epoch of the first seed of a model. Raises SutraError where it is not built."""
    folder = checkpoints / model / f"seed-{study.seeds(model)[0]}" / f"epoch-{study.epochs(model)[-1]}"
    if not (folder / "final/model.safetensors").is_file() or not (folder / "metrics.jsonl").is_file():
        raise SutraError(f"{model} is not built yet", str(folder), "make build")
    return load_speaker(model, folder)


def load_speaker(name: str, epoch: Path) -> Speaker:
    """Loads {epoch}/final in Hugging Face layout, and from {epoch}/metrics.jsonl how many tokens it has seen."""
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    lines = [json.loads(line) for line in (epoch / "metrics.jsonl").read_text(encoding="utf-8").splitlines()]
    tokenizer = AutoTokenizer.from_pretrained(epoch / "final", local_files_only=True)
    model = AutoModelForCausalLM.from_pretrained(epoch / "final", local_files_only=True).eval()
    return Speaker(name, model, tokenizer, max(line.get("tokens", 0) for line in lines))


def continuation(speaker: Speaker, beginning: str, most: int) -> str:
    """Up to `most` further tokens, each the likeliest one, up to the end of the text; the window slides over long ones."""
    import torch

    window = speaker.model.config.max_position_embeddings
    ids = speaker.tokenizer(beginning, add_special_tokens=False)["input_ids"]
    start, end = len(ids), speaker.tokenizer.convert_tokens_to_ids(END)
    with torch.inference_mode():
        for _ in range(most):
            logits = speaker.model(torch.tensor([ids[-window:]])).logits
            ids.append(int(logits[0, -1].argmax()))
            if ids[-1] == end:
                ids.pop()
                break
    return str(speaker.tokenizer.decode(ids[start:], clean_up_tokenization_spaces=False))


def _lines() -> Iterator[str]:
    """Lines that are typed, after a mark, until Ctrl-D; or those of a pipe."""
    if not sys.stdin.isatty():
        yield from (line.rstrip("\r\n") for line in sys.stdin)
        return
    print("Begin a sentence, then Enter; Ctrl-D ends.", flush=True)
    while True:
        yield input("> ")


def _millions(number: int) -> str:
    return f"{number / 1e6:.2f} M" if number >= 5000 else str(number)

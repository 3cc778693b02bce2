"""Chat, on a tiny model with random weights."""

import io

import pytest

from sutra import chat
from sutra.bins.train import CONFIG, train_tokenizer
from sutra.checkpoints import model
from sutra.checkpoints.params import Architecture
from sutra.errors import SutraError
from sutra.files import write_json, write_text
from sutra.marks import Loader
from sutra.params import Params, expand
from sutra.study import Study

PRESET = "presets/tiny.yaml"
SHAPE = {
    "hidden_size": 16,
    "num_layers": 1,
    "num_heads": 2,
    "num_kv_heads": 1,
    "intermediate_size": 32,
    "context_length": 8,
}


def checkpoint(name: str, seed: int) -> None:
    """The last epoch of the first seed of a model of the tiny preset, of random weights."""
    epoch = chat.CHECKPOINTS / name / "seed-1/epoch-3"
    tokenizer = train_tokenizer(iter(["A noun is a word that names a thing.\n"] * 9), 280)
    config = model.config_of(Architecture(**SHAPE), 280)
    config["vocab_size"] = tokenizer.get_vocab_size()
    model.save({n: t * 10 for n, t in model.draw(config, seed).items()}, epoch / "final/model.safetensors")
    write_json(epoch / "final/config.json", config)
    write_json(epoch / "final/tokenizer_config.json", CONFIG)
    write_text(epoch / "final/tokenizer.json", tokenizer.to_str())
    write_text(epoch / "metrics.jsonl", '{"step": 1, "tokens": 9000}\n{"best_step": 1}\n')


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch, request):
    """The tiny study, with its first model built."""
    text = (request.config.rootpath / PRESET).read_text()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "params.yaml").write_text(text)
    checkpoint("sutra", 1)
    return tmp_path


def test_both_continue_the_same_text_and_say_what_they_are(capsys):
    checkpoint("docstrings", 2)
    chat.chat("sutra", "A noun is", 5)
    said = capsys.readouterr().out.splitlines()
    for line, name in zip(said[:2], ("sutra", "docstrings"), strict=True):
        assert line.startswith(f"{name}: ")
        assert line.endswith("parameters, 0.01 M tokens seen; no chat model: it continues text")
    assert said[2].startswith("sutra: A noun is")
    assert said[3].startswith("docstrings: A noun is")
    assert said[2].partition(": ")[2] != said[3].partition(": ")[2], "two models"
    chat.chat("sutra", "A noun is", 5)
    assert capsys.readouterr().out.splitlines() == said, "greedy"


def test_it_goes_on_past_its_window_and_a_longer_answer_begins_as_a_shorter():
    speaker = chat.load_speaker("sutra", chat.CHECKPOINTS / "sutra/seed-1/epoch-3")
    beginning = "A noun is a word that names a thing. A noun is"
    short, long = (chat.continuation(speaker, beginning, most) for most in (3, 30))
    assert long.startswith(short)
    assert len(long) > len(short) > 0


def test_it_is_what_transformers_generates():
    speaker = chat.load_speaker("sutra", chat.CHECKPOINTS / "sutra/seed-1/epoch-3")
    ids = speaker.tokenizer("A", return_tensors="pt")["input_ids"]
    full = speaker.model.generate(ids, max_new_tokens=4, do_sample=False, eos_token_id=None, pad_token_id=0)
    assert chat.continuation(speaker, "A", 4) == speaker.tokenizer.decode(full[0, ids.shape[1] :])


def test_it_stops_at_the_end_of_a_text(monkeypatch):
    speaker = chat.load_speaker("sutra", chat.CHECKPOINTS / "sutra/seed-1/epoch-3")
    likely = chat.continuation(speaker, "A", 1)
    monkeypatch.setattr(chat, "END", speaker.tokenizer.tokenize(likely)[0])
    assert likely
    assert chat.continuation(speaker, "A", 9) == ""


def test_a_baseline_that_is_not_built_is_left_out(capsys):
    chat.chat("sutra", "A", 2)
    said = capsys.readouterr()
    assert "docstrings is not built yet: it is left out" in said.err
    assert "docstrings" not in said.out


def test_lines_of_a_pipe(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("A noun\n\n  \nA word"))
    chat.chat("sutra", None, 2)
    said = capsys.readouterr().out.splitlines()
    assert [line[:13] for line in said[1:]] == ["sutra: A noun", "sutra: A word"]


@pytest.mark.parametrize(
    ("name", "text", "what", "todo"),
    [
        ("sutr", "A", "no such model: sutr", "did you mean sutra?"),
        ("zzz", "A", "no such model: zzz", "there are: docstrings, sutra"),
        ("", "A", "no such model: (no name)", "there are: docstrings, sutra"),
        ("docstrings", "A", "docstrings is not built yet", "make build"),
        ("sutra", " ", "there is nothing to continue", 'give it a beginning, as in --text "A noun is"'),
    ],
)
def test_what_cannot_be(name, text, what, todo):
    with pytest.raises(SutraError) as caught:
        chat.chat(name, text)
    assert (caught.value.what, caught.value.todo) == (what, todo)


def test_the_last_epoch_of_the_first_seed(folder):
    raw = Loader((folder / "params.yaml").read_text()).get_single_data()
    raw["models"]["sutra"]["seeds"] = [2, 1]
    study = Study(Params.model_validate(expand(raw)))
    with pytest.raises(SutraError) as caught:
        chat.open_speaker(chat.CHECKPOINTS, study, "sutra")
    assert caught.value.where == "data/checkpoints/sutra/seed-2/epoch-3"

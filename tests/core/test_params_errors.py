"""The law of params: strict, all errors at once, with file, line and a suggestion."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sutra.errors import SutraError
from sutra.marks import Marked
from sutra.params import Params, ParamsError, expand, load, merge
from sutra.schema import near

ROOT = Path(__file__).parents[2]
TINY = (ROOT / "presets" / "tiny.yaml").read_text()


def problems(tmp_path: Path, text: str) -> list[tuple[int, str, str]]:
    path = tmp_path / "params.yaml"
    path.write_text(text)
    with pytest.raises(ParamsError) as caught:
        load(path)
    return caught.value.lines


def changed(*pairs: tuple[str, str]) -> str:
    text = TINY
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def line_of(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


@pytest.mark.parametrize("preset", sorted((ROOT / "presets").glob("*.yaml")), ids=lambda path: path.stem)
def test_presets_are_valid(preset):
    load(preset)


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ("graph:\n", "grph:\n", "grph", "unknown key; did you mean graph?"),
        ("per_cell: 2", "per_sell: 2", "selection.per_sell", "unknown key; did you mean per_cell?"),
        ("validation: 0.05", "valdation: 0.05", "corpus.splits.valdation", "unknown key; did you mean validation?"),
        (
            "hidden_size: 32",
            "hiden_size: 32",
            "checkpoints.architecture.hiden_size",
            "unknown key; did you mean hidden_size?",
        ),
        ("tokens: 16384", "tokns: 16384", "checkpoints.epochs.0.tokns", "unknown key; did you mean tokens?"),
        ("choices: 4", "choises: 4", "tasks.concepts.choises", "unknown key; did you mean choices?"),
        ("share: 0.0}", "shar: 0.0}", "corpora.docstrings.rephrased.shar", "unknown key; did you mean share?"),
        ("teacher: composer", "teachr: composer", "corpora.sutra.teachr", "unknown key; did you mean teacher?"),
        ("{sutra: 1.0}, seeds", "{sutra: 1.0}, sedes", "models.sutra.sedes", "unknown key; did you mean seeds?"),
        ("shards: 2, per", "shards: two, per", "prompts.shards", "input should be a valid integer, got 'two'"),
        ("seed: 1", "seed: true", "seed", "input should be a valid integer, got True"),
        ("level_spread: 1", "level_spread: 1.5", "prompts.level_spread", "input should be a valid integer, got 1.5"),
        ("per_shard: 60", "per_shard: 0", "prompts.per_shard", "input should be greater than or equal to 1, got 0"),
        (
            "dtype: float32",
            "dtype: float8",
            "checkpoints.dtype",
            "input should be 'float32' or 'bfloat16', got 'float8'",
        ),
        (
            "hidden_size: 32",
            "hidden_size: 33",
            "checkpoints.architecture",
            "hidden_size (33) must be an even multiple of num_heads (2)",
        ),
        (
            "{docstrings: 1.0}",
            "{docstring: 1.0}",
            "models.docstrings.mixture.docstring",
            "no such corpus; did you mean docstrings?",
        ),
        (
            "heldout: [sutra",
            "heldout: [finepdf",
            "evals.heldout.0",
            "no such corpus; there are: docstrings, sutra, sutra-raw",
        ),
        ("tasks: [concepts]", "tasks: [concept]", "evals.tasks.0", "no such task; did you mean concepts?"),
        ("keep_out: [concepts]", "keep_out: [arc]", "corpus.keep_out.0", "no such task; there are: concepts"),
        ("teacher: composer", "teacher: composr", "corpora.sutra.teacher", "no such teacher; did you mean composer?"),
        (
            "baseline: docstrings,",
            "baseline: docstring,",
            "reports.baseline",
            "no such model; did you mean docstrings?",
        ),
        ("from: sutra\n", "from: sutr\n", "corpora.sutra-raw.from", "no such corpus; did you mean sutra?"),
        (
            "from: sutra\n",
            "from: sutra-raw\n",
            "corpora.sutra-raw.from",
            "goes round in a circle: sutra-raw -> sutra-raw",
        ),
        (
            "    at: rephrased\n",
            "    at: rephrased\n    scores: {}\n",
            "corpora.sutra-raw.scores",
            "scores is shared with sutra (at: rephrased); it cannot be changed here",
        ),
        (
            "share: 0.0}",
            "share: 0.5}",
            "corpora.docstrings.rephrased.share",
            "only documents made from prompts can be rephrased",
        ),
        ("kind: composer", "kind: composr", "teachers.composer.kind", "input should be 'composer', got 'composr'"),
        ("  sutra: {from", "  Sutra: {from", "corpora.Sutra", "a name is lower-case letters, digits, - and _"),
        ("seed: 1", "seed: 1\nseed: 2", "seed", "stands twice"),
        ("networkx==3.6.1", "networkx", "corpora.docstrings.names.0", "string should match pattern"),
        ("seeds: [1]", "seeds: [1, 1]", "models.sutra.seeds", "1 stands twice"),
        ("seeds: [1]", "seeds: [-1]", "models.sutra.seeds.0", "input should be greater than or equal to 0, got -1"),
        ("{sutra: 1.0}", "{sutra: .inf}", "models.sutra.mixture.sutra", "input should be a finite number"),
        ("min_words: 20", "min_words: 200000", "corpus", "min_words (200000) is above max_words (100000)"),
        (
            "validation: 0.05",
            "validation: 0",
            "corpora.sutra",
            "its corpus.splits.validation is 0, and a model is trained on it",
        ),
        (
            "heldout: 0.1",
            "heldout: 0",
            "corpora.docstrings",
            "its corpus.splits.heldout is 0, and evals.heldout names it",
        ),
    ],
)
def test_a_mistake_at_every_level(tmp_path, old, new, where, what):
    text = changed((old, new))
    found = problems(tmp_path, text)
    hits = [(line, said) for line, place, said in found if place == where and said.startswith(what)]
    assert hits, found
    if "stands twice" not in what and "its corpus" not in what and "is above" not in what:
        assert hits[0][0] in (
            line_of(text, new.strip().splitlines()[-1].strip()),
            line_of(text, new.strip().splitlines()[0].strip()),
        )


def test_all_at_once(tmp_path):
    text = changed(
        ("per_cell: 2", "per_sell: 2"),
        ("per_shard: 60", "per_shard: x"),
        ("mixture: {sutra: 1.0}", "mixture: {finepdf: 1.0}"),
    )
    assert [where for _, where, _ in problems(tmp_path, text)] == [
        "prompts.per_shard",
        "selection.per_sell",
        "models.sutra.mixture.finepdf",
    ]


def test_a_circle_of_two_rows(tmp_path):
    text = changed(("  sutra: {from: prompts, teacher: composer}", "  sutra: {from: sutra-raw, at: shards}"))
    found = problems(tmp_path, text)
    assert ("corpora.sutra.from", "goes round in a circle: sutra -> sutra-raw -> sutra") in [
        (w, s) for _, w, s in found
    ]


def test_an_error_of_the_default_is_said_once(tmp_path):
    text = changed(("min_quality: 0.65", "min_quality: 2.0"), ("min_quality: 0.0, ", ""))
    assert [where for _, where, _ in problems(tmp_path, text)] == ["selection.min_quality"]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("", "is empty"),
        ("# nothing\n", "is empty"),
        ("[1]", "is not a mapping"),
        ("a: [", "not YAML"),
        ("a: &x {b: *x}", "not YAML"),
        ("? [a]\n: 1", "not YAML"),
        ("a: !!int b", "not YAML"),
        ("a: \tb: c:", "not YAML"),
    ],
)
def test_a_file_that_is_no_params(tmp_path, content, what):
    path = tmp_path / "params.yaml"
    path.write_text(content)
    with pytest.raises(SutraError, match=what) as caught:
        load(path)
    assert len(str(caught.value).splitlines()) == 3


def test_no_file(tmp_path):
    with pytest.raises(SutraError, match=r"there is no params\.yaml"):
        load(tmp_path / "params.yaml")


def test_numbers_as_people_write_them(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("a: 3e-4\nb: 1.0e-2\nc: 12\nd: 1_0\ne: yes\nf: 2020-01-01\ng: 1.\nh: -.5\n")
    assert Marked(path).value == {
        "a": 3e-4,
        "b": 0.01,
        "c": 12,
        "d": 10,
        "e": "yes",
        "f": "2020-01-01",
        "g": 1.0,
        "h": -0.5,
    }


def test_a_row_changes_only_what_it_says():
    raw = yaml.safe_load(TINY)
    raw["checkpoints"]["epochs"] = [{"tokens": 8, "lr": [0.1, 0.1]}]
    raw["models"]["sutra"]["checkpoints"] = {"architecture": {"num_layers": 7}}
    raw["corpora"]["sutra"]["corpus"] = {"min_words": 3, "splits": {"heldout": 0.3}}
    params = Params.model_validate(expand(raw))
    assert params.models["sutra"].checkpoints.architecture.num_layers == 7
    assert params.models["sutra"].checkpoints.architecture.hidden_size == 32
    assert params.corpora["sutra"].corpus.splits.heldout == 0.3
    assert params.corpora["sutra"].corpus.splits.validation == 0.05
    assert params.corpora["sutra-raw"].corpus.min_words == 3, "what a row does not change is its parent's"
    assert params.corpora["sutra-raw"].corpus.rules == []


KEYS = st.dictionaries(
    st.sampled_from("abc"), st.integers() | st.dictionaries(st.sampled_from("xy"), st.integers()), max_size=3
)


@given(KEYS, KEYS, KEYS)
def test_merge_laws(a, b, c):
    assert merge(a, {}) == a
    assert merge({}, a) == a
    assert merge(a, a) == a
    assert set(merge(a, b)) == set(a) | set(b)
    if all(
        isinstance(x.get(k), dict) == isinstance(y.get(k), dict)
        for x, y in ((a, b), (b, c), (a, c))
        for k in x.keys() & y.keys()
    ):
        assert merge(merge(a, b), c) == merge(a, merge(b, c))


def test_near_never_offers_the_word_itself():
    assert near("paths", ["paths"]) == ""

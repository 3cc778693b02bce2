"""The law of rebuild: change one leaf of the params, and exactly its dependents change. Every leaf, in turn."""

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml
from dag import draw

from sutra.marks import Marked
from sutra.params import Params, expand
from sutra.schema import Section
from sutra.stages import CORPUS_WORDS, STAGES

ROOT = Path(__file__).parents[2]
GATHERS = ("check_", "select_", "clean_", "train_tokenizer", "encode_", "mix_", "eval_heldout", "render_")

# Where "another value" is not one more, or half as much.
OTHER: dict[str, Any] = {
    "graph.teach": ["science/*", "mathematics/*"],
    "graph.withhold": [],
    "prompts.content_types": {"tutorial": 1.0},
    "prompts.styles": {"plain": 1.0},
    "shards.sentences": [7, 12],
    "scores.embedding": "all-MiniLM-L6-v2",
    "corpus.rules": ["length"],
    "corpus.keep_out": [],
    "bins.tokenizer.corpora": ["sutra"],
    "checkpoints.architecture.hidden_size": 64,
    "checkpoints.architecture.num_heads": 4,
    "checkpoints.architecture.num_kv_heads": 2,
    "checkpoints.optimizer.betas": [0.8, 0.9],
    "checkpoints.dtype": "bfloat16",
    "checkpoints.device": "auto",
    "checkpoints.attention": "sdpa",
    "evals.tasks": [],
    "evals.heldout": ["sutra"],
    "evals.epochs": "all",
    "evals.which": ["final"],
    "evals.shots": {"concepts": 2},
    "evals.limit": 5,
    "evals.device": "auto",
    "reports.title": "Another",
    "reports.baseline": "sutra",
    "reports.confidence": 0.9,
    "tasks.stock.dataset": "a/other",
    "tasks.stock.config": "other",
    "tasks.stock.metric": "acc_norm",
    "tasks.stock.splits.test": "inbox/2.parquet",
    "corpora.mine.paths": ["inbox/1.jsonl", "inbox/2.jsonl"],
    "corpora.mine.text": "body",
    "corpora.sutra.teacher": "other",
    "corpora.docstrings.names": ["jinja2==3.1.6"],
    "corpora.docstrings.shards": 2,
    "corpora.sutra-raw.from": "docstrings",
    "corpora.sutra-raw.at": "selection",
    "corpora.sutra-raw.corpus.rules": ["exact"],
    "corpora.sutra-raw.corpus.keep_out": ["concepts"],
}
# What a row is, not a value of it, and the one value that an ingested row may have.
KINDS = {
    "tasks.concepts.from",
    "tasks.stock.from",
    "corpora.mine.from",
    "teachers.composer.kind",
    "teachers.other.kind",
    "corpora.sutra.from",
    "corpora.docstrings.from",
    "corpora.docstrings.rephrased.share",
    "corpora.mine.rephrased.share",
}
# Leaves that say how many pieces there are.
EXTENTS = {
    "prompts.shards",
    "evals.tasks",
    "evals.heldout",
    "evals.epochs",
    "evals.which",
    "models.sutra.seeds",
    "models.docstrings.seeds",
}


def base() -> dict[str, Any]:
    """The tiny study with a row of every kind, written out with every default."""
    raw = Marked(ROOT / "presets" / "tiny.yaml").value
    raw["teachers"]["other"] = {"kind": "composer", "variety": 5}
    raw["tasks"]["stock"] = {
        "from": "files",
        "dataset": "a/b",
        "config": "c",
        "splits": {"test": "inbox/1.parquet"},
        "metric": "acc",
        "chance": 0.25,
    }
    raw["corpora"]["mine"] = {
        "from": "files",
        "paths": ["inbox/1.jsonl"],
        "text": "text",
        "shards": 1,
        "rephrased": {"share": 0.0},
    }
    params = Params.model_validate(expand(raw))
    full = params.model_dump(mode="json", by_alias=True)
    # Rows keep what they say themselves: a default written out in a row would be a change of the row.
    full["corpora"], full["models"] = raw["corpora"], raw["models"]
    return full


def leaves(value: Any, path: str = "") -> list[str]:
    if isinstance(value, dict) and value:
        return [leaf for key, inner in value.items() for leaf in leaves(inner, f"{path}.{key}" if path else key)]
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [leaf for index, inner in enumerate(value) for leaf in leaves(inner, f"{path}.{index}")]
    return [path]


def rows() -> list[str]:
    """Every leaf of a stage's section, as a row of a corpus or a model may change it."""
    full = base()
    return [f"corpora.sutra.{leaf}" for word in CORPUS_WORDS for leaf in leaves(full[word], word)] + [
        f"models.sutra.{leaf}"
        for leaf in leaves(full["checkpoints"], "checkpoints")
        if not leaf.startswith("checkpoints.epochs")
    ]


def get(value: Any, path: str) -> Any:
    for key in path.split("."):
        value = value[int(key)] if isinstance(value, list) else value.get(key)
        if value is None:
            return None
    return value


def put(value: Any, path: str, new: Any) -> None:
    *parents, last = path.split(".")
    for key in parents:
        value = value[int(key)] if isinstance(value, list) else value.setdefault(key, {})
    value[int(last) if isinstance(value, list) else last] = new


def another(path: str, value: Any) -> Any:
    for name in (path, path.split(".", 2)[-1]):
        if name in OTHER and OTHER[name] != value:
            return OTHER[name]
    if path.endswith(".schedule"):
        return "linear"
    if path.endswith(".lr"):
        return [rate / 2 for rate in value]
    if path.endswith(".seeds"):
        return [*value, 7]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, float):
        return value / 2 if value else 0.25
    assert value is None, f"say in OTHER what else {path} may be"
    return 1


def sections(path: str) -> tuple[str, str | None]:
    """The section that a leaf belongs to, and the row that changes it."""
    parts = path.split(".")
    if (parts[0] in ("corpora", "models") and len(parts) > 3) or path.startswith("models.sutra.checkpoints"):
        return parts[2], parts[1]
    return parts[0], None


def resolves(study: dict[str, Any], corpus: str, leaf: str) -> str | None:
    """The row from which a corpus takes a leaf of a section; None for the default."""
    row = study["corpora"][corpus]
    if get(row, leaf) is not None or _says_null(row, leaf):
        return corpus
    return resolves(study, row["from"], leaf) if row["from"] in study["corpora"] else None


def _says_null(row: Any, leaf: str) -> bool:
    for key in leaf.split("."):
        if not isinstance(row, dict) or key not in row:
            return False
        row = row[key]
    return True


def root(study: dict[str, Any], corpus: str) -> dict[str, Any]:
    row = study["corpora"][corpus]
    return root(study, row["from"]) if row["from"] in study["corpora"] else row


def predicted(path: str, study: dict[str, Any], before: dict, after: dict) -> set:
    """The jobs that the stage table says a leaf changes directly: its stages' jobs of the rows that take it from there."""
    word, row = sections(path)
    leaf = path if row is None else path.split(".", 2)[2]
    found = {key for key in after if key[0] == "render_reports" and word != "machine"}
    if (
        path in EXTENTS
        or path == "corpora.sutra.prompts.shards"
        or (path.startswith("corpora.sutra-raw.") and path.count(".") == 2)
        or (path.split(".")[:2] in (["corpora", "docstrings"], ["corpora", "mine"]) and path.count(".") == 2)
    ):
        new = {key for key in after if key not in before}
        gathers = {
            key
            for key in after
            if key[0].startswith(GATHERS) and key in before and after[key].inputs != before[key].inputs
        }
        sources = {
            key
            for key in after
            if after[key].word in ("shards", "rephrased") and dict(key[1]).get("corpus") == path.split(".")[1]
        }
        if path.startswith(("corpora.docstrings", "corpora.mine")):
            return found | new | gathers | sources
        if path.startswith("corpora.sutra-raw"):  # it reads other files than before
            gathers |= {key for key in after if key[0] == "split_shard" and ("corpus", "sutra-raw") in key[1]}
        return found | new | gathers
    for key, job in after.items():
        wildcards = dict(key[1])
        stage = next(stage for stage in STAGES if stage.word == job.word)
        if path.startswith("teachers."):
            uses = root(study, wildcards["corpus"]).get("teacher") if job.word in ("shards", "rephrased") else None
            if uses == path.split(".")[1]:
                found.add(key)
        elif path == "corpora.sutra.teacher":
            if job.word in ("shards", "rephrased") and wildcards.get("corpus") == "sutra":
                found.add(key)
        elif path.startswith("models.") and ".mixture" in path:
            if key[0] == "mix_model" and wildcards["model"] == path.split(".")[1]:
                found.add(key)
        elif leaf.startswith("checkpoints.epochs."):
            if key[0] == "train_epoch" and int(wildcards["epoch"]) == int(leaf.split(".")[2]) + 1:
                found.add(key)
        elif path.startswith("tasks."):
            if key[0] == "build_task" and wildcards["task"] == path.split(".")[1]:
                found.add(key)
        elif leaf in ("evals.shots", "evals.limit"):
            if key[0] == "eval_task":
                found.add(key)
        elif leaf == "evals.heldout_documents":
            if job.word == "evals" and key[0] != "eval_task":
                found.add(key)
        elif word in stage.sections and word != "reports":
            if word == "shards" and "teacher" not in root(study, wildcards["corpus"]):
                continue
            if word in CORPUS_WORDS and resolves(study, wildcards["corpus"], leaf) != row:
                continue
            if word == "checkpoints" and row is not None and wildcards["model"] != row:
                continue
            found.add(key)
    return found


STUDY = base()
LEAVES = [leaf for leaf in leaves(STUDY) if leaf not in KINDS]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    from conftest import fresh_folder

    folder = fresh_folder(tmp_path_factory.mktemp("leaves") / "project")
    (folder.path / "inbox").mkdir()
    for name in ("1.jsonl", "2.jsonl", "1.parquet", "2.parquet"):
        (folder.path / "inbox" / name).touch()
    (folder.path / "params.yaml").write_text(yaml.safe_dump(STUDY, sort_keys=False))
    return folder, draw(folder.path)


@pytest.mark.parametrize("path", [*LEAVES, *rows()])
def test_a_leaf_changes_exactly_its_dependents(drawn, path):
    folder, before = drawn
    study = copy.deepcopy(STUDY)
    value = get(study, path)
    if value is None and path.startswith(("corpora.", "models.")):
        value = get(STUDY, path.split(".", 2)[2])
    put(study, path, another(path, value))
    (folder.path / "params.yaml").write_text(yaml.safe_dump(study, sort_keys=False))
    after = draw(folder.path)
    actual = {
        key
        for key, job in after.items()
        if key not in before or (job.given, job.inputs) != (before[key].given, before[key].inputs)
    }
    expected = predicted(path, study, before, after)
    assert actual == expected
    assert bool(actual) == (not path.startswith("machine."))


def test_order_and_comments_change_nothing(drawn):
    folder, before = drawn
    shuffled = {key: STUDY[key] for key in sorted(STUDY, reverse=True)}
    (folder.path / "params.yaml").write_text("# a comment\n" + yaml.safe_dump(shuffled, sort_keys=False))
    assert draw(folder.path) == before


def test_no_field_of_the_schema_is_left_out():
    def fields(model):
        for below in model.__subclasses__():
            yield from ((below, name) for name in below.model_fields)
            yield from fields(below)

    tested = {part for path in [*LEAVES, *KINDS, *rows()] for part in path.split(".")}
    concepts = "sutra.graph.concept"  # not of params.yaml
    for model, name in fields(Section):
        field = model.model_fields[name]
        assert (field.alias or name) in tested or model.__module__ == concepts, f"{model.__name__}.{name}"

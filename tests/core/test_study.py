from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sutra.params import Params, expand, load
from sutra.schema import extents
from sutra.stages import CORPUS_WORDS, STAGES, WORDS
from sutra.study import Study

ROOT = Path(__file__).parents[2]
RAW = yaml.safe_load((ROOT / "presets" / "tiny.yaml").read_text())


@pytest.fixture(scope="module")
def study():
    return Study(load(ROOT / "presets" / "tiny.yaml"))


def test_owners(study):
    assert study.owner("sutra-raw", "rephrased") == "sutra"
    assert study.owner("sutra-raw", "corpus") == "sutra-raw"
    assert study.owner("docstrings", "prompts") is None
    assert study.owners("scores") == ["sutra", "docstrings"]


@given(
    st.lists(
        st.tuples(st.sampled_from(["shards", "scores", "selection", "rephrased"]), st.integers(0, 3)),
        min_size=1,
        max_size=4,
    )
)
def test_the_owner_of_an_owner_is_itself(rows):
    raw = dict(RAW) | {
        "corpora": {"c0": {"from": "prompts", "teacher": "composer"}},
        "models": {"m": {"mixture": {"c0": 1.0}}},
    }
    for number, (at, parent) in enumerate(rows, 1):
        raw["corpora"][f"c{number}"] = {"from": f"c{min(parent, number - 1)}", "at": at}
    for key, change in (("bins", {"tokenizer": {"corpora": ["c0"]}}), ("evals", {}), ("reports", {})):
        raw[key] = change
    raw["checkpoints"] = {"epochs": [{"tokens": 1, "lr": [0.1, 0.1]}]}
    study = Study(Params.model_validate(expand(raw)))
    for corpus in study.corpora:
        for index, word in enumerate(CORPUS_WORDS):
            owner = study.owner(corpus, word)
            assert study.owner(owner, word) == owner
            for before in CORPUS_WORDS[:index]:
                assert study.owner(corpus, before) == study.owner(owner, before), "what an owner reads is what is read"


def test_pieces_do_not_know_how_many_there_are(study):
    for word in WORDS:
        sections = (
            [getattr(study.params, word)] if hasattr(study.params, word) and word not in ("tasks", "reports") else []
        )
        for section in sections:
            names = extents(type(section))
            values = study.values(word, corpus="sutra", model="sutra", task="concepts", seed="1", epoch="1")
            assert not names & set(values.get(word, {}))


def test_an_epoch_knows_only_itself(study):
    values = study.values("checkpoints", model="sutra", seed="1", epoch="2")
    assert values["epoch"]["lr"] == [3e-3, 3e-4]
    assert "epochs" not in values["checkpoints"]


def test_transport_is_in_no_value(study):
    for word in WORDS:
        values = study.values(word, corpus="sutra", model="sutra", task="concepts", seed="1", epoch="1")
        assert "machine" not in str(values), word


def test_a_stage_reads_only_what_comes_before():
    assert all(WORDS.index(read) < WORDS.index(stage.word) for stage in STAGES for read in stage.reads)

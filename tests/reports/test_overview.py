"""What the page says of the study as a whole."""

import pytest

from sutra.reports.assemble import assemble
from sutra.reports.overview import limits, off_stages, parameters


def test_parameters_of_the_published_model():
    config = {"hidden_size": 384, "num_attention_heads": 6, "num_key_value_heads": 2, "intermediate_size": 1024}
    config |= {"num_hidden_layers": 32, "vocab_size": 49152, "tie_word_embeddings": True}
    assert parameters(config) == 69_230_976
    assert parameters(config | {"tie_word_embeddings": False}) == 69_230_976 + 49152 * 384


def test_off_values_are_those_of_the_row_that_made_the_stage(made):
    params = made.params()
    off = off_stages(params["study"], params["owners"])
    assert off["sutra"] == ["embedding"]
    assert off["docstrings"] == ["prompts", "embedding", "selection", "rephrased"]
    assert off["sutra-raw"] == ["embedding", "rules", "keep_out"]


@pytest.fixture
def names(made):
    def of(change=lambda params: None):
        params = made.params()
        change(params)
        report = assemble(made.inputs(), params)
        return [limit["name"] for limit in limits(report.rows, report.study, report.reports, report.graph["withheld"])]

    return of


def test_limits_name_what_applies(names):
    assert names() == ["few_items", "few_seeds", "near_chance", "heuristics", "small"]

    def worse(params):
        params["study"]["evals"]["limit"] = 5
        params["study"]["corpora"]["sutra"]["corpus"]["keep_out"] = []
        params["reports"]["baseline"] = None
        params["study"]["models"]["sutra"]["seeds"] = params["study"]["models"]["docstrings"]["seeds"] = [1, 2, 3]

    assert names(worse) == ["few_items", "limit", "not_kept_out", "near_chance", "no_baseline", "heuristics", "small"]

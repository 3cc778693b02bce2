import math

import polars as pl
import pytest

from sutra.errors import SutraError
from sutra.evals.check import check_scores, refuse_seen
from sutra.evals.results import ITEMS, asked_of, mean_and_error, rows_of, summarize

TASK = {"name": "quiz", "metric": "acc", "chance": 0.5, "groups": "role"}


def sample(number, acc, **more):
    doc = {"item_id": f"i{number}", "role": "taught" if number % 2 else "withheld"}
    base = {"doc_id": number, "doc": doc, "filter": "none", "target": 1, "acc": acc}
    return base | {"filtered_resps": [(-1.23456, False), (-2.0, True)]} | more


def found(samples, **values):
    mean = sum(s["acc"] for s in samples) / len(samples)
    results = {"quiz": {"alias": "quiz", "acc,none": mean, "acc_stderr,none": "N/A", **values}}
    ids = [s["doc"].get("item_id", str(s["doc_id"])) for s in samples]
    return {
        "results": results,
        "samples": {"quiz": samples},
        "n-shot": {"quiz": 0},
        "versions": {"quiz": 1},
        "asked": ids,
    }


def test_mean_and_standard_error_by_hand():
    assert mean_and_error([1.0, 0.0, 1.0, 1.0]) == {"n": 4, "value": 0.75, "stderr": 0.25}
    assert mean_and_error([1.0]) == {"n": 1, "value": 1.0, "stderr": None}


def test_a_result_has_groups_metrics_and_what_was_asked():
    samples = [sample(0, 1.0), sample(1, 0.0), sample(2, 1.0)]
    result, items = summarize(TASK, found(samples, **{"acc_norm,none": 0.3}), limit=3)
    assert result["value"] == pytest.approx(2 / 3, abs=1e-6)
    assert result["stderr"] == pytest.approx(math.sqrt((1 / 3) / 3), abs=1e-6)
    assert result["groups"]["withheld"] == {"n": 2, "value": 1.0, "stderr": 0.0}
    assert result["groups"]["taught"]["n"] == 1
    assert result["metrics"] == {"acc": 0.666667, "acc_norm": 0.3}
    assert result["asked"] == asked_of(["i0", "i1", "i2"])
    assert (result["limit"], result["chance"], result["num_fewshot"], result["version"]) == (3, 0.5, 0, 1)
    assert items["scores"].to_list()[0] == [-1.2346, -2.0]
    assert items["target"].to_list() == ["1", "1", "1"]


def test_items_without_ids_are_known_by_their_number_and_generation_has_no_scores():
    samples = [sample(0, 1.0, doc={}, filtered_resps=["42"], target="42")]
    table = rows_of(samples, "acc", None)
    assert table.rows() == [("0", None, 1.0, [], "42")]
    assert dict(table.schema) == ITEMS
    assert dict(rows_of([], "acc", None).schema) == ITEMS


def test_the_metric_may_name_its_filter():
    samples = [sample(0, 1.0, filter="strict"), sample(0, 0.0, filter="loose")]
    given = found(samples, **{"acc,strict": 1.0, "acc,loose": 0.0})
    assert summarize(TASK, given, None)[0]["value"] == 1.0
    assert summarize(TASK | {"metric": "acc,loose"}, given, None)[0]["value"] == 0.0


def test_a_metric_that_is_not_there_or_no_mean_is_refused():
    with pytest.raises(SutraError, match="no metric f1") as error:
        summarize(TASK | {"metric": "f1"}, found([sample(0, 1.0)]), None)
    assert "acc" in error.value.todo
    with pytest.raises(SutraError, match="not a mean"):
        summarize(TASK, found([sample(0, 1.0)], **{"acc,none": 0.5}), None)


def test_the_check_adds_up_and_misses_a_lost_item():
    asked = {"m-1-1-best-quiz": asked_of(["a", "b"]), "m-1-1-best-arc": asked_of(["a"])}
    scored = {"m-1-1-best-quiz": ["b", "a"], "m-1-1-best-arc": ["a"]}
    check = check_scores(asked, scored)
    assert check["in"] == check["kept"] == 3
    for lost in (["a"], ["a", "c"], ["a", "b", "b"]):
        with pytest.raises(SutraError, match="items have scores"):
            check_scores(asked, scored | {"m-1-1-best-quiz": lost})
    with pytest.raises(SutraError, match="0 items have scores, 1 were asked for"):
        check_scores(asked, {"m-1-1-best-quiz": ["a", "b"]})


def test_the_mirror_has_every_split_and_its_card(tmp_path):
    from sutra.evals.mirror import write_mirror

    items = pl.DataFrame({"item_id": ["a", "b"], "split": ["test", "train"], "question": ["1?", "2?"]})
    task = {"name": "arc_easy", "dataset": "allenai/ai2_arc", "config": "ARC-Easy", "splits": ["test", "train"]}
    write_mirror(tmp_path, task, items)
    folder = tmp_path / "allenai" / "ai2_arc"
    assert "config_name: ARC-Easy" in (folder / "README.md").read_text()
    assert pl.read_parquet(folder / "data" / "train.parquet").rows() == [("b", "2?")]
    with pytest.raises(SutraError, match="validation split has no items"):
        write_mirror(tmp_path / "x", task | {"splits": ["test", "validation"]}, items)


def test_a_heldout_document_that_was_trained_on_is_refused():
    refuse_seen({"a", "b"}, {"m-1-1-best-heldout-x": ["c"], "m-1-1-best-quiz": ["i"]})
    with pytest.raises(SutraError, match="1 heldout documents were trained on, such as b"):
        refuse_seen({"a", "b"}, {"m-1-1-best-heldout-x": ["b", "c"]})

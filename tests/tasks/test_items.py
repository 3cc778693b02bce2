from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sutra.errors import SutraError
from sutra.graph.build import build_graph
from sutra.graph.params import Graph
from sutra.graph.validate import read_concepts
from sutra.tasks.build import from_files, from_graph
from sutra.tasks.params import FilesTask, GraphTask
from sutra.tasks.probes import asked_probes, distractors, make_items
from sutra.tasks.stock import texts, with_ids

ROOT = Path(__file__).parents[2]
TASK = GraphTask.model_validate({"from": "graph", "choices": 4})


@pytest.fixture(scope="module")
def graph():
    placed = read_concepts(sorted((ROOT / "concepts").rglob("*.yaml")))
    return build_graph(
        placed, Graph(withhold=["*/density", "*/counterpoint", "*/chiaroscuro", "*/encryption", "*/negative_space"])
    )


def test_items_are_answerable_and_whole(graph):
    items, check = make_items(graph, TASK, seed=1)
    answers = {(n["id"], p["asks"]): p["answer"] for n in graph["nodes"] for p in n["probes"]}
    assert check["kept"] == items.height == check["in"]
    for row in items.iter_rows(named=True):
        assert row["choices"][row["answer"]] == answers[row["concept_id"], row["asks"]]
        assert len({choice.casefold() for choice in row["choices"]}) == 4
    assert items["item_id"].is_unique().all()


def test_answers_stand_everywhere(graph):
    items, _ = make_items(graph, TASK, seed=1)
    share = items["answer"].value_counts(normalize=True)["proportion"]
    assert share.len() == 4
    assert share.max() < 0.4


def test_withheld_answers_stand_beside_withheld_ones_first(graph):
    probes = asked_probes(graph)
    role = {p.probe["answer"]: p.concept["role"] for p in probes}
    asked = next(p for p in probes if p.concept["id"] == "density" and p.probe["asks"] == "role")
    assert [role[answer] for answer in distractors(asked, probes, seed=1)[:3]] == ["withheld"] * 3


def test_named_distractors_come_first(graph):
    probes = asked_probes(graph)
    asked = next(p for p in probes if p.concept["id"] == "force" and p.probe["asks"] == "name")
    named = asked._replace(probe=asked.probe | {"distractors": ["rhythm", "melody"]})
    assert set(distractors(named, probes, seed=1)[:2]) == {"Rhythm", "Melody"}


def test_another_concept_leaves_items_as_they_are(graph):
    smaller = graph | {"nodes": [node for node in graph["nodes"] if node["domain"] != "life_skills"]}
    before, after = make_items(smaller, TASK, seed=1)[0], make_items(graph, TASK, seed=1)[0]
    both = before.join(after, on="item_id")
    assert both.height == before.height
    same = (both["choices"] == both["choices_right"]).sum()
    assert same > 0.9 * before.height


def test_too_few_distractors_is_said(graph):
    one = graph | {"nodes": [node for node in graph["nodes"] if node["subdomain"] == "physics"][:3]}
    items, check = make_items(one, TASK, seed=1)
    assert items.height == 0
    assert check["rejected"] == {"too few distractors": check["in"]}


def test_what_is_kept_out(graph):
    task, items, _ = from_graph("concepts", graph, TASK, seed=1)
    assert "Density" in task["keep_out"]["names"]
    assert not any(node["name"] in task["keep_out"]["names"] for node in graph["nodes"] if node["role"] == "taught")
    assert set(task["keep_out"]["texts"]) == set(items["question"])
    assert task["lm_eval"]["dataset_path"] == "sutra/concepts"


def test_stock_task_from_files(tmp_path):
    path = tmp_path / "test.parquet"
    question = "What do plants take from the air to grow?"
    pl.DataFrame(
        {"question": [question, question], "choices": [{"text": ["a", "b"]}] * 2, "answerKey": ["A", "A"]}
    ).write_parquet(path)
    row = FilesTask.model_validate(
        {
            "from": "files",
            "dataset": "allenai/ai2_arc",
            "config": "ARC-Easy",
            "splits": {"test": str(path)},
            "chance": 0.25,
        }
    )
    task, items, check = from_files("arc_easy", row)
    assert task["lm_eval"] == "arc_easy"
    assert task["keep_out"] == {"texts": [question], "names": []}
    assert items["item_id"].n_unique() == 2, "equal rows are two items"
    assert check["kept"] == 2
    path.write_text("no")
    with pytest.raises(SutraError, match="not a Parquet file"):
        from_files("arc_easy", row)


@given(st.permutations(["a", "b", "b", "c"]))
def test_ids_do_not_depend_on_the_order(rows):
    made = with_ids(pl.DataFrame({"x": rows}), "test")
    assert set(made["item_id"]) == set(with_ids(pl.DataFrame({"x": ["a", "b", "b", "c"]}), "test")["item_id"])


def test_texts_of_nested_values():
    assert texts({"a": ["one two three four five", "short"], "b": {"c": "six seven eight nine ten"}, "d": 3}) == [
        "one two three four five",
        "six seven eight nine ten",
    ]

from collections import Counter
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
from sutra.tasks.circle import Circle
from sutra.tasks.params import FilesTask, GraphTask
from sutra.tasks.probes import make_items
from sutra.tasks.stock import texts, with_ids

ROOT = Path(__file__).parents[2]
TASK = GraphTask.model_validate({"from": "graph", "choices": 4})


@pytest.fixture(scope="module")
def graph():
    placed = read_concepts(sorted((ROOT / "concepts").rglob("*.yaml")))
    withhold = ["*/density", "*/counterpoint", "*/chiaroscuro", "*/encryption", "*/negative_space"]
    return build_graph(placed, Graph(teach=["arts*", "science*", "technology*", "mathematics*"], withhold=withhold))


def test_items_are_answerable_and_whole(graph):
    items, check = make_items(graph, TASK, seed=1)
    answers = {(n["id"], p["question"]): p["answer"] for n in graph["nodes"] for p in n["probes"]}
    assert check["kept"] == items.height == check["in"]
    for row in items.iter_rows(named=True):
        assert row["choices"][row["answer"]] == answers[row["concept_id"], row["question"]]
        assert len({choice.casefold() for choice in row["choices"]}) == 4
    assert items["item_id"].is_unique().all()


def test_answers_stand_everywhere(graph):
    items, _ = make_items(graph, TASK, seed=1)
    share = items["answer"].value_counts(normalize=True)["proportion"]
    assert share.len() == 4
    assert share.max() < 0.4


def first(graph, concept: str, asks: str):
    node = next(node for node in graph["nodes"] if node["id"] == concept)
    return node, next(probe for probe in node["probes"] if probe["asks"] == asks)


def test_withheld_answers_stand_beside_withheld_ones_first(graph):
    role = {probe["answer"]: node["role"] for node in graph["nodes"] for probe in node["probes"]}
    wrong = Circle(graph, seed=1).distractors(*first(graph, "density", "role"), 4)
    assert [role[answer] for answer in wrong] == ["withheld"] * 4


def test_named_distractors_come_first(graph):
    node, probe = first(graph, "force", "name")
    named = probe | {"distractors": ["rhythm", "melody"]}
    changed = graph | {
        "nodes": [n | {"probes": [named if p is probe else p for p in n["probes"]]} for n in graph["nodes"]]
    }
    assert set(Circle(changed, seed=1).distractors(node, named, 2)) == {"Rhythm", "Melody"}


def test_every_answer_is_wrong_about_as_often_as_it_is_right(graph):
    items, _ = make_items(graph, TASK, seed=1)
    taught = items.filter((pl.col("role") == "taught") & (pl.col("wording") == "unseen"))
    wrong: Counter[str] = Counter()
    for row in taught.iter_rows(named=True):
        wrong.update(choice for choice in row["choices"] if choice != row["choices"][row["answer"]])
    right = Counter(row["choices"][row["answer"]] for row in taught.iter_rows(named=True))
    shares = [wrong[answer] / (3 * right[answer]) for answer in right]
    assert sum(shares) / len(shares) == pytest.approx(1, abs=0.05)
    assert sum(0.5 <= share <= 1.5 for share in shares) > 0.9 * len(shares)


def test_who_knows_frequencies_and_lengths_alone_does_not_know_the_answer(graph):
    """Always the most, or the least, frequent or the longest choice: right about one time in four."""
    items, _ = make_items(graph, TASK, seed=1)
    texts: dict[str, str] = {}
    for node in graph["nodes"]:
        said = " ".join([node["definition"], *(fact["text"] for fact in node["facts"]), node["example"]])
        texts[node["domain"]] = texts.get(node["domain"], "") + " " + said.casefold()
    domains = {node["id"]: node["domain"] for node in graph["nodes"]}
    rows = list(items.filter((pl.col("role") == "taught") & (pl.col("wording") == "unseen")).iter_rows(named=True))
    rows = rows[::4]
    counts = [[texts[domains[r["concept_id"]]].count(choice.casefold()) for choice in r["choices"]] for r in rows]
    for guess in (
        [found.index(max(found)) for found in counts],
        [found.index(min(found)) for found in counts],
        [max(range(4), key=lambda i, r=r: len(r["choices"][i])) for r in rows],
    ):
        right = sum(choice == r["answer"] for choice, r in zip(guess, rows, strict=True)) / len(rows)
        assert right == pytest.approx(0.25, abs=0.06), right


def test_wordings(graph):
    items, _ = make_items(graph, TASK, seed=1)
    seen, unseen = (items.filter(pl.col("wording") == wording) for wording in ("seen", "unseen"))
    assert seen["question"].to_list() == unseen["question"].to_list()
    assert seen["choices"].list.sort().to_list() == unseen["choices"].list.sort().to_list()
    assert unseen["prompt"].str.starts_with("Question: ").all()
    texts = {node["id"]: str(node) for node in graph["nodes"]}
    for row in seen.iter_rows(named=True):
        assert row["prompt"] in texts[row["concept_id"]]
    assert set(items.filter(pl.col("asks") != "fact")["wording"]) == {"other"}
    assert items["group"].str.starts_with("withheld, ").sum() == (items["role"] == "withheld").sum()


def test_another_concept_leaves_items_as_they_are(graph):
    smaller = graph | {"nodes": [node for node in graph["nodes"] if node["domain"] != "technology"]}
    before, after = make_items(smaller, TASK, seed=1)[0], make_items(graph, TASK, seed=1)[0]
    both = before.join(after, on="item_id")
    assert both.height == before.height
    same = (both["choices"] == both["choices_right"]).sum()
    assert same > 0.9 * before.height


def test_too_few_distractors_is_said(graph):
    one = graph | {"nodes": [node for node in graph["nodes"] if node["id"] == "force"]}
    items, check = make_items(one, TASK, seed=1)
    assert items.height == 0
    assert check["rejected"] == {"too few distractors": check["in"]}


def test_what_is_kept_out(graph):
    task, items, _ = from_graph("concepts", graph, TASK, seed=1)
    assert "Density" in task["keep_out"]["names"]
    assert not any(node["name"] in task["keep_out"]["names"] for node in graph["nodes"] if node["role"] == "taught")
    assert set(task["keep_out"]["texts"]) == set(items["question"])
    assert not any(
        prompt in task["keep_out"]["texts"] for prompt in items.filter(pl.col("wording") == "seen")["prompt"]
    )
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

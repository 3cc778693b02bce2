"""What the models answered."""

import polars as pl
import pytest

from sutra.files import write_table
from sutra.reports.answers import Answer, answer_of, read_answers


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([([-3.0, -1.0], 1.0), ([-1.0, -3.0], 0.0)], Answer(1, 1.0, 2)),  # the first seed's, and how many were right
        ([([-1.0, -3.0], 0.0)], Answer(0, 0.0, 1)),
        ([([-1.0, -3.0], 1.0)], Answer(1, 1.0, 1)),  # right by a metric that weighs the scores in another way
        ([([-3.0, -1.0], 0.0)], Answer(None, 0.0, 1)),  # wrong by it: which other one, the scores do not tell
        ([([], 0.0)], Answer(None, 0.0, 1)),
    ],
)
def test_the_choice_is_the_likeliest_one_unless_correct_says_otherwise(rows, expected):
    assert answer_of([{"scores": scores, "correct": correct} for scores, correct in rows], answer=1) == expected


def test_answers_are_those_of_the_last_checkpoint_in_order_of_seeds(tmp_path):
    task = tmp_path / "tasks/concepts/items.parquet"
    asked = {
        "concept_id": "c",
        "wording": "unseen",
        "question": "Which?",
        "prompt": "Q",
        "choices": ["x", "y"],
        "answer": 1,
    }
    write_table(task, pl.DataFrame([{"item_id": "i", **asked}]))
    paths = []
    for seed, checkpoint, best in [(10, "2-final", 0), (2, "2-final", 1), (2, "10-best", 0), (2, "10-final", 1)]:
        paths.append(tmp_path / f"evals/m/seed-{seed}/epoch-{checkpoint}/concepts.items.parquet")
        scores = [-1.0 - (k != best) for k in range(2)]
        write_table(paths[-1], pl.DataFrame([{"item_id": "i", "correct": float(best), "scores": scores}]))
    other = tmp_path / "evals/m/seed-2/epoch-10-final/heldout-a.items.parquet"
    (question,) = read_answers([task], [*paths, other], "concepts")["c"]
    assert question.given == {"m": Answer(1, 1.0, 1)}
    (question,) = read_answers([task], paths[:2], "concepts")["c"]
    assert question.given == {"m": Answer(1, 1.0, 2)}  # seed 2 before seed 10


def test_a_study_without_such_a_task_has_no_questions(tmp_path):
    assert read_answers([], [], None) == {}
    assert read_answers([], [], "concepts") == {}

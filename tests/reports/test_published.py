"""Published numbers, like for like."""

from pathlib import Path

import pytest

from sutra.errors import SutraError
from sutra.reports.published import progression_means, read_published, recomputed, shared_tasks

PUBLISHED = Path(__file__).parents[2] / "published"


@pytest.fixture(scope="module")
def baselines():
    return read_published(PUBLISHED / "published_1b_baselines.csv")


def test_the_ten_task_average_is_flagged_and_recomputed_over_seven(baselines):
    rows = {row["dataset"]: row for row in recomputed(baselines)}
    first = rows["Sutra-10B (3 epochs)"]
    assert (first["mean_of_shared_tasks"], first["printed_average"]) == ("32.13", "34.27")
    assert first["printed_average_flag"] == "averages 10 tasks, not the 7 shown"
    assert [name for name, row in rows.items() if row["printed_average_flag"]] == ["Sutra-10B (3 epochs)"]
    assert (rows["FinePDFs-1B"]["mean_of_shared_tasks"], rows["Sutra-1B"]["mean_of_shared_tasks"]) == ("32.38", "32.13")


def test_rows_keep_their_printed_order(baselines):
    assert [row["dataset"] for row in recomputed(baselines)] == [row["dataset"] for row in baselines.rows]


def test_a_task_that_one_row_lacks_is_left_out(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text(
        "# from a card\ndataset,tokens_seen,a,b,printed_average,printed_average_tasks\nx,10,1,2,1.5,2\ny,20,3,,3,1\n"
    )
    source = read_published(path)
    assert source.note == "from a card"
    assert shared_tasks(source) == ["a"]
    assert recomputed(source)[0]["printed_average_flag"] == "averages 2 tasks, not the 1 shown"


def test_an_average_that_is_not_the_mean_is_flagged(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("dataset,tokens_seen,a,printed_average,printed_average_tasks\nx,10,1,1.5,1\n")
    assert recomputed(read_published(path))[0]["printed_average_flag"] == "is not the mean of the tasks shown"


def test_checkpoints_over_both_sets_of_tasks(baselines):
    source = read_published(PUBLISHED / "published_training_progression.csv")
    rows = {row["checkpoint"]: row for row in progression_means(source, shared_tasks(baselines))}
    assert rows["e3_best"] == {"checkpoint": "e3_best", "mean_of_7": "32.13", "mean_of_10": "34.27"}
    assert rows["e2_best"]["mean_of_7"] == "32.20"


@pytest.mark.parametrize("body", ["a,b\n1\n", "a,b\n1,2,3\n", "a,b\n"])
def test_ragged_files_are_refused(tmp_path, body):
    path = tmp_path / "p.csv"
    path.write_text(body)
    with pytest.raises(SutraError, match="cells"):
        read_published(path)

"""The comparison of a whole study."""

import shutil

import pytest

from sutra.errors import SutraError
from sutra.reports.assemble import assemble, table_text
from sutra.reports.comparison import as_cells, headline, metrics


@pytest.fixture(scope="module")
def report(made):
    return assemble(made.inputs(), made.params())


def find(rows, **wanted):
    return [row for row in rows if all(getattr(row, k) == v for k, v in wanted.items())]


def test_every_model_checkpoint_task_and_group_has_a_row(report):
    assert len(find(report.rows, task="concepts")) == 2 * 4 * 3
    assert len(find(report.rows, task="heldout-sutra")) == 2 * 4
    assert [row.task for row in report.rows][-1].startswith("heldout-")


def test_verdicts_of_taught_withheld_and_heldout(report):
    def verdict(task, group):
        return find(report.rows, task=task, group=group, checkpoint="2-final", model="sutra")[0].difference.verdict

    assert verdict("concepts", "taught") == "better"
    assert verdict("concepts", "withheld") == "not distinguishable"
    assert verdict("heldout-sutra", "all") == "better"
    assert verdict("heldout-docstrings", "all") == "worse"


def test_best_is_shown_at_its_own_tokens_and_compared_by_budget(report):
    row = find(report.rows, task="concepts", group="all", checkpoint="2-best", model="sutra")[0]
    assert (row.seen, row.mean.tokens) == (1024 + 768, 2048)
    assert row.difference


def test_headline_is_the_end_of_the_last_epoch(report):
    assert {row.checkpoint for row in headline(report.rows)} == {"2-final"}
    found = metrics(report.rows)
    assert set(found["sutra"]) == {
        "concepts",
        "concepts/taught",
        "concepts/withheld",
        "heldout-sutra",
        "heldout-docstrings",
    }
    assert set(found["sutra"]["concepts"]) == {"value", "stderr"}


def test_without_a_baseline_there_are_no_differences(make_build):
    build = make_build(reports={})
    found = assemble(build.inputs(), build.params())
    assert not any(row.difference or row.refusal for row in found.rows)


def test_an_unknown_baseline_is_an_error(made):
    params = made.params()
    params["reports"]["baseline"] = "nobody"
    with pytest.raises(SutraError, match="no model is named nobody"):
        assemble(made.inputs(), params)


def test_unlike_budgets_are_shown_but_not_compared(build):
    for path in build.data.glob("checkpoints/docstrings/*/epoch-2/metrics.jsonl"):
        path.write_text(path.read_text().replace('"tokens": 2048', '"tokens": 9999'))
    found = assemble(build.inputs(), build.params())
    row = find(found.rows, task="concepts", group="all", checkpoint="2-final", model="sutra")[0]
    assert row.difference is None
    assert "tokens differ: 2048 and 9999" in row.refusal
    cells = as_cells([row], "docstrings")[0]
    assert cells["verdict"] == "not compared"


def test_items_not_kept_out_are_marked(made):
    params = made.params()
    params["study"]["corpora"]["docstrings"]["corpus"]["keep_out"] = []
    rows = assemble(made.inputs(), params).rows
    assert {row.model for row in rows if not row.kept_out} == {"docstrings"}
    assert all(row.kept_out for row in rows if row.heldout)


def test_the_same_inputs_in_another_order_give_the_same_tables(made, report):
    inputs = made.inputs()
    backwards = type(inputs)(**{k: v[::-1] if isinstance(v, list) else v for k, v in vars(inputs).items()})
    again = assemble(backwards, made.params())
    for name in ("comparison", "corpora", "published"):
        assert table_text(again, name, "csv") == table_text(report, name, "csv")
    assert again.curves.equals(report.curves)


def test_a_mean_over_tasks_appears_with_a_second_task(build):
    for path in sorted(build.data.glob("evals/*/*/*/concepts.*")):
        (path.parent / path.name.replace("concepts", "second")).write_bytes(path.read_bytes())
    shutil.copytree(build.data / "tasks/concepts", build.data / "tasks/second")
    for model in build.study.models:
        build.check_evals(model)
    params = build.params()
    params["study"]["evals"]["tasks"].append("second")
    rows = assemble(build.inputs(), params).rows
    mean = find(rows, task="all", checkpoint="2-final", model="sutra")[0].mean
    assert mean.tasks == ("concepts", "second")
    assert mean.value == pytest.approx(
        find(rows, task="second", group="all", checkpoint="2-final", model="sutra")[0].mean.value
    )

"""The comparison of a whole study."""

import shutil
from dataclasses import replace

import polars as pl
import pytest

from sutra.errors import SutraError
from sutra.files import read_table, write_table
from sutra.reports.assemble import assemble, table_text
from sutra.reports.comparison import FAMILIES, as_cells, headline, metrics
from sutra.reports.inference import holm

UNSEEN = "taught, unseen wording"


@pytest.fixture(scope="module")
def report(made):
    return assemble(made.inputs(), made.params())


def find(rows, **wanted):
    return [row for row in rows if all(getattr(row, k) == v for k, v in wanted.items())]


def test_every_model_checkpoint_task_and_group_has_a_row(report):
    assert len(find(report.rows, task="concepts")) == 2 * 4 * 6  # three wordings, taught and withheld
    assert not find(report.rows, task="concepts", group="all")
    assert len(find(report.rows, task="heldout-sutra")) == 2 * 4
    assert [row.task for row in report.rows][-1].startswith("heldout-")


def test_verdicts_of_taught_withheld_and_heldout(report):
    def verdict(task, group):
        return find(report.rows, task=task, group=group, checkpoint="2-final", model="sutra")[0].difference.verdict

    assert verdict("concepts", "taught, unseen wording") != "worse"
    assert verdict("concepts", "withheld, unseen wording") == "not distinguishable"
    assert verdict("heldout-sutra", "all") == "better"
    assert verdict("heldout-docstrings", "all") == "worse"


def test_best_is_shown_at_its_own_tokens_and_compared_by_budget(report):
    row = find(report.rows, task="concepts", group=UNSEEN, checkpoint="2-best", model="sutra")[0]
    assert (row.seen, row.mean.tokens) == (1024 + 768, 2048)
    assert row.difference


def test_headline_is_the_end_of_the_last_epoch(report):
    assert {row.checkpoint for row in headline(report.rows)} == {"2-final"}
    found = metrics(report.rows)
    groups = {f"concepts/{role}, {w} wording" for role in ("taught", "withheld") for w in ("seen", "unseen", "other")}
    assert set(found["sutra"]) == groups | {"heldout-sutra", "heldout-docstrings"}
    assert set(found["sutra"][f"concepts/{UNSEEN}"]) == {"value", "stderr"}


def test_rows_of_a_task_are_held_against_chance_and_taught_ones_against_withheld(report):
    for row in report.rows:
        assert (row.above_chance is None) == row.heldout
        assert (row.control is None) == (not row.group.startswith("taught, "))
    row = find(report.rows, group=UNSEEN, checkpoint="2-final", model="sutra")[0]
    assert row.above_chance.value == pytest.approx(row.mean.value - 0.25)
    withheld = find(report.rows, group="withheld, unseen wording", checkpoint="2-final", model="sutra")[0]
    assert row.control.value == pytest.approx(row.mean.value - withheld.mean.value)
    assert (row.control.kind, row.control.clusters, row.control.seeds) == ("groups", 12, 2)


def test_each_family_is_corrected_by_checkpoint(report):
    for family in FAMILIES:
        for checkpoint in {row.checkpoint for row in report.rows}:
            found = [d for row in report.rows if row.checkpoint == checkpoint and (d := getattr(row, family))]
            assert [d.p_corrected for d in found] == pytest.approx(holm([d.p for d in found]))
            assert len(found) > 5


def test_cells_say_what_is_detectable_and_how_chance_and_control_came_out(report):
    row = find(report.rows, group=UNSEEN, checkpoint="2-final", model="sutra")[0]
    cells = as_cells([row], "docstrings")[0]
    assert float(cells["mde"]) == pytest.approx(row.difference.mde, abs=1e-4)
    assert cells["control_difference"] == f"{row.control.value:+.4f}"
    assert cells["control_verdict"] == row.control.verdict
    below = replace(row, above_chance=replace(row.above_chance, verdict="worse", p_corrected=1e-7), control=None)
    cells = as_cells([below], "docstrings")[0]
    assert (cells["chance_verdict"], cells["chance_p_holm"]) == ("below", "<0.0001")
    assert (cells["control_difference"], cells["control_verdict"], cells["control_p_holm"]) == ("", "", "")


def test_one_seed_is_noted(report):
    row = find(report.rows, group=UNSEEN, checkpoint="2-final", model="sutra")[0]
    assert row.note == ""
    one = replace(row, above_chance=replace(row.above_chance, seeds=1))
    assert as_cells([one], "docstrings")[0]["note"] == "one training seed: said of these runs, not of the recipe"
    assert as_cells([replace(one, refusal="tokens differ")], None)[0]["note"].startswith("tokens differ; one training")


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
    row = find(found.rows, task="concepts", group=UNSEEN, checkpoint="2-final", model="sutra")[0]
    assert row.difference is None
    assert "tokens differ: 2048 and 9999" in row.refusal
    cells = as_cells([row], "docstrings")[0]
    assert cells["verdict"] == "not compared"


def test_items_not_kept_out_are_marked(made):
    params = made.params()
    params["study"]["corpora"]["docstrings"]["corpus"]["keep_out"] = []
    rows = assemble(made.inputs(), params).rows
    assert {row.model for row in rows if not row.kept_out and row.group == UNSEEN} == {"docstrings"}
    assert all(row.kept_out for row in rows if row.heldout)
    seen = [row for row in rows if row.group.endswith(", seen wording")]
    assert seen
    assert not any(row.kept_out for row in seen), "these items are in the words of the lessons"


def test_the_same_inputs_in_another_order_give_the_same_tables(made, report):
    inputs = made.inputs()
    backwards = type(inputs)(**{k: v[::-1] if isinstance(v, list) else v for k, v in vars(inputs).items()})
    again = assemble(backwards, made.params())
    for name in ("comparison", "corpora", "published"):
        assert table_text(again, name, "csv") == table_text(report, name, "csv")
    assert again.curves.equals(report.curves)


def test_a_mean_over_tasks_is_of_those_without_groups(build):
    for name in ("second", "third"):
        for path in sorted(build.data.glob("evals/*/*/*/concepts.*")):
            copy = path.parent / path.name.replace("concepts", name)
            copy.write_bytes(path.read_bytes())
            if copy.suffix == ".parquet":
                write_table(copy, read_table(copy).with_columns(group=pl.lit(None, dtype=pl.String)))
        shutil.copytree(build.data / "tasks/concepts", build.data / f"tasks/{name}")
    for model in build.study.models:
        build.check_evals(model)
    params = build.params()
    params["study"]["evals"]["tasks"] += ["second", "third"]
    rows = assemble(build.inputs(), params).rows
    mean = find(rows, task="all", checkpoint="2-final", model="sutra")[0].mean
    assert mean.tasks == ("second", "third")
    assert mean.clusters == 12  # the same concepts
    assert mean.value == pytest.approx(
        find(rows, task="second", group="all", checkpoint="2-final", model="sutra")[0].mean.value
    )

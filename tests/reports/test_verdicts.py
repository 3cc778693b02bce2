"""The headline is chosen by verdicts."""

from dataclasses import replace

import pytest

from sutra.reports.assemble import assemble
from sutra.reports.comparison import headline
from sutra.reports.page import render_page
from sutra.reports.verdicts import families, headlines, kinds, outcome


@pytest.fixture(scope="module")
def report(made):
    return assemble(made.inputs(), made.params())


def judged(report, **verdicts):
    """The report with other verdicts of sutra on questions in unseen wording, by family; None takes one away."""

    def change(row):
        found = {name: getattr(row, name) for name in verdicts}
        return replace(
            row,
            **{
                n: d and v and replace(d, verdict=v) for (n, v), d in zip(verdicts.items(), found.values(), strict=True)
            },
        )

    bar = [row.model == "sutra" and row.group == "taught, unseen wording" for row in report.rows]
    return replace(report, rows=[change(row) if of_bar else row for row, of_bar in zip(report.rows, bar, strict=True)])


def headline_of(report, baseline="docstrings"):
    found = headlines(kinds(report.rows, report.study, ["sutra", "docstrings"]), baseline)
    return [(h.model, h.outcome) for h in found]


ALL = {"difference": "better", "above_chance": "better", "control": "better"}


@pytest.mark.parametrize(
    ("verdicts", "expected", "said"),
    [
        (
            ALL,
            "learned",
            "The lessons were learned: sutra answers",
        ),
        (ALL | {"control": None}, "learned", "sutra is better than docstrings and better than guessing."),
        (ALL | {"above_chance": "not distinguishable"}, "none", "No difference could be shown: sutra answers"),
        (ALL | {"control": "worse"}, "none", "worse on what was taught than on what was withheld."),
        (ALL | {"difference": "not distinguishable"}, "none", "sutra is not distinguishable from docstrings, better"),
        (
            ALL | {"difference": "worse"},
            "harmed",
            "The lessons did harm: sutra answers",
        ),
    ],
)
def test_learned_needs_every_test_and_harm_one(report, verdicts, expected, said):
    changed = judged(report, **verdicts)
    assert headline_of(changed) == [("sutra", expected)]
    assert said in " ".join(render_page(changed, {}).split())


def test_a_row_that_was_compared_with_nothing_shows_nothing(report):
    row = replace(report.rows[0], difference=None, above_chance=None, control=None)
    assert outcome(row) == "none"
    assert headline_of(report, baseline=None) == []


def test_kinds_stand_in_order_real_text_last_and_the_baseline_below(report):
    found = kinds(report.rows, report.study, ["sutra", "docstrings"])
    assert [kind.name for kind in found] == ["recall", "bar", "withheld", "other", "real"]
    assert found[-1].task == "heldout-docstrings"  # lessons are no real text
    assert all([row.model for row in kind.rows] == ["sutra", "docstrings"] for kind in found)
    assert {row.checkpoint for kind in found for row in kind.rows} == {"2-final"}


def test_families_count_what_p_is_corrected_over(report):
    assert families(headline(report.rows)) == {"difference": 8, "above_chance": 2 * 6, "control": 2 * 3}

"""`sutra compare` on the results of a study's own."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from sutra.errors import SutraError
from sutra.files import read_json, read_table, write_json, write_table
from sutra.reports.assemble import assemble
from sutra.reports.own import is_own, read_own
from sutra.reports.versus import cells, run_compare, versus

GROUPS = {f"concepts ({role}, {w} wording)" for role in ("taught", "withheld") for w in ("seen", "unseen", "other")}


def place(build, model: str, seed: int = 1) -> Path:
    return build.data / f"evals/{model}/seed-{seed}/epoch-2-final"


def against(build, file: str = ""):
    return versus(*([read_own(place(build, m) / file)] for m in ("sutra", "docstrings")), {}, 0.95)


def edit_items(build, change) -> None:
    path = build.data / "tasks/concepts/items.parquet"
    write_table(path, change(read_table(path)))


def test_it_is_the_comparison_of_the_report(made):
    params = made.params()
    params["reports"]["resamples"] = 1000
    rows = [row for row in assemble(made.inputs(), params).rows if row.checkpoint == "2-final" and row.difference]
    sides = ([read_own(place(made, model, seed)) for seed in (1, 2)] for model in ("sutra", "docstrings"))
    found = {line.name: line for line in versus(*sides, {}, 0.95).lines}
    assert set(found) == {*GROUPS, "heldout-sutra", "heldout-docstrings"}
    for row in rows:
        line = found[row.task if row.group == "all" else f"{row.task} ({row.group})"]
        same = replace(row.difference, p_corrected=line.difference.p_corrected, verdict=line.difference.verdict)
        assert line.difference == same
        assert replace(line.a, tasks=row.mean.tasks, tokens=row.mean.tokens) == row.mean
    assert len(rows) == len(found)


def test_groups_stand_apart_with_chance_and_concepts(made):
    found = against(made, "concepts.json")
    assert {line.name for line in found.lines} == GROUPS
    assert {line.a.chance for line in found.lines} == {0.25}
    row = next(row for row in cells(found) if row["task"] == "concepts (taught, unseen wording)")
    assert (row["n"], row["units"], row["chance"]) == ("27", "9 concepts", "0.2500")
    assert not found.left_out


def test_of_bytes_fewer_bits_are_better(made):
    (line,) = against(made, "heldout-sutra.json").lines
    assert (line.unit, line.a.metric, line.difference.verdict) == ("documents", "bits_per_byte", "better")
    assert line.a.value < line.b.value
    printed = read_json(place(made, "sutra") / "heldout-sutra.json")["bits_per_byte"]
    assert line.a.value == pytest.approx(printed)


def test_the_words_say_what_was_read(made, capsys, tmp_path):
    ours, theirs = (place(made, model) / "heldout-sutra.json" for model in ("sutra", "docstrings"))
    run_compare([ours, theirs], [], [], 0.95, tmp_path / "out.json")
    first, a, b, _, head, row = capsys.readouterr().out.splitlines()
    assert first.startswith("A is better on 1, worse on 0, ")
    assert (a, b) == (f"A: sutra seed-1 epoch-2-final  {ours}", f"B: docstrings seed-1 epoch-2-final  {theirs}")
    assert "chance" not in head
    assert "20 documents" in row
    assert json.loads((tmp_path / "out.json").read_text())["lines"][0]["unit"] == "documents"


def test_without_the_items_of_the_task_each_item_is_a_unit(build):
    shutil.rmtree(build.data / "tasks")
    lines = {line.name: line for line in against(build, "concepts.json").lines}
    found = lines["concepts (taught, unseen wording)"]
    assert (found.unit, found.difference.clusters) == ("items", 27)


def test_other_choices_or_another_limit_are_refused(build, make_build):
    other = make_build()
    assert versus([read_own(place(build, "sutra"))], [read_own(place(other, "docstrings"))], {}, 0.95).lines
    edit_items(other, lambda items: items.with_columns(choices=items["choices"].list.reverse()))
    with pytest.raises(SutraError, match="prompts of 9 of 9 items differ"):
        versus(*([read_own(place(b, "sutra") / "concepts.json")] for b in (build, other)), {}, 0.95)
    path = place(build, "sutra") / "concepts.json"
    write_json(path, read_json(path) | {"limit": 60})
    with pytest.raises(SutraError, match="limits differ: 60 and None"):
        against(build, "concepts.json")


def test_a_path_is_known_by_its_place(made, monkeypatch):
    folder = place(made, "sutra")
    assert is_own(folder)
    assert is_own(folder / "concepts.json")
    assert not is_own(folder.parent)
    assert not is_own(made.data / "results_2026-01-02T03-04-05.json")
    monkeypatch.chdir(folder)
    assert read_own(Path("concepts.json")).model == "sutra seed-1 epoch-2-final"


def remove(path: Path) -> None:
    path.unlink()


def remove_rows(path: Path) -> None:
    path.with_name("concepts.items.parquet").unlink()


def doctor(path: Path) -> None:
    write_json(path, read_json(path) | {"value": 0.99})


@pytest.mark.parametrize(
    ("harm", "what"),
    [
        (remove, "there is no result of evals"),
        (remove_rows, "a result has no rows"),
        (doctor, r"0\.99 over 60 is printed"),
    ],
)
def test_what_cannot_be_read_is_named(build, harm, what):
    path = place(build, "sutra") / "concepts.json"
    harm(path)
    with pytest.raises(SutraError, match=what) as refused:
        read_own(path)
    assert len(str(refused.value).splitlines()) == 3

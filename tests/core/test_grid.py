"""The grid of known concepts, its chance, and its drawing."""

import polars as pl
import pytest

from sutra import tiles as drawing
from sutra.errors import SutraError
from sutra.files import write_json, write_table
from sutra.reports.grid import Tile, build_grid, chance_known, guessed, known, last, read_grid, tiles

NODES = [
    {"id": "b", "name": "Bee", "domain": "science", "role": "taught"},
    {"id": "a", "name": "Ant", "domain": "science", "role": "withheld"},
    {"id": "c", "name": "Cent", "domain": "money", "role": "taught"},
    {"id": "d", "name": "Dot", "domain": "arts", "role": "unused"},
]


def items() -> pl.DataFrame:
    rows = [
        {"item_id": f"{c}{n}", "concept_id": c, "wording": "unseen" if n < 3 else "seen", "choices": ["w"] * 4}
        for c in "abc"
        for n in range(5)
    ]
    return pl.DataFrame(rows)


def scores(right: str) -> pl.DataFrame:
    """Rows in which the items of `right`, as `a0 b2`, are right."""
    return items().select("item_id", correct=pl.col("item_id").is_in(right.split()).cast(pl.Float64))


def tile(right: float, asked: int = 3, role: str = "taught", seeds: int = 1, name: str = "a", choices: int = 4) -> Tile:
    return Tile(name, name.title(), "science", role, right, asked, choices, seeds)


def test_tiles_count_unseen_items_in_the_mean_over_seeds():
    found = tiles(items(), {1: scores("b0 b1 b3 b4 a0"), 2: scores("b0 c0 c1 c2")}, NODES)
    assert [(t.concept, t.role, t.right, t.asked, t.choices, t.seeds) for t in found] == [
        ("c", "taught", 1.5, 3, 4, 2),
        ("b", "taught", 1.5, 3, 4, 2),
        ("a", "withheld", 0.5, 3, 4, 2),
    ]
    assert not any(map(known, found))  # half is not more than half


def test_chance_is_binomial_in_items_and_choices_whatever_the_seeds():
    assert guessed(tile(0), 2) == pytest.approx(10 / 64)  # 3 * 9/64 * ... : 3 (1/4)^2 (3/4) + (1/4)^3
    assert chance_known([tile(0), tile(3)]) == pytest.approx(2 * 10 / 64)
    assert chance_known([tile(0, asked=2)]) == pytest.approx(1 / 16)  # one of two is not more than half
    assert chance_known([tile(0, choices=2)]) == pytest.approx(0.5)
    assert chance_known([tile(0, seeds=2)]) == chance_known([tile(0)]), "seeds may share their guesses"
    assert guessed(tile(0), 0) == pytest.approx(1)


def test_the_last_checkpoint():
    assert last(["9-final", "10-best", "10-final"]) == "10-final"
    assert last(["2-best", "1-final"]) == "2-best"


def test_the_file_gives_the_tiles_back(tmp_path):
    task = tmp_path / "data/tasks/concepts/items.parquet"
    stock = tmp_path / "data/tasks/stock/items.parquet"
    write_table(task, items())
    write_table(stock, pl.DataFrame({"item_id": ["x"]}))
    rows = [tmp_path / f"data/evals/m/seed-{s}/epoch-2-final/concepts.items.parquet" for s in (1, 2)]
    for path, right in zip(rows, ("b0 b1", "b0 b1 c0"), strict=True):
        write_table(path, scores(right))
    write_json(tmp_path / "grid.json", build_grid([stock, task], rows, NODES))
    (checkpoints,) = read_grid(tmp_path / "grid.json").values()
    expected = tiles(items(), {1: scores("b0 b1"), 2: scores("b0 b1 c0")}, NODES)
    assert checkpoints == {"2-final": expected}
    write_json(tmp_path / "other.json", {"models": {"m": {"2-final": {}}}})
    with pytest.raises(SutraError, match="not a grid of concepts"):
        read_grid(tmp_path / "other.json")
    assert build_grid([stock], [], NODES) == {"task": None, "concepts": {}, "models": {}}


def test_the_drawing_tells_known_part_and_none_without_colour(capsys):
    found = [tile(3), tile(1, name="b"), tile(0, name="c"), tile(2, role="withheld", name="d")]
    drawing.show(drawing.draw(found, "b"))
    assert capsys.readouterr().out.splitlines() == [
        "  taught     1 of 3 known; by guessing alone, about 0.5",
        f"    {'science':<24}■[▒]·",
        "  withheld   1 of 1 known; by guessing alone, about 0.2",
        f"    {'science':<24}■",
    ]


@pytest.mark.parametrize(
    ("before", "after", "role", "said"),
    [
        (3, 1, "withheld", "its tile went dark: known while it was taught, not known without its lessons"),
        (
            3,
            2,
            "withheld",
            "it still answers 2 of 3, though no lesson says it: the chance of 2 or more of 3 by guessing is 16 %",
        ),
        (1, 2, "withheld", "it answers 2 of 3, though no lesson says it"),
        (1, 0, "withheld", "it was not known before, so its tile could not go dark"),
        (0, 3, "taught", "its tile is lit: the chance of 3 or more of 3 by guessing is 2 %"),
        (0, 1, "taught", "its tile stays dark"),
    ],
)
def test_what_became_of_a_concept_in_words(before, after, role, said):
    was = "taught" if role == "withheld" else "withheld"
    text = "\n".join(
        drawing.compare([tile(before, role=was), tile(3, name="b")], [tile(after, role=role), tile(0, name="b")], "a")
    )
    assert f"A, {was} before: {before} of 3 right" in text
    assert f"A, {role} now: {after} of 3 right" in text
    assert said in text
    assert "of the other concepts, 0 became known and 1 are not known any more" in text


def test_a_concept_without_items_is_said_to_have_none():
    (line,) = drawing.compare([], [tile(1)], "nothing")
    assert "asked nothing" in line

"""Training curves: the table and the geometry of the drawing."""

import pytest

from sutra.errors import SutraError
from sutra.reports.curves import POINTS, SCHEMA, geometry, read_metrics


def test_losses_and_looks_of_one_step_share_a_row(made):
    runs, table = read_metrics(made.inputs().metrics)
    assert table.height == 2 * 2 * 2 * 4
    assert table["validation_loss"].null_count() == 2 * 2 * 2
    assert (runs[0].trained, runs[0].best_tokens) == (1024, 768)
    assert runs[0].best_loss == pytest.approx(2.5 + 0.3 - 1.5)


def test_metrics_without_an_end_are_refused(tmp_path):
    path = tmp_path / "checkpoints/m/seed-1/epoch-1/metrics.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text('{"step": 1, "tokens": 10, "loss": 1.0}\n')
    with pytest.raises(SutraError, match="no last line"):
        read_metrics([path])


def test_no_metrics_give_an_empty_typed_table_and_no_drawing():
    runs, table = read_metrics([])
    assert (runs, dict(table.schema)) == ([], SCHEMA)
    assert geometry(table, []) is None


def test_the_drawing_stays_inside_and_is_thinned(tmp_path):
    path = tmp_path / "checkpoints/m/seed-1/epoch-1/metrics.jsonl"
    path.parent.mkdir(parents=True)
    lines = [f'{{"step": {s}, "tokens": {s * 10}, "loss": {10 / s}}}' for s in range(1, 2001)]
    lines += [f'{{"step": {s}, "tokens": {s * 10}, "validation_loss": {11 / s}}}' for s in range(50, 2001, 50)]
    path.write_text("\n".join([*lines, '{"best_step": 2000}']))
    drawing = geometry(read_metrics([path])[1], ["m"])
    assert drawing is not None
    (line,) = drawing["lines"]
    points = [tuple(map(float, p.split(","))) for p in line["points"].split()]
    assert 1 < len(points) <= POINTS
    for x, y in [*points, *line["marks"]]:
        assert drawing["left"] <= x <= drawing["right"]
        assert drawing["top"] <= y <= drawing["floor"]
    assert (drawing["right"], 10) == (line["marks"][0][0], len(line["marks"]))

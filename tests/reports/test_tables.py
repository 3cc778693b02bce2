"""One table in three formats."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sutra.errors import SutraError
from sutra.reports.tables import render_table

ROWS = [{"a": "x|y", "b": "50 % & <b>_{}"}, {"a": "1"}]


def test_the_three_formats_by_hand():
    assert render_table(["a", "b"], ROWS, "md") == "| a | b |\n| --- | --- |\n| x\\|y | 50 % & &lt;b>_{} |\n| 1 |  |\n"
    assert render_table(["a", "b"], ROWS, "tex").splitlines()[4] == r"x|y & 50 \% \& <b>\_\{\} \\"
    assert render_table(["a", "b"], [], "csv") == "a,b\n"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=2, max_size=2))
def test_csv_gives_back_what_went_in(cells):
    row = dict(zip("ab", cells, strict=True))
    assert next(csv.DictReader(io.StringIO(render_table(["a", "b"], [row], "csv")))) == row


def test_another_format_is_an_error():
    with pytest.raises(SutraError, match="no such table format"):
        render_table(["a"], [], "docx")

"""Edits of lists in params.yaml: comments and layout stay, and what cannot be done safely is not done."""

import pytest
import yaml

from sutra.edits import changed_lines, set_list
from sutra.errors import SutraError

WHERE = ("graph", "withhold")
BLOCK = """\
# the study
seed: 1

graph:
  teach: ["*"]                       # all of them
  withhold:                          # the control
    - "*/density"   # heavy
    # between
    - "*/counterpoint"

tasks: {}
"""
FLOW = 'graph:\n  teach: ["*"]\n  withhold: ["*/density", "*/counterpoint"]  # the control\ntasks: {}\n'
LONG = """\
graph:
  withhold: [
    "*/density",  # heavy
    "*/counterpoint",
  ]  # the control
"""
DASHES = "graph:\n  withhold:\n  - '*/density'\n  - '*/counterpoint'\n"
BRACES = 'graph: {withhold: ["*/density", "*/counterpoint"], teach: ["*"]}  # all\n'
LAYOUTS = [BLOCK, FLOW, LONG, DASHES, BRACES]
TWO = ["*/density", "*/counterpoint"]


def withheld(text: str) -> list[str]:
    return yaml.safe_load(text)["graph"]["withhold"]


@pytest.mark.parametrize("text", LAYOUTS)
def test_an_item_goes_in_and_out_again_without_a_trace(text):
    more = set_list(text, WHERE, [*TWO, "*/encryption"])
    assert withheld(more) == [*TWO, "*/encryption"]
    assert set_list(more, WHERE, [*TWO, "*/encryption"]) == more
    assert set_list(more, WHERE, TWO) == text


@pytest.mark.parametrize("text", LAYOUTS)
@pytest.mark.parametrize("kept", [["*/density"], ["*/counterpoint"], []])
def test_items_go_and_comments_on_other_lines_stay(text, kept):
    less = set_list(text, WHERE, kept)
    assert (withheld(less) or []) == kept
    for comment in ("# the study", "# all", "# the control", "# between"):
        assert (comment in less) == (comment in text)
    assert yaml.safe_load(less) == yaml.safe_load(text) | {"graph": yaml.safe_load(text)["graph"] | {"withhold": kept}}
    again = set_list(less, WHERE, [*kept, "*/encryption"])
    assert withheld(again) == [*kept, "*/encryption"]


def test_block_style_gets_a_line_and_flow_style_an_item():
    assert set_list(BLOCK, WHERE, [*TWO, "*/x"]).splitlines()[8:10] == ['    - "*/counterpoint"', '    - "*/x"']
    assert '["*/density", "*/counterpoint", "*/x"]  # the control' in set_list(FLOW, WHERE, [*TWO, "*/x"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("seed: 1\n", 'graph: {withhold: ["*/x"]}\nseed: 1\n'),
        ('graph:\n  teach: ["*"]\n', 'graph:\n  withhold: ["*/x"]\n  teach: ["*"]\n'),
        ('graph: {teach: ["*"]}\n', 'graph: {teach: ["*"], withhold: ["*/x"]}\n'),
        ("graph: {withhold: []}", 'graph: {withhold: ["*/x"]}'),
        ("graph:\n  withhold:\n    - a", 'graph:\n  withhold: ["*/x"]'),
    ],
)
def test_a_list_that_is_empty_or_not_there(text, expected):
    result = set_list(text, WHERE, ["*/x"])
    if "- a" in text:
        assert yaml.safe_load(result) == yaml.safe_load(expected)
    else:
        assert result == expected


def test_numbers_of_rows():
    text = "models:\n  a: {mixture: {x: 1.0}, seeds: [1]}  # one\n  b: {mixture: {x: 1.0}}\n"
    for model in ("a", "b"):
        text = set_list(text, ("models", model, "seeds"), [1, 2, 3])
    assert text == (
        "models:\n  a: {mixture: {x: 1.0}, seeds: [1, 2, 3]}  # one\n  b: {mixture: {x: 1.0}, seeds: [1, 2, 3]}\n"
    )


def test_a_list_shared_by_an_alias_is_left_to_a_person():
    text = 'graph: {teach: &all ["*/a"], withhold: *all}\n'
    with pytest.raises(SutraError) as caught:
        set_list(text, WHERE, ["*/a", "*/b"])
    assert str(caught.value).splitlines() == [
        "error: this list cannot be edited by itself",
        "where: params.yaml, graph.withhold",
        'to do: write ["*/a", "*/b"]',
    ]


def test_changed_lines_say_where():
    more = set_list(BLOCK, WHERE, [*TWO, "*/x"])
    assert changed_lines(BLOCK, more) == ['  10 + - "*/x"']

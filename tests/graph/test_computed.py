import pytest
from pydantic import ValidationError

from sutra.graph.computed import computed_problem, computes, date, evaluate, prints
from sutra.graph.concept import Fact


@pytest.mark.parametrize(
    ("expression", "result", "right"),
    [
        ("6 / 4", "1.5", True),
        ("2 ** 10", "1,024", True),
        ("10 / 3", "3.33", True),
        ("10 / 3", "3.3", True),
        ("10 / 3", "3.4", False),
        ("7 // 2 + 7 % 2", "4", True),
        ("-(3 - 5)", "2", True),
        ("1 / 0", "1", False),
    ],
)
def test_computes(expression, result, right):
    assert computes(expression, result) is right


@pytest.mark.parametrize("text", ["__import__('os')", "9 ** 99999999", "a + 1", "1 +", "'a' * 3", "[1][2]"])
def test_arithmetic_runs_nothing_else(text):
    with pytest.raises(ValueError, match=r"."):
        evaluate(text)


def test_what_python_prints():
    assert prints("sorted('cab')") == "['a', 'b', 'c']"
    assert prints("[n * n for n in range(4)]") == "[0, 1, 4, 9]"
    assert prints("'Noun'.lower()[::-1]") == "nuon"
    assert prints("int('101', 2)") == "5"


@pytest.mark.parametrize(
    "code",
    [
        "open('/etc/passwd')",
        "().__class__",
        "'a' * 10**9",
        "[n for n in range(10**9)]",
        "1 / 0",
        "{}['a']",
        "len(",
        "x",
    ],
)
def test_code_of_a_fact_can_do_no_harm(code):
    with pytest.raises(ValueError, match=r"."):
        prints(code)


def test_years():
    assert [date("1815"), date("776 BCE")] == [1815, -776]
    with pytest.raises(ValueError, match="1 May is no year"):
        date("1 May")


@pytest.mark.parametrize(
    ("text", "compute", "problem"),
    [
        ("A cube has 4 + 4 + 4 = 12 edges.", {"expression": "3 * 4", "result": "12"}, None),
        ("A cube has twelve edges.", {"expression": "3 * 4", "result": "12"}, "the text does not say 12"),
        ("A cube has 12 edges.", {"expression": "3 * 3", "result": "12"}, "3 * 3 is not 12"),
        ("In Python, len('cat') prints 3.", {"code": "len('cat')", "prints": "3"}, None),
        ("In Python, len('cat') prints 3.", {"code": "len('cats')", "prints": "3"}, "len('cats') prints 4, not 3"),
        ("It prints nothing.", {"code": "len(1)", "prints": "3"}, "len(1) cannot be run: "),
        ("It prints cat.", {"code": "'dog'", "prints": "dog"}, "the text does not say dog"),
        ("From 776 BCE to 393.", {"order": ["776 BCE", "393"]}, None),
        ("From 1815 to 1799.", {"order": ["1815", "1799"]}, "1815, 1799 are not in order"),
        ("From 1815 on.", {"order": ["1815", "1848"]}, "the text does not say 1848"),
        ("In spring.", {"order": ["March", "May"]}, "March is no year, as 1815 or 776 BCE"),
        ("Nothing to compute.", None, None),
    ],
)
def test_the_mark_of_a_fact(text, compute, problem):
    found = computed_problem(Fact.model_validate({"text": text, "compute": compute}))
    assert found == problem if problem is None else str(found).startswith(problem)


def test_a_mark_of_no_kind_is_told_as_one_error():
    with pytest.raises(ValidationError) as caught:
        Fact.model_validate({"text": "A cube has 12 edges.", "compute": {"order": ["1815"], "result": "12"}})
    assert {error["type"] for error in caught.value.errors()} == {"too_short", "extra_forbidden"}

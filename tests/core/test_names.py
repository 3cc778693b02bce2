import pytest

from sutra.names import names_pattern

PATTERN = names_pattern(["Density", "negative space", "Newton's second law", "box", "C++"])


@pytest.mark.parametrize(
    "text",
    [
        "density.",
        "the densities of",
        "DENSITY's",
        "negative-space",
        "Negative\nspaces",
        "Newton's second laws",
        "two boxes",
        "in C++ code",
        "the boxes' lids",
    ],
)
def test_found(text):
    assert PATTERN.search(text)


@pytest.mark.parametrize("text", ["immensity", "a densitye", "negative, space", "second law", "boxer", "inbox"])
def test_not_found(text):
    assert not PATTERN.search(text)


def test_no_names():
    assert names_pattern([]) is None
    assert names_pattern(["", "--"]) is None

"""No filler: the concepts of this project repeat neither themselves nor each other."""

from pathlib import Path

import pytest

from sutra.curation.phrasing import openings, repeated_share, restating, told_twice
from sutra.graph.concept import Concept, Fact
from sutra.graph.placed import Placed
from sutra.graph.validate import read_concepts
from sutra.marks import Marked

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def concepts():
    return read_concepts(sorted((ROOT / "concepts").rglob("*.yaml")))


def test_few_statements_begin_with_the_same_four_words(concepts):
    assert repeated_share(concepts) < 0.05


def test_no_opening_is_a_template(concepts):
    """With the name left out: `A … is a` is English; beyond it, no opening holds 2 % of the statements."""
    found = openings(concepts)
    (common, most), *others = found.most_common()
    assert common == "a x is a"
    assert most < 0.05 * found.total()
    assert all(count < 0.02 * found.total() for _, count in others)


def test_no_fact_is_told_by_two_concepts(concepts):
    """Seven words in a row are shared by few pairs: kin such as prefix and suffix."""
    found = told_twice(concepts)
    assert len(found) < 0.03 * len(concepts), found


def test_no_definition_only_says_the_name_again(concepts):
    assert len(restating(concepts)) < 0.005 * len(concepts), restating(concepts)


def one(tmp_path: Path, name: str, definition: str, *facts: str) -> Placed:
    path = tmp_path / "things.yaml"
    path.write_text("domain: science\n")
    concept = Concept.model_construct(
        id=name.lower(), name=name, aliases=[], definition=definition, facts=[Fact(text=text) for text in facts]
    )
    return Placed(concept, "science", "things", Marked(path), 0)


def test_filler_is_found(tmp_path):
    told = "Its use in many fields of life is wide indeed."
    found = [
        one(tmp_path, "Rock", "A rock is a rocky thing.", "It is known that rocks are hard.", told),
        one(tmp_path, "Sand", "Sand is loose matter in small grains.", "It is known that sand flows.", told),
    ]
    assert openings(found)["it is known that"] == 2
    assert repeated_share(found) == pytest.approx(4 / 6)
    assert [(pair.first, pair.second) for pair in told_twice(found)] == [("rock", "sand")]
    assert restating(found) == ["rock"]

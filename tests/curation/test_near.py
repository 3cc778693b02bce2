from pathlib import Path

from sutra.curation.near import near_meanings, near_names
from sutra.graph.concept import Concept
from sutra.graph.placed import Placed
from sutra.marks import Marked


def placed(tmp_path: Path, **concepts: tuple[str, str]) -> list[Placed]:
    path = tmp_path / "things.yaml"
    path.write_text("domain: science\n")
    mark = Marked(path)
    return [
        Placed(Concept.model_construct(id=i, name=n, aliases=[], definition=d), "science", "things", mark, k)
        for k, (i, (n, d)) in enumerate(concepts.items())
    ]


def test_names_alike_whatever_the_order_of_words(tmp_path):
    found = near_names(
        placed(tmp_path, a=("Colour wheel", ""), b=("Wheel, colour", ""), c=("Color wheel", ""), d=("Water wheel", ""))
    )
    assert {(pair.first.concept.id, pair.second.concept.id) for pair in found} == {("a", "b"), ("a", "c"), ("b", "c")}
    assert "things.yaml:1  a  is it c (" in str(next(pair for pair in found if pair.second.concept.id == "c"))


def test_definitions_alike_in_meaning(tmp_path):
    found = near_meanings(
        placed(
            tmp_path,
            sieve=("Prime sieve", "A way to list the prime numbers by crossing out the multiples of each in turn."),
            eratosthenes=(
                "Sieve of Eratosthenes",
                "A method that finds primes by striking out multiples of each prime.",
            ),
            sonnet=("Sonnet", "A poem of fourteen lines."),
        )
    )
    assert [(pair.first.concept.id, pair.second.concept.id) for pair in found] == [("sieve", "eratosthenes")]

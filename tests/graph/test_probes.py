import re

from hypothesis import example, given
from hypothesis import strategies as st

from sutra.graph.probes import places, says

TEXTS = st.text(alphabet="aB-._ éİ1", max_size=24)


@given(text=TEXTS, term=st.text(alphabet="aBé1", min_size=1, max_size=3))
@example(text="İ a", term="a")
@example(text="x-ray", term="ray")
def test_places_are_those_of_the_expression(text, term):
    pattern = re.compile(rf"(?<![\w.])(?<!\w-){re.escape(term)}(?!\w)", re.IGNORECASE)
    overlapping = [i for i in range(len(text)) if pattern.match(text, i)]
    assert list(places(term, text)) == overlapping


def test_a_term_stands_as_whole_words():
    assert says("An Ion is charged.", "ion")
    assert not says("Ionic bonds hold.", "ion")
    assert not says("an x-ray", "ray")
    assert not says("3.14 and pi", "14")

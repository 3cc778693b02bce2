import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sutra import files
from sutra.corpus import families
from sutra.corpus.clean import REJECTED, VERDICTS
from sutra.corpus.params import Corpus, Splits
from sutra.errors import SutraError

QUIZ = {"name": "quiz", "keep_out": {"texts": ["seven small owls look on from an old oak"], "names": ["heron"]}}
FAST = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def rules(*names, **more):
    return Corpus(rules=list(names), **{"min_words": 0, **more})


def test_off_keeps_all_and_still_finds_families(decide, said, off):
    found = decide(("b", said()), ("a", said()), ("c", ""), section=off)
    assert found.rejected.height == 0
    assert found.family == {"a": "a", "b": "a", "c": "c"}
    assert dict(found.verdicts.schema) == VERDICTS
    assert dict(found.rejected.schema) == REJECTED


def test_nothing_in_nothing_out(decide):
    found = decide(section=rules("length", "exact", "near"))
    assert found.verdicts.height == found.rejected.height == 0


def test_length_uses_both_bounds(decide):
    found = decide(
        ("a", "one two"), ("b", "one two three"), ("c", "a b c d e"), section=rules("length", min_words=3, max_words=4)
    )
    assert found.reason == {"a": ("length", "2 words < 3"), "c": ("length", "5 words > 4")}
    assert found.rejected["text"].to_list() == ["one two", "a b c d e"]


def test_exact_keeps_the_best_then_the_smallest_id(decide):
    found = decide(
        ("a", "Hello  World"),
        ("b", "hello world", {"quality_score": 0.9}),
        ("d", "HELLO\nworld"),
        ("c", "bye"),
        ("e", "Bye"),
        section=rules("exact"),
    )
    assert found.reason == {"a": ("exact", "b"), "d": ("exact", "b"), "e": ("exact", "c")}


def test_near_names_the_kept_one_and_the_similarity(decide, said):
    found = decide(("a", said()), ("b", said((21, "noon")), {"quality_score": 0.6}), section=rules("near"))
    assert found.reason == {"a": ("near", f"b {17 / 19:.4f}")}
    assert found.family == {"a": "a", "b": "a"}


def test_near_does_not_go_along_chains(decide, said):
    left, middle, right = said(), said((21, "noon")), said((21, "noon"), (0, "a"))  # 1 or 2 of 18 shingles differ
    section = rules("near", near_threshold=0.85)
    found = decide(
        ("a", left, {"quality_score": 0.9}), ("b", middle, {"quality_score": 0.8}), ("c", right), section=section
    )
    assert found.reason == {"b": ("near", f"a {17 / 19:.4f}")}
    assert set(found.family.values()) == {"a"}  # families do


def test_near_leaves_those_below_the_threshold(decide, said):
    found = decide(("a", said()), ("b", said((10, "big"))), section=rules("near"))  # 13 of 23
    assert not found.reason
    assert found.family == {"a": "a", "b": "b"}


def test_near_compares_with_what_earlier_rules_left(decide, said):
    twin = {"quality_score": 0.9, "words": 3}
    assert decide(
        ("a", said(), twin), ("b", said((21, "noon"))), section=rules("length", "near", min_words=5)
    ).reason == {"a": ("length", "3 words < 5")}


def test_a_rendering_is_of_the_family_of_its_parent(decide, said):
    found = decide(("b", said()), ("a", "Other words.", {"parent_id": "b"}), ("c", "More words.", {"parent_id": "b"}))
    assert set(found.family.values()) == {"a"}
    orphans = decide(("x", "Other words.", {"parent_id": "b"}), ("y", "More words.", {"parent_id": "b"}))
    assert len(set(orphans.family.values())) == 1


def test_a_rendering_has_no_lower_bar(decide, said):
    found = decide(
        ("b", said(), {"quality_score": 0.9}), ("a", said((10, "big")), {"parent_id": "b"}), section=rules("near")
    )
    assert not found.reason


def test_keep_out_claims_before_the_rules(decide, said):
    found = decide(("a", said()), ("b", "a heron"), ("c", "plain"), section=rules("length", min_words=99), tasks=[QUIZ])
    assert {i: reason for i, (reason, _) in found.reason.items()} == {"a": "item", "b": "withheld", "c": "length"}
    assert found.split == {"a": None, "b": None, "c": None}


def test_families_do_not_depend_on_the_rules(decide, said):
    rows = [("a", said()), ("b", said((21, "noon")), {"quality_score": 0.9}), ("c", "a heron")]
    assert decide(*rows).family == decide(*rows, section=rules("exact", "near"), tasks=[QUIZ]).family


def test_a_split_is_drawn_by_seed_and_family_alone(decide):
    section = rules(splits=Splits(validation=0.3, heldout=0.3))
    found = decide(*((str(i), f"text {i}") for i in range(60)), section=section, seed=7)
    for doc_id, split in found.split.items():
        draw = files.uniform(7, "split", doc_id)
        assert split == ("heldout" if draw < 0.3 else "validation" if draw < 0.6 else "train")
    assert set(found.split.values()) == {"heldout", "validation", "train"}


def test_no_shares_put_all_in_train():
    assert {families.split_of(str(i), Splits(validation=0, heldout=0), 1) for i in range(50)} == {"train"}


def test_a_document_that_comes_twice_is_refused(decide):
    with pytest.raises(SutraError, match="comes twice"):
        decide(("a", "x"), ("a", "y"))


@FAST
@given(data=st.data())
def test_order_and_shards_decide_nothing(decide, said, data):
    changes = st.lists(st.tuples(st.sampled_from([0, 10, 21]), st.sampled_from(["red", "green"])), max_size=2)
    texts = data.draw(st.lists(changes.map(lambda found: said(*found)), min_size=1, max_size=8))
    rows = [
        (f"{i:02d}", text, {"quality_score": data.draw(st.sampled_from([0.4, 0.8]))}) for i, text in enumerate(texts)
    ]
    section = rules("length", "exact", "near", splits=Splits(validation=0.3, heldout=0.3))
    one = decide(*rows, section=section)
    two = decide(*data.draw(st.permutations(rows)), section=section, shards=data.draw(st.integers(1, 3)))
    assert (one.family, one.split, one.reason) == (two.family, two.split, two.reason)


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh"))), st.randoms())
def test_families_are_the_connected_components(links, random):
    shuffled = [random.choice([(a, b), (b, a)]) for a, b in random.sample(links, len(links))]
    found = families.families("abcdefgh", links)
    assert found == families.families("hgfedcba", shuffled)
    component = {letter: {letter} for letter in "abcdefgh"}
    for one, two in links:
        joined = component[one] | component[two]
        component |= dict.fromkeys(joined, joined)
    assert found == {letter: min(component[letter]) for letter in "abcdefgh"}

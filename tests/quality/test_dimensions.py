import pytest

from sutra.quality import dimensions
from sutra.quality.fidelity import fidelity
from sutra.quality.statements import stem
from sutra.quality.text import parse

MATERIAL = {
    "concept": {
        "name": "Rhythm",
        "definition": "The pattern of long and short sounds and silences that music makes in time.",
        "facts": [
            {
                "text": "A bar of 4/4 time holds 4 quarter notes, so eighth notes fill it with 8.",
                "compute": {"expression": "4 * 2", "result": "8"},
            },
            {"text": "Waltz rhythm goes in threes, with the first of every three beats stressed."},
        ],
        "example": "A stadium crowd stamps twice, claps once and waits for the same length of time.",
        "misconception": {
            "claim": "Rhythm and tempo are identical properties of songs.",
            "correction": "Tempo is the speed of the beat, which can change while rhythm stays.",
        },
        "application": "Drummers and dancers shape it.",
    },
    "related": [
        {
            "name": "Fraction",
            "definition": "A number that names equal parts of a whole.",
            "why": "note lengths are halves",
        }
    ],
}
FACT = "Waltz rhythm goes in threes, with the first of every three beats stressed."


def accuracy(text):
    return dimensions.accuracy(parse(text), MATERIAL)


def test_clarity_falls_with_long_words_and_long_sentences():
    plain = dimensions.clarity(
        parse("The sun warms the sea and some of the water rises. It cools high up and falls as rain.")
    )
    heavy = dimensions.clarity(
        parse("Precipitation epistemologically presupposes atmospheric condensation phenomena " * 8)
    )
    assert plain > 0.9
    assert heavy < 0.1


def test_accuracy_knows_its_material():
    assert accuracy(FACT) == 1.0
    assert accuracy("Here is a thing to remember: the first of every three beats of a waltz is stressed.") == 1.0
    assert accuracy(f"{FACT} Penguins cross frozen Antarctic plains every winter.") == 0.5


@pytest.mark.parametrize(
    "wrong",
    [
        "A bar of 5/4 time holds 5 quarter notes, so eighth notes fill it with 8.",
        "A bar of 4/4 time holds 4 quarter notes, so eighth notes fill it with 9.",
        "Waltz rhythm never goes in threes, with the first of every three beats stressed.",
    ],
)
def test_accuracy_sees_wrong_numbers_and_negations(wrong):
    assert accuracy(wrong) == 0.0


def test_accuracy_accepts_a_misconception_told_or_denied():
    assert accuracy("Rhythm and tempo are identical properties of songs.") == 1.0
    assert accuracy("Rhythm and tempo are not identical properties of songs.") == 1.0


def test_accuracy_takes_no_label_for_a_number():
    assert accuracy(f"Step 1: {FACT}\nStep 2: {FACT}\n3. {FACT}\nA: {FACT}") == 1.0


def test_accuracy_passes_over_sentences_about_the_subject_alone():
    assert accuracy(f"This section examines rhythm. {FACT}") == 1.0


def test_accuracy_of_a_text_that_states_nothing():
    assert accuracy("What is rhythm?") == 0.0


def test_accuracy_bears_material_with_gaps():
    assert dimensions.accuracy(parse(FACT), {"concept": {"name": "Rhythm", "facts": [], "misconception": None}}) == 0.0


def test_pedagogy_counts_six_moves():
    assert dimensions.pedagogy(parse("Water flows downhill.")) == 0.0
    assert dimensions.pedagogy(parse("A bar is a unit. For example, a waltz bar. Why?")) == pytest.approx(0.5)
    everything = (
        "A bar is a unit. For example, a waltz. Why? A mistake is to skip it. Drummers apply it. In sum, count."
    )
    assert dimensions.pedagogy(parse(everything)) == 1.0


def test_pedagogy_matches_whole_words():
    assert dimensions.pedagogy(parse("The rapporteur misapplied examplery words.")) == 0.0


def test_engagement_rewards_address_questions_and_variety():
    dull = "The cell has a wall. The cell has a core. The cell has a skin."
    lively = "Have you seen a cell? Look closely, because we are about to open one and count what moves inside. Small!"
    assert dimensions.engagement(parse(lively)) > 0.9
    assert dimensions.engagement(parse(dull)) < 0.1 + 1 / 12


def test_depth_rewards_joined_statements():
    thin = "It was there. It was so. They had it."
    deep = "Ice floats because freezing water expands. Therefore lakes freeze downward, whereas most liquids do not."
    assert dimensions.depth(parse(deep)) > dimensions.depth(parse(thin)) + 0.3


def test_creativity_falls_with_repetition_and_stock_phrases():
    fresh = parse("Moss quilts the gutter; a thimble of dusk pools beneath each frond.")
    stale = parse("It is important to note that the thing is a thing. In conclusion, the thing is a thing.")
    assert dimensions.creativity(fresh) > 0.9
    assert dimensions.creativity(stale) < 0.4


def test_stems_match_forms_of_a_word():
    assert len({stem(word) for word in ("double", "doubles", "doubled", "doubling")}) == 1
    assert len({stem(word) for word in ("stop", "stops", "stopped", "stopping")}) == 1
    assert len({stem(word) for word in ("body", "bodies", "body's")}) == 1
    assert stem("bus") == "bus"


def test_fidelity_counts_statements_that_survive():
    source = f"{FACT} A stadium crowd stamps twice and claps once. Have you ever heard such a crowd?"
    assert fidelity(source, source) == 1.0
    assert (
        fidelity(source, "Listen! In a waltz rhythm the first of every three beats is stressed; it goes in threes.")
        == 0.5
    )
    assert fidelity(source, "Something else entirely.") == 0.0
    assert fidelity("Well? Yes.", "No statement to keep.") == 1.0


def test_fidelity_sees_numbers_and_negation():
    source = "The river Danube crosses 10 countries."
    assert fidelity(source, "The Danube is a river that crosses 10 countries.") == 1.0
    assert fidelity(source, "The Danube is a river that crosses 11 countries.") == 0.0
    assert fidelity(source, "The river Danube never crosses 10 countries.") == 0.0


def test_fidelity_finds_a_statement_split_in_two():
    source = "Whales breathe air through a blowhole on top of their heads."
    assert fidelity(source, "Whales breathe air. They do so through a blowhole on top of their heads.") == 1.0

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sutra.teachers import registry
from sutra.teachers.params import Composer
from sutra.teachers.requests import Refusal, Reply, Request
from sutra.teachers.styles import another, styles
from sutra.teachers.supplies import supplies
from sutra.teachers.wordings import Named, clause, moves, sentences, small_words, ways

CONCEPT = {
    "id": "ratio",
    "name": "Ratio",
    "phrase": "a ratio",
    "definition": "A comparison of two amounts by division.",
    "facts": [
        {"text": "A ratio of 6 to 3 equals 2.", "compute": {"expression": "6 / 3", "result": "2"}},
        {"text": "Doubling both terms leaves a ratio unchanged."},
        {"text": "Euclid wrote about every ratio that he could find."},
        {"text": "The order of its terms matters in a ratio."},
    ],
    "example": "Paint is mixed 3 to 1. Nine tins take three of the other.",
    "misconception": {"claim": "A ratio is always a whole number.", "correction": "The ratio of 1 to 2 is a half."},
    "application": "Cooks and chemists scale their mixtures with it.",
}
RELATED = [
    {
        "id": "part",
        "name": "Part",
        "phrase": "a part",
        "kind": "prerequisite",
        "definition": "A part is a piece.",
        "why": None,
    },
    {
        "id": "map",
        "name": "Map",
        "phrase": "a map",
        "kind": "cross_domain",
        "definition": None,
        "why": "a scale is a ratio",
    },
]
TEACHER = Composer(kind="composer")


def material(style="plain", chosen=("define", "fact", "example")):
    return {"concept": CONCEPT, "related": RELATED, "moves": list(chosen), "voice": styles()[style]["voice"]}


def request(doc_id="d1", fewest=6, most=12, style="plain", chosen=("define", "fact", "example"), **more):
    return Request(1, doc_id, [], material(style, chosen), fewest, most, **more)


def text(*arguments, **more):
    reply = registry.write(TEACHER, request(*arguments, **more))
    assert isinstance(reply, Reply)
    return reply.text


def test_a_lesson_is_the_same_again_and_another_for_another_document_seed_or_variety():
    assert text() == text()
    assert len({text(f"d{n}") for n in range(50)}) == 50
    assert registry.write(TEACHER, replace(request(), seed=2)) != registry.write(TEACHER, request())
    assert registry.write(Composer(kind="composer", variety=2), request()).text != text()


def test_a_call_is_known_by_its_teacher_and_the_whole_request():
    calls = {
        registry.write(teacher, asked).call_id
        for teacher in (TEACHER, Composer(kind="composer", variety=2))
        for asked in (request(), replace(request(), seed=2), replace(request(), messages=[{"role": "user"}]))
    }
    assert len(calls) == 6


@settings(max_examples=60, deadline=None)
@given(
    st.text("abc", min_size=1),
    st.sampled_from(sorted(styles())),
    st.lists(st.sampled_from(sorted(moves())), max_size=6),
)
def test_any_moves_make_a_lesson_of_the_right_length_in_clean_sentences(doc_id, style, chosen):
    found = text(doc_id, style=style, chosen=chosen)
    assert 6 <= sentences(found) <= 12
    assert not re.search(r"\.\.|\?\.|!\.|  |\{|\}|None", found)
    assert found[0].isupper() or found[0] == "-"
    assert not re.search(r"(?<![0-9])[.!?] [a-z]", found)
    assert "ratio" in found.casefold()


def test_the_material_has_most_of_the_words():
    given = [
        item for items in supplies(material()).values() for slots in items for item in slots.values() if len(item) > 9
    ]
    shares = []
    for number in range(200):
        found = left = text(f"d{number}", style=sorted(styles())[number % 20]).casefold()
        for statement in sorted(set(given), key=len, reverse=True):
            left = left.replace(statement.rstrip(".").casefold(), "")
        shares.append(1 - len(left.split()) / len(found.split()))
    assert sum(shares) / 200 > 0.5  # these statements have half the words of real ones, which reach 0.7


def test_no_statement_stands_twice():
    for number in range(50):
        found = text(f"d{number}", chosen=("define", "recap", "fact", "compute", "qa", "fact")).casefold()
        for statement in (CONCEPT["definition"], *(fact["text"] for fact in CONCEPT["facts"])):
            assert found.count(statement.rstrip(".").casefold()) <= 1


def test_a_working_of_any_kind_is_told():
    marks = [
        ({"expression": "6 / 3", "result": "2"}, "6 / 3"),
        ({"code": "round(2.5)", "prints": "2"}, "round(2.5)"),
        ({"order": ["1815", "1914"]}, "1914 - 1815 = 99"),
    ]
    for mark, said in marks:
        facts = [{"text": "A ratio of 6 to 3 equals 2.", "compute": mark}, *CONCEPT["facts"][1:]]
        asked = replace(
            request(chosen=("compute",)),
            material=material(chosen=("compute",)) | {"concept": CONCEPT | {"facts": facts}},
        )
        assert said in registry.write(TEACHER, asked).text


def test_an_error_is_never_stated_as_a_truth():
    fit, _ = ways(
        moves()["misconception"], supplies(material())["misconception"][0], Named("Ratio", "a ratio"), frozenset()
    )
    marks = (
        "not true",
        "mistake",
        "wrong",
        "error",
        "mistaken",
        "? No.",
        "Do not believe",
        "Wrong:",
        "truth is different",
    )
    assert all(any(mark in way for mark in marks) for way in fit)
    assert all(text(f"d{n}", chosen=("misconception",)).count("half") for n in range(20))


def test_what_the_material_cannot_fill_is_refused():
    outcome = registry.write(TEACHER, request(fewest=60, most=80))
    assert isinstance(outcome, Refusal)
    assert outcome.reason == "material"
    assert "of 60 sentences" in outcome.evidence


def test_a_bare_concept_is_refused_and_no_crash():
    bare = {"concept": {"id": "x", "name": "X", "phrase": "x"}, "related": [], "moves": ["define"]}
    asked = replace(request(), material=bare | {"voice": styles()["plain"]["voice"]}, fewest=1)
    assert isinstance(registry.write(TEACHER, asked), Refusal)


def test_a_whole_lesson_states_all_that_fits():
    found = text(most=40, whole=True).casefold()
    statements = [
        CONCEPT["definition"],
        CONCEPT["example"],
        CONCEPT["application"],
        *(f["text"] for f in CONCEPT["facts"]),
    ]
    assert all(statement.rstrip(".").casefold() in found for statement in statements)


def test_structure_stands_on_lines_of_its_own():
    steps = text(chosen=("define", "step", "step", "step"))
    assert "\nStep 1: " in steps
    assert "\nStep 2: " in steps
    assert "\nAnswer: " in text(chosen=("qa_define", "qa", "qa"))
    assert "\n- " in text(chosen=("point", "point", "point"))


def test_sums_are_worked_out():
    written = re.compile(r"6 / 3 = 2|6 / 3 and you get 2|6 / 3\? It is 2")
    assert all(written.search(text(f"d{n}", chosen=("compute",))) for n in range(20))


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("The order matters.", "the order matters."),
        ("DNA is long.", "DNA is long."),
        ("Ratio is a tool.", "ratio is a tool."),
        ("Tins are round.", "tins are round."),
        ("Euclid wrote it.", None),
        ("6 is even.", "6 is even."),
        ("both are big.", "both are big."),
    ],
)
def test_first_letters_within_a_sentence(statement, expected):
    assert clause(statement, Named("Ratio", "a ratio"), small_words(["Nine tins."])) == expected
    assert clause("Newton's law holds.", Named("Newton's law", "Newton's law"), frozenset()) == "Newton's law holds."


def test_every_move_has_many_wordings_and_one_that_fits_every_statement():
    for name, move in moves().items():
        assert len(set(move.wordings)) >= 8, name
        slots = {"statement": "Euclid knew it.", "correction": "No.", "related": "x", "expression": "1", "result": "1"}
        slots |= {"term": "x", "gap": "x"}
        assert ways(move, slots, Named("Ratio", "a ratio"), frozenset())[0], name


def test_there_are_20_styles_that_read_differently():
    assert len(styles()) == 20
    said = [line for style in styles().values() for lines in style["voice"].values() for line in lines]
    assert len(said) == len(set(said))
    for name, style in styles().items():
        assert set(style) == {"title", "brief", "voice"}, name
        assert all(len(style["voice"][part]) >= 5 for part in ("openings", "bridges", "closings")), name
        # The name stands within the first eight words, by which openings are told apart.
        assert all("{name}" in " ".join(line.split()[:8]) for line in style["voice"]["openings"]), name
        assert all(sentences(line) for lines in style["voice"].values() for line in lines), name


def test_another_style_is_another():
    drawn = {another("plain", n) for n in range(300)}
    assert "plain" not in drawn
    assert len(drawn) == 19


def test_teachers_are_parsed_by_kind():
    assert registry.parse({"kind": "composer", "variety": 3}) == Composer(kind="composer", variety=3)
    assert set(registry.KINDS) == {"composer"}

"""What the training data says of each concept."""

import polars as pl

from sutra.files import write_table
from sutra.reports.documents import LINEAGE
from sutra.reports.teaching import Training, examples, mentions, training


def write(path, rows):
    columns = ["concept_name", "text", *(c for c in LINEAGE if c not in ("id", "concept_name")), "prompt_id"]
    table = pl.DataFrame([dict.fromkeys(["id", *columns]) | row for row in rows])
    write_table(path, table.with_columns(pl.col("id", "concept_name", "text").cast(pl.String)))
    return [path]


def seen(path, steps):
    write_table(path, pl.DataFrame({"doc_id": list(steps), "first_step": list(steps.values())}))
    return path


def corpora(tmp_path):
    lessons = [{"id": f"d{n}", "concept_name": name, "text": f"text {n}"} for n, name in enumerate("ABABAA")]
    real = [{"id": "r1", "text": "Recursion! And recursions."}, {"id": "r2", "text": "No recursionist, no base-case."}]
    return {"lessons": write(tmp_path / "lessons.parquet", lessons), "real": write(tmp_path / "real.parquet", real)}


def test_lessons_that_were_read_are_told_from_those_that_were_not(tmp_path):
    read = {
        1: seen(tmp_path / "1.parquet", {"d2": 7, "r1": 1}),
        2: seen(tmp_path / "2.parquet", {"d0": 3, "d2": 1, "d3": 5}),
    }
    found = training(
        corpora(tmp_path), {"ours": ["lessons", "real"], "theirs": ["real"]}, {"ours": read, "theirs": read}
    )
    assert found == {"A": {"ours": Training(4, 2, 1, 7)}, "B": {"ours": Training(2, 1, 2, 5)}}


def test_a_concept_whose_lessons_were_never_read_says_so(tmp_path):
    found = training(corpora(tmp_path), {"ours": ["lessons"]}, {"ours": {1: seen(tmp_path / "1.parquet", {"d0": 2})}})
    assert found["B"]["ours"].read == 0


def test_two_lessons_are_shown_those_with_the_smallest_ids(tmp_path):
    documents = corpora(tmp_path)
    found = examples(documents | {"again": documents["lessons"]})
    assert {name: [lesson["lineage"]["id"] for lesson in lessons] for name, lessons in found.items()} == {
        "A": ["d0", "d2"],
        "B": ["d1", "d3"],
    }
    assert found["A"][1]["text"] == "text 2"


def test_mentions_are_documents_that_say_a_name_or_an_alias(tmp_path):
    nodes = [
        {"id": "recursion", "name": "Recursion", "aliases": ["base case"]},
        {"id": "loop", "name": "Loop", "aliases": []},
    ]
    assert mentions(corpora(tmp_path), nodes) == {
        "recursion": {"lessons": 0, "real": 2},
        "loop": {"lessons": 0, "real": 0},
    }


def test_nothing_trained_on_says_nothing():
    assert (training({}, {"m": []}, {}), examples({}), mentions({}, [])) == ({}, {}, {})

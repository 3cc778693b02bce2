import json
import subprocess
import sys

import polars as pl
import pytest

from sutra import files
from sutra.checks import add_hashes, ids_hash
from sutra.corpus.documents import DIMENSIONS, DOCUMENTS, REPHRASED, documents
from sutra.corpus.params import Corpus
from sutra.corpus.split import PUBLISHED, published, split_shard
from sutra.errors import SutraError

MARK = "<|endoftext|>"
SCORED = {
    **dict.fromkeys(DIMENSIONS, 0.5),
    "quality_score": 0.5,
    "information_density": "low",
    "words": 30,
    "token_count": 40,
}


def shard(*ids, text="A text of {}."):
    rows = dict.fromkeys(("prompt_id", "call_id", "teacher", "source_id", "title"))
    return pl.DataFrame([{"doc_id": i, **rows, "text": text.format(i)} for i in ids])


def scores(*ids):
    return pl.DataFrame([{"doc_id": i, **SCORED} for i in ids])


def rephrased(*pairs):
    schema = {**REPHRASED, "title": pl.String}
    rows = [
        {"doc_id": i, "parent_id": parent, "text": f"Another {i}.", "style": "socratic", **SCORED}
        for i, parent in pairs
    ]
    return pl.DataFrame(rows, schema=schema)


def prompts(*ids):
    names = {"concept_name": "Rhythm", "domain": "arts", "content_type": "tutorial", "style": "plain", "level": 3}
    lists = {"prerequisites": ["Fraction"], "builds_to": [], "cross_domain": ["Function"]}
    return pl.DataFrame(
        [{"doc_id": i, **names, **lists} for i in ids], schema_overrides={"builds_to": pl.List(pl.String)}
    )


def verdicts(**splits):
    rows = [(i, "0000", i, split) for i, split in splits.items()]
    return pl.DataFrame(rows, schema=["doc_id", "shard", "family", "split"], orient="row")


def test_a_rendering_has_the_prompt_of_its_parent_and_its_own_style():
    table = documents(shard("a"), scores("a"), rephrased(("r", "a")), prompts("a"))
    columns = ("doc_id", "parent_id", "concept_name", "style", "level")
    assert table.select(columns).rows() == [("a", None, "Rhythm", "plain", 3), ("r", "a", "Rhythm", "socratic", 3)]
    assert dict(table.schema) == DOCUMENTS


def test_documents_from_elsewhere_have_no_concept():
    table = documents(shard("a"), scores("a"), rephrased(), None)
    assert table.select("concept_name", "level", "prerequisites", "style").row(0) == (None, None, None, None)
    assert dict(table.schema) == DOCUMENTS


def test_end_marks_are_removed_and_counted():
    inner = f"a <|endo{MARK}ftext|>b {MARK}"
    table = documents(shard("a", text=inner), scores("a"), rephrased(), None)
    assert table.select("text", "marks").row(0) == ("a b ", 3)


def test_each_document_goes_to_its_split_in_the_published_schema():
    table = documents(
        shard("b", "a", "c", "d"), scores("a", "b", "c", "d"), rephrased(("r", "a")), prompts("a", "b", "c", "d")
    )
    found = split_shard(table, verdicts(a="train", b="train", c=None, r="heldout"), "0000")
    assert {split: rows["id"].to_list() for split, rows in found.items()} == {
        "train": ["b", "a"],
        "validation": [],
        "heldout": ["r"],
    }
    assert all(dict(rows.schema) == PUBLISHED for rows in found.values())
    row = found["heldout"].row(0, named=True)
    assert (row["complexity_level"], row["cross_domain_connections"], row["shard"]) == (3, ["Function"], "0000")
    assert row["quality_assessment"] == dict.fromkeys(DIMENSIONS, 0.5)


def test_the_published_fields_are_the_thirteen_then_the_lineage():
    thirteen = (
        "id concept_name domain content_type text quality_score information_density complexity_level token_count"
        " prerequisites builds_to cross_domain_connections quality_assessment"
    )
    lineage = "style teacher prompt_id call_id source_id parent_id shard"
    assert " ".join(PUBLISHED) == f"{thirteen} {lineage}"
    assert published(pl.DataFrame(schema=DOCUMENTS), "0000").height == 0


def test_a_lost_document_is_refused():
    table = documents(shard("a"), scores("a"), rephrased(), None)
    with pytest.raises(SutraError, match="not in its shard"):
        split_shard(table, verdicts(a="train", b="train"), "0000")


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "sutra.corpus", *map(str, arguments)], capture_output=True, text=True, check=False
    )


@pytest.fixture
def tree(tmp_path):
    """A corpus of two shards with a rendering, an exact duplicate, and one document that was not selected."""
    for number, ids, pairs in (("0000", ["a", "b"], [("r", "a")]), ("0001", ["c", "d"], [])):
        name = f"shard-{number}.parquet"
        text = "The same words as ever." if number == "0000" else f"Words of {{}}. {MARK}"
        files.write_table(tmp_path / "shards" / name, shard(*ids, text=text))
        files.write_table(tmp_path / "scores" / name, scores(*ids))
        files.write_table(tmp_path / "rephrased" / name, rephrased(*pairs))
        files.write_table(tmp_path / "prompts" / name, prompts(*ids))
    kept = pl.DataFrame({"doc_id": ["a", "b", "c"], "shard": ["0000", "0000", "0001"]})
    files.write_table(tmp_path / "kept.parquet", kept)
    files.write_json(tmp_path / "quiz.json", {"name": "quiz", "keep_out": {"texts": [], "names": ["ghost"]}})
    return tmp_path


def clean(tree, section):
    both = {word: sorted((tree / word).glob("*.parquet")) for word in ("shards", "scores", "rephrased", "prompts")}
    inputs = [part for word, paths in both.items() for part in (f"--{word}", *paths)]
    params = json.dumps({"seed": 1, "corpus": section.model_dump()})
    outputs = [part for name in ("verdicts", "rejected") for part in (f"--{name}", tree / f"{name}.parquet")]
    given = ["--selection", tree / "kept.parquet", "--tasks", tree / "quiz.json", "--params", params]
    return run("clean", *inputs, *given, *outputs, "--check", tree / "check.json")


def test_the_commands_as_the_rules_call_them(tree):
    done = clean(tree, Corpus(rules=["exact"]))
    assert done.returncode == 0, done.stderr
    check = files.read_json(tree / "check.json")
    assert (check["in"], check["kept"], check["rejected"]) == (4, 3, {"exact": 1})
    assert check["ids_sha256"]["in"] == ids_hash(["a", "b", "c", "r"])
    assert check["ids_sha256"]["kept"] == add_hashes(*(split["ids_sha256"] for split in check["splits"].values()))
    assert check["figures"] == {
        "documents": 3,
        "words": 90,
        "tokens": 120,
        "domains": {"arts": 3},
        "content_types": {"tutorial": 3},
        "styles": {"plain": 2, "socratic": 1},
        "mean_quality": 0.5,
        "special_tokens_removed": 1,
    }
    rejected = files.read_table(tree / "rejected.parquet").rows()
    assert rejected == [("b", "0000", "exact", "a", "The same words as ever.")]
    name = "shard-0001.parquet"
    inputs = [part for word in ("prompts", "scores", "rephrased") for part in (f"--{word}", tree / word / name)]
    outputs = [part for split in ("train", "validation", "heldout") for part in (f"--{split}", tree / split / name)]
    given = ["--verdicts", tree / "verdicts.parquet", "--shard", tree / "shards" / name, "--number", "0001"]
    done = run("split", *given, *inputs, *outputs)
    assert done.returncode == 0, done.stderr
    written = pl.concat([files.read_table(tree / split / name) for split in ("train", "validation", "heldout")])
    assert written.select("id", "text").rows() == [("c", "Words of c. ")]


def test_a_selected_document_that_is_nowhere_stops_the_build(tree):
    kept = pl.DataFrame({"doc_id": ["a", "gone"], "shard": ["0000", "0001"]})
    files.write_table(tree / "kept.parquet", kept)
    done = clean(tree, Corpus(rules=[]))
    assert done.returncode == 1
    assert "went in" in done.stderr
    assert "gone" in done.stderr
    assert not (tree / "verdicts.parquet").exists()

"""The page, the cards and the command."""

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml

from sutra.files import read_json, write_json
from sutra.reports.assemble import assemble, report_check, table_text
from sutra.reports.cards import corpus_card, model_card
from sutra.reports.documents import EXCERPT, excerpt
from sutra.reports.figures import count, either
from sutra.reports.page import render_page

ROOT = Path(__file__).parents[2]
VOID = {"meta", "line", "path", "polyline", "link"}


@pytest.fixture(scope="module")
def report(made):
    return assemble(made.inputs(), made.params())


@pytest.fixture(scope="module")
def page(report):
    return render_page(report)


class Reader(HTMLParser):
    """Text, ids and addresses; every tag must be closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open, self.text, self.ids, self.addresses, self.tags = [], [], [], [], set()
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.ids += [v for k, v in attributes if k == "id"]
        self.addresses += [v for k, v in attributes if k in ("href", "src")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def test_the_page_is_whole_and_needs_nothing_else(page):
    reader = Reader(page)
    assert reader.open == []
    assert reader.addresses == [f"#{name}" for name in reader.ids]
    assert "url(" not in page
    assert "@import" not in page


def test_sections_stand_in_order(page):
    assert Reader(page).ids == ["comparison", "heldout", "curves", "documents", "lessons", "off", "limits", "published"]


def test_texts_of_documents_are_shown_and_never_run(page):
    reader = Reader(page)
    assert "script" not in reader.tags
    assert "b" not in reader.tags
    assert "<script>alert('read me')</script>" in "".join(reader.text)


def test_the_first_sentences_are_made_from_the_numbers(page):
    text = " ".join("".join(Reader(page).text).split())
    assert "2 models of 34,976 parameters, trained on 2,048 tokens each, with 2 seeds, from 2 corpora" in text
    assert "of 5 comparisons with docstrings 3 came out better, 1 worse and 1 not distinguishable, at 95 %" in text
    assert "not to be ranked across token budgets" in text


def test_rejected_texts_are_looked_up_for_every_reason(report):
    by_reason = {entry["reason"]: entry for entry in report.turned_away["sutra"]}
    assert {r: e["count"] for r, e in by_reason.items()} == {"quality": 6, "near": 2}
    assert len(by_reason["quality"]["few"]) == 3
    assert all(row["text"].endswith(row["doc_id"]) for row in by_reason["quality"]["few"])
    assert [e["reason"] for e in report.turned_away["sutra-raw"]] == []


def test_lessons_carry_their_lineage(report):
    lesson = report.lessons["sutra"][0]["lineage"]
    assert {"id", "concept_name", "style", "content_type", "shard"} <= set(lesson)
    assert "parent_id" not in lesson


def test_a_study_without_a_baseline_or_published_numbers_still_has_a_page(make_build):
    build = make_build(reports={})
    inputs = build.inputs()
    found = assemble(type(inputs)(**vars(inputs) | {"published": []}), build.params())
    text = render_page(found)
    Reader(text)
    assert "there is no comparison" in text
    assert 'id="published"' not in text
    assert table_text(found, "published", "csv") == "dataset\n"
    assert "None" not in model_card(found, "sutra")


def test_a_study_that_measured_nothing_still_has_a_page(make_build):
    build = make_build(evals={"tasks": [], "heldout": []})
    found = assemble(build.inputs(), build.params())
    text = render_page(found)
    Reader(text)
    assert "No tasks were measured." in text
    assert "Nothing was measured." in model_card(found, "sutra")
    assert table_text(found, "comparison", "csv").startswith("task,group")


@pytest.mark.parametrize("corpus", ["sutra", "docstrings", "sutra-raw"])
def test_corpus_cards_have_a_header_that_yaml_reads(report, corpus):
    card = corpus_card(report, corpus)
    header = yaml.safe_load(card.split("---\n")[1])
    assert header["size_categories"] == ["n<1K"]
    assert header["license"] == ("other" if corpus == "docstrings" else "apache-2.0")
    assert {f["split"] for f in header["configs"][0]["data_files"]} == {"train", "validation", "heldout"}
    assert ("near 2" in card) == (corpus != "sutra-raw")
    assert not re.search(r"&#|&amp;", card)


def test_model_card_says_the_recipe_and_the_verdicts(report):
    card = model_card(report, "sutra")
    assert "| concepts | taught | better |" in card
    assert "34,976 parameters" in card
    assert "| 1 | 2 | 2048 |" in card


def test_the_check_of_reports_names_what_it_read(report):
    check = report_check(report)
    assert check["in"] == check["kept"] == len(report.checks)
    assert len(check["edges"]) == 13


def test_numbers_for_people():
    assert [count(n) for n in (49_152, 30_656_033_775, 69_230_976)] == ["49,152", "30.66 B", "69.23 M"]
    assert either([1, 2, 3]) == "1, 2 or 3"
    assert (either([1]), either([])) == ("1", "")


def test_a_long_text_is_cut_at_a_word():
    cut = excerpt("word " * 400)
    assert cut.endswith("word …")
    assert len(cut) <= EXCERPT + 2


def command(build, out: Path):
    inputs = {k: v if isinstance(v, list) else [v] for k, v in vars(build.inputs()).items()}
    arguments = ["-m", "sutra.reports", "render", "--params", json.dumps(build.params())]
    for name, paths in inputs.items():
        arguments += [f"--{'training' if name == 'metrics' else name}", *map(str, paths)]
    tables = [
        out / f"reports/tables/{t}.{f}" for t in ("comparison", "corpora", "published") for f in ("md", "tex", "csv")
    ]
    arguments += ["--page", out / "reports/index.html", "--tables", *tables, "--metrics", out / "reports/metrics.json"]
    arguments += ["--curves", out / "reports/curves.csv", "--corpora", out / "reports/cards/corpus-sutra.md"]
    arguments += ["--models", out / "reports/cards/model-sutra.md", "--check", out / "data/reports/check.json"]
    return subprocess.run([sys.executable, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_command_writes_every_output_and_refuses_a_build_that_does_not_add_up(build, tmp_path):
    done = command(build, tmp_path / "one")
    assert done.returncode == 0, done.stderr
    assert len([p for p in (tmp_path / "one").rglob("*") if p.is_file()]) == 15
    assert read_json(tmp_path / "one/data/reports/check.json")["kept"] > 10
    path = build.data / "scores/sutra/check.json"
    write_json(path, read_json(path) | {"kept": 1})
    refused = command(build, tmp_path / "two")
    assert refused.returncode == 1
    assert refused.stderr.startswith("error: a stage does not add up\nwhere: scores/sutra")
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "two").exists()

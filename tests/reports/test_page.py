"""The page, the cards and the command."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest
import yaml

from sutra.files import read_json, read_table, write_json, write_table
from sutra.reports.assemble import assemble, report_check, table_text
from sutra.reports.cards import corpus_card, model_card
from sutra.reports.documents import EXCERPT, excerpt
from sutra.reports.figures import both, count, either, plain, points, tally
from sutra.reports.grid import read_grid
from sutra.reports.page import render_page

ROOT = Path(__file__).parents[2]
VOID = {"meta", "line", "path", "polyline", "link", "input"}
SECTIONS = [
    "grid",
    "kinds",
    "comparison",
    "heldout",
    "curves",
    "documents",
    "lessons",
    "run",
    "otherwise",
    "off",
    "limits",
]


@pytest.fixture(scope="module")
def report(made):
    return assemble(made.inputs(), made.params())


def rendered(report) -> str:
    """The page, from the grid as it is written and read again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "grid.json"
        write_json(path, report.grid)
        return render_page(report, read_grid(path))


@pytest.fixture(scope="module")
def page(report):
    return rendered(report)


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


def words(page: str) -> str:
    """The text of a page, without its scripts and styles."""
    body = re.sub(r"<(script|style)>.*?</\1>", "", page, flags=re.DOTALL)
    return " ".join("".join(Reader(body).text).split())


def entry(page: str, concept: str) -> str:
    """What the page says of one concept."""
    return "<div>" + page.split(f'<article id="concept-{concept}">')[1].split("</article>")[0] + "</div>"


def test_the_page_is_whole_and_needs_nothing_else(page):
    reader = Reader(page)
    assert reader.open == []
    assert len(reader.ids) == len(set(reader.ids))
    inside = {address for address in reader.addresses if address.startswith("#")}
    assert {address[1:] for address in inside} <= set(reader.ids)
    outside = {address.partition("#")[0] for address in set(reader.addresses) - inside}
    assert outside == {"run.html", "run.js", "graph.html"}
    assert "url(" not in page
    assert "@import" not in page


def test_sections_stand_in_order(page):
    assert [name for name in Reader(page).ids if name in (*SECTIONS, "published")] == [*SECTIONS, "published"]


def test_texts_of_documents_and_names_are_shown_and_never_run(page, made):
    reader = Reader(page)
    assert page.count("<script") == 2
    assert "b" not in reader.tags
    assert "<script>alert('read me')</script>" in "".join(reader.text)
    assert f"{made.names[3]}\n" in "\n".join(reader.text)


@pytest.mark.skipif(shutil.which("chromium") is None, reason="there is no chromium here")
def test_a_browser_runs_the_page_and_no_text_in_it(page, tmp_path):
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    (tmp_path / "run.js").write_text(
        'window.sutraRun = {seconds: 312, worked: 600, cores: 2, jobs: 9, rules: [], stages: [{name: "graph <b>", jobs: 9,'
        " seconds: 3, longest: 2, memory: 1}]};"
    )
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    browser = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    address = (tmp_path / "index.html").as_uri()
    done = subprocess.run([*browser, *quiet, "--dump-dom", address], capture_output=True, text=True, check=True)
    assert "<dialog>" in done.stdout  # its own script ran
    assert "the whole build took 5 min 12 s on 2 cores" in done.stdout
    assert "graph &lt;b&gt;" in done.stdout
    assert "data-ran" not in done.stdout


def test_the_first_sentences_are_made_from_the_numbers(page):
    text = words(page)
    assert "2 models of 34,976 parameters each read 2,048 tokens in 8 steps, with 2 training seeds" in text
    learned = r"At the end sutra, which learned from lessons, knows \d of 9 taught concepts and \d of 3 withheld ones;"
    assert re.search(learned, text)
    assert "docstrings, which is the baseline and learned from docstrings of published packages, knows" in text
    assert "not to be ranked across token budgets" in text


def test_a_taught_concept_says_what_was_asked_answered_and_read(page, made):
    found = entry(page, "concept3")
    text = words(found)
    assert "Taught: lessons about it were written." in text
    assert found.count('class="choices"') == 3
    assert "✓ two & more (right)" in text
    assert re.search(r"sutra: right in [012] of 2 seeds", text)
    assert f"“{made.names[3]} has …” four:" in text
    assert re.search(
        r"sutra: (\d) lessons about it in its corpora, \1 of them read; the first at step 1 of epoch 1", text
    )
    assert "docstrings: no lesson about it." in text
    assert found.count("<blockquote>") == 2


def test_a_withheld_concept_says_how_often_it_is_named(build):
    path = build.data / "corpus/sutra/train/shard-0000.parquet"
    texts = pl.Series(
        "text", ["Of CONCEPT 0’s use, and concept 0 again.", *["nothing"] * (read_table(path).height - 1)]
    )
    write_table(path, read_table(path).with_columns(texts))
    text = words(entry(rendered(assemble(build.inputs(), build.params())), "concept0"))
    assert "Withheld: no lesson about it, no mention of it; the control." in text
    assert "1 training document of sutra names it. 0 training documents of docstrings name it." in text


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
    text = rendered(found)
    assert Reader(text).open == []
    assert "there is no comparison" in words(text)
    assert 'id="published"' not in text
    assert table_text(found, "published", "csv") == "dataset\n"
    assert "None" not in model_card(found, "sutra")


def test_a_study_that_measured_nothing_still_has_a_page(make_build):
    build = make_build(evals={"tasks": [], "heldout": []})
    found = assemble(build.inputs(), build.params())
    text = rendered(found)
    assert Reader(text).open == []
    assert "No tasks were measured." in text
    assert 'id="grid"' not in text
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
    assert "| concepts (measured but not kept out) | taught, seen wording | " in card
    assert "34,976 parameters" in card
    assert "| 1 | 2 | 2048 |" in card


def test_the_check_of_reports_names_what_it_read(report):
    check = report_check(report)
    assert check["in"] == check["kept"] == len(report.checks)
    assert len(check["edges"]) == 13


def test_numbers_for_people():
    assert [count(n) for n in (49_152, 30_656_033_775, 69_230_976)] == ["49,152", "30.66 B", "69.23 M"]
    assert either([1, 2, 3]) == "1, 2 or 3"
    assert (either([1]), either([]), both([1, 2])) == ("1", "", "1 and 2")
    assert [points(x) for x in (0.1234, -0.05)] == ["+12.3", "−5.0"]
    assert [tally(x) for x in (3.0, 20.47)] == ["3", "20.5"]
    assert plain("life_skills") == "life skills"


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
    arguments += ["--grid", out / "reports/grid.json"]
    arguments += ["--curves", out / "reports/curves.csv", "--corpora", out / "reports/cards/corpus-sutra.md"]
    arguments += ["--models", out / "reports/cards/model-sutra.md", "--check", out / "data/reports/check.json"]
    return subprocess.run([sys.executable, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_command_writes_every_output_and_refuses_a_build_that_does_not_add_up(build, tmp_path):
    done = command(build, tmp_path / "one")
    assert done.returncode == 0, done.stderr
    assert len([p for p in (tmp_path / "one").rglob("*") if p.is_file()]) == 16
    assert read_json(tmp_path / "one/data/reports/check.json")["kept"] > 10
    path = build.data / "scores/sutra/check.json"
    write_json(path, read_json(path) | {"kept": 1})
    refused = command(build, tmp_path / "two")
    assert refused.returncode == 1
    assert refused.stderr.startswith("error: a stage does not add up\nwhere: scores/sutra")
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "two").exists()

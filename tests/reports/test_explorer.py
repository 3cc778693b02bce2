"""The page that explores the graph: what is embedded in it, and that no text in it is more than text."""

import copy
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sutra.files import write_json
from sutra.reports.explorer import embedded, explorer_data, figures, marks, render_explorer
from sutra.reports.wheel import wheel

ROOT = Path(__file__).parents[2]


class Tags(HTMLParser):
    """The tags, addresses and ids of a page, and the text of its data; noscript is read as well."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags, self.addresses, self.ids, self.inside, self.data, self.text = [], [], [], None, "", []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.addresses += [v for k, v in attributes if k in ("href", "src", "action", "srcset")]
        self.ids += [v for k, v in attributes if k == "id"]
        self.inside = dict(attributes).get("id") if tag == "script" else None

    def handle_endtag(self, tag):
        self.inside = None

    def handle_data(self, data):
        if self.inside == "data":
            self.data += data
        self.text.append(data)


@pytest.fixture(scope="module")
def page(wide_graph):
    return render_explorer(wide_graph)


def test_the_page_needs_nothing_else(wide_graph, page):
    found = Tags(page)
    assert set(found.addresses) == {"index.html", f"#concept={figures(wide_graph)['chain'][-1]}"}
    assert len(found.ids) == len(set(found.ids))
    assert "url(" not in page
    assert "@import" not in page
    assert not re.search(r"https?://", page)
    assert "default-src 'none'" in page


def test_texts_are_shown_and_never_run(page):
    found = Tags(page)
    assert not {"img", "iframe", "object", "link"} & set(found.tags)
    assert found.tags.count("script") == 2
    assert "<img" not in page
    assert "<!--" not in page
    hostile = json.loads(found.data)["nodes"][7]
    assert hostile["name"].startswith("Zeta </script><img src=x onerror=")
    assert any(text.startswith("Zeta </script><img") for text in found.text)  # the plain list


def test_what_is_embedded_is_no_markup_and_comes_back_as_it_was():
    value = {"a": "</script><!-- & \u2028 é", "b": [1, 2.5]}
    text = embedded(value)
    assert not set("<>&") & set(text)
    assert json.loads(text) == value


def test_bytes_do_not_depend_on_the_order_of_nodes(wide_graph, page):
    other = dict(wide_graph, nodes=wide_graph["nodes"][::-1], links=wide_graph["links"][::-1])
    assert render_explorer(other) == page


def test_the_plain_list_names_every_concept(page):
    plain = page.split("<noscript>")[1].split("</noscript>")[0]
    assert plain.count("<dt>") == plain.count("<dd>") == 2100
    assert plain.count("<h2>") == 9


def test_the_header_says_the_figures(wide_graph, page):
    found = figures(wide_graph)
    assert (found["concepts"], found["domains"], found["prerequisite"], found["cross_domain"]) == (2100, 9, 2082, 2100)
    assert len(found["chain"]) == 9
    assert found["sha256"][:12] in page
    named = dict(wide_graph, graph={"longest_chain": ["c00001", "c00019"]})
    assert figures(named)["chain"] == ["c00001", "c00019"]
    assert "Content <code>" not in render_explorer(named)


def test_links_are_positions_in_the_list(wide_graph):
    nodes = wide_graph["nodes"]
    found = explorer_data(nodes, wheel(nodes), wide_graph["links"])
    node = found["nodes"][40]
    assert node["needs"] == [22]
    assert node["across"] == [[44, "both count "]]
    assert node["paths"] == [[4, 22, 40]]
    assert node["facts"] == [["It has 80 halves.", "2 * 40 = 80"], ["A fact that nobody computes."]]
    assert "checked" not in node
    domain, name, _, _ = found["wheel"]["slices"][node["in"]]
    assert (found["wheel"]["sectors"][domain][0], name) == (nodes[40]["domain"], nodes[40]["subdomain"])


def test_newer_fields_are_read_where_they_are(wide_graph):
    newer = copy.deepcopy(wide_graph)
    for i, node in enumerate(newer["nodes"]):
        node["checked"] = i % 3 == 0
        node["paths"] = [node["path"], [node["id"]]]
    newer["graph"] |= {"longest_chain": ["c00000", "c00018"], "roots": 18}
    nodes = newer["nodes"]
    found = explorer_data(nodes, wheel(nodes), newer["links"])["nodes"]
    assert [node["checked"] for node in found[:4]] == [True, False, False, True]
    assert found[40]["paths"] == [[4, 22, 40], [40]]
    text = render_explorer(newer)
    assert 'name="checked"' in text
    assert "yes (700)" in text
    assert 'name="checked"' not in render_explorer(wide_graph)


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ({"text": "x"}, []),
        ({"text": "x", "compute": None}, []),
        ({"text": "x", "compute": {"expression": "1 + 1", "result": "2"}}, ["1 + 1 = 2"]),
        ({"text": "x", "compute": {"code": "len('ab')", "prints": "2"}}, ["len('ab') → 2"]),
        ({"text": "x", "compute": {"order": ["776 BCE", "1815"]}}, ["776 BCE < 1815"]),
        ({"text": "x", "compute": None, "order": ["1", "2"]}, ["1 < 2"]),
    ],
)
def test_how_a_fact_is_computed(fact, said):
    assert marks(fact) == said


def test_the_command_writes_the_page(wide_graph, page, tmp_path):
    write_json(tmp_path / "graph.json", wide_graph)
    command = [sys.executable, "-m", "sutra.reports", "explore", "--graph", tmp_path / "graph.json"]
    done = subprocess.run([*map(str, command), "--out", str(tmp_path / "out/graph.html")], cwd=ROOT, check=False)
    assert done.returncode == 0
    assert (tmp_path / "out/graph.html").read_text(encoding="utf-8") == page

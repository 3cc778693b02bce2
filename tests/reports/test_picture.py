"""The picture of the whole graph that the README shows."""

import copy
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sutra.reports.palette import DARK, LIGHT
from sutra.reports.picture import overview

SVG = "{http://www.w3.org/2000/svg}"


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("colours", "paper"), [(LIGHT, "#fdfcf9"), (DARK, "#16181b")])
def test_colours_stand_out_from_the_paper(colours, paper):
    assert len(set(colours)) == 9
    for colour in colours:
        low, high = sorted((luminance(colour), luminance(paper)))
        assert (high + 0.05) / (low + 0.05) >= 3, colour


def test_every_concept_is_a_dot_and_every_domain_and_subdomain_has_its_name(wide_graph):
    text = overview(wide_graph)
    root = ElementTree.fromstring(text)
    dots = [path.get("d") for path in root.iter(f"{SVG}path") if path.get("class") == "dots"]
    assert sum(path.count("h0") for path in dots) == 2100
    said = ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]
    assert [name for name in said if name.startswith("Domain")] == [
        f"Domain {i} {sum(n['domain'] == f'domain_{i}' for n in wide_graph['nodes'])}" for i in range(9)
    ]
    assert said.count("part 03") == 9
    assert root.find(f"{SVG}title").text == "2,100 concepts in 9 domains"


def test_bytes_follow_from_the_concepts_alone(wide_graph):
    text = overview(wide_graph)
    other = copy.deepcopy(wide_graph)
    other["nodes"].reverse()
    other["links"].reverse()
    for node in other["nodes"]:
        node["role"] = "unused"
        node["checked"] = True
    assert overview(other) == text
    assert len(text.encode()) < 250_000
    assert not re.search(r"\d\.\d\d", re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL))


def test_it_needs_nothing_else_and_shows_names_as_text(wide_graph):
    hostile = copy.deepcopy(wide_graph)
    for node in hostile["nodes"]:
        node["subdomain"] = node["subdomain"].replace("part_03", "</text><script>alert(1)</script>")
    text = overview(hostile)
    root = ElementTree.fromstring(text)
    assert not [
        element for element in root.iter() if element.tag in (f"{SVG}script", f"{SVG}image", f"{SVG}foreignObject")
    ]
    assert set(re.findall(r"https?://[^\"' ]+", text)) == {"http://www.w3.org/2000/svg"}
    assert set(re.findall(r"url\(([^)]{2})", text)) == {"#g"}


def test_the_real_concepts_fit(real_graph):
    text = overview(real_graph)
    assert len(text.encode()) < 250_000
    assert f"{len(real_graph['nodes']):,} concepts in 9 domains" in text


def test_readme_shows_it():
    assert "(docs/concepts.svg)" in (Path(__file__).parents[2] / "README.md").read_text()

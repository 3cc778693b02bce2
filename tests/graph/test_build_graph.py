from pathlib import Path

import networkx
import pytest

from sutra.errors import SutraError
from sutra.graph.build import assign_roles, build_graph
from sutra.graph.check import check_graph
from sutra.graph.params import Graph
from sutra.graph.validate import read_concepts

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def graph():
    placed = read_concepts(sorted((ROOT / "concepts").rglob("*.yaml")))
    return build_graph(placed, Graph(teach=["science/*", "mathematics/*"], withhold=["*/density"]))


def test_networkx_reads_it(graph):
    read = networkx.node_link_graph(graph, edges="links")
    assert read.number_of_nodes() == graph["graph"]["concepts"]
    needs = networkx.DiGraph([(a, b) for a, b, d in read.edges(data=True) if d["kind"] == "prerequisite"])
    assert networkx.is_directed_acyclic_graph(needs)


def test_roles_and_counts(graph):
    roles = {node["id"]: node["role"] for node in graph["nodes"]}
    assert roles["density"] == "withheld"
    assert roles["force"] == "taught"
    assert roles["rhythm"] == "unused"
    check = check_graph(graph)
    assert check["kept"] == graph["graph"]["taught"] + graph["graph"]["withheld"]
    assert check["in"] == check["kept"] + check["rejected"]["unused"]


def test_paths_go_from_a_root_along_prerequisites(graph):
    nodes = {node["id"]: node for node in graph["nodes"]}
    for node in nodes.values():
        assert node["path"][-1] == node["id"]
        assert not nodes[node["path"][0]]["prerequisites"]
        for need, name in zip(node["path"], node["path"][1:], strict=False):
            assert need in nodes[name]["prerequisites"]
            assert name in nodes[need]["builds_to"]


def test_the_order_of_files_changes_nothing(graph):
    paths = sorted((ROOT / "concepts").rglob("*.yaml"), reverse=True)
    again = build_graph(read_concepts(paths), Graph(teach=["science/*", "mathematics/*"], withhold=["*/density"]))
    assert again == graph


def test_a_pattern_that_matches_nothing_and_nothing_taught():
    paths = ["science/physics/density", "science/physics/force"]
    with pytest.raises(SutraError, match="no concept matches") as caught:
        assign_roles(paths, Graph(withhold=["*/densty"]))
    assert caught.value.todo == "did you mean density?"
    with pytest.raises(SutraError, match="no concept is taught"):
        assign_roles(paths, Graph(withhold=["*"]))

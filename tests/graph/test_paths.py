from itertools import pairwise

import networkx
from hypothesis import given
from hypothesis import strategies as st

from sutra.graph.paths import learning_paths


def test_one_path_from_every_root_the_longest_first():
    needs = networkx.DiGraph([("a", "c"), ("b", "c"), ("c", "d"), ("a", "d"), ("e", "d")])
    assert learning_paths(needs)["d"] == [["a", "c", "d"], ["b", "c", "d"], ["e", "d"]]
    assert learning_paths(needs)["a"] == [["a"]]


@given(st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda edge: edge[0] < edge[1])))
def test_paths_are_longest_chains_from_the_roots(edges):
    needs = networkx.DiGraph([(str(a), str(b)) for a, b in edges])
    roots = {name for name in needs if needs.in_degree(name) == 0}
    for name, paths in learning_paths(needs).items():
        assert {path[0] for path in paths} == (networkx.ancestors(needs, name) | {name}) & roots
        for path in paths:
            assert path[-1] == name
            assert all(needs.has_edge(a, b) for a, b in pairwise(path))
            chains = [*networkx.all_simple_paths(needs, path[0], name)] or [[name]]
            assert len(path) == max(map(len, chains))

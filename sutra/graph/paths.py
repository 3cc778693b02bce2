"""Learning paths: from the roots of the prerequisites to a concept."""

import networkx


def learning_paths(needs: networkx.DiGraph) -> dict[str, list[list[str]]]:
    """For every concept and every root it rests on, a longest chain from the root to the concept.

    The longest chain comes first; of equal ones, the first by name. A root has one path: itself. `needs` has an edge from
    what is needed to what needs it, and no circle.
    """
    best: dict[str, dict[str, list[str]]] = {}
    for name in networkx.lexicographical_topological_sort(needs):
        chains: dict[str, list[str]] = {}
        for need in needs.predecessors(name):
            for root, chain in best[need].items():
                chains[root] = min(chains.get(root, []), [*chain, name], key=_first)
        best[name] = chains or {name: [name]}
    return {name: sorted(chains.values(), key=_first) for name, chains in best.items()}


def _first(chain: list[str]) -> tuple[int, list[str]]:
    return -len(chain), chain

"""Conservation: along every edge of the build, ids in = kept + rejected + quarantined.

Checks are small files; sets of ids are compared by the additive hashes in them (`sutra/checks.py`).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sutra.checks import add_hashes, problems
from sutra.errors import SutraError
from sutra.files import read_json
from sutra.stages import CORPUS_WORDS

Check = dict[str, Any]
Owners = dict[str, dict[str, str | None]]  # corpus: {word: the corpus whose artefact of that stage it uses}

# (from, to): what the first keeps is what the second gets. `corpus` has two sources and is checked on its own.
EDGES = (("prompts", "shards"), ("shards", "scores"), ("scores", "selection"))


def read_checks(paths: list[Path]) -> dict[str, Check]:
    """Checks by their place in the build, such as `scores/sutra` or `bins/corpora/sutra`.

    Raises SutraError where one is missing or does not add up inside, naming all of them.
    """
    missing = [str(path) for path in paths if not path.is_file()]
    if missing:
        raise SutraError(
            "checks are missing", ", ".join(missing), "build these stages again; reports shows nothing unchecked"
        )
    checks = {place(path): read_json(path) for path in paths}
    wrong = [f"{name}: {problem}" for name, check in checks.items() for problem in problems(check)]
    if wrong:
        raise SutraError(
            "a stage does not add up", "; ".join(wrong), "rebuild the stage that is named before the colon"
        )
    return checks


def place(path: Path) -> str:
    """`scores/sutra` for `data/scores/sutra/check.json`."""
    folders = path.parent.parts
    return "/".join(folders[len(folders) - folders[::-1].index("data") :] if "data" in folders else folders)


def require_edges(checks: dict[str, Check], owners: Owners) -> list[str]:
    """The names of the edges between stages of corpora, all of which hold. Raises SutraError that lists those that do not."""
    broken, held = [], []
    for edge, left, right in _edges(checks, owners):
        if left == right:
            held.append(edge)
        else:
            broken.append(
                f"{edge}: {left[0]} ids left, {right[0]} arrived{' (not the same ones)' * (left[0] == right[0])}"
            )
    if broken:
        raise SutraError(
            "documents were lost or appeared between two stages",
            "; ".join(broken),
            "one of the two is stale or was edited by hand: delete both check.json files and build again",
        )
    return held


def _edges(checks: dict[str, Check], owners: Owners) -> Iterator[tuple[str, tuple[int, str], tuple[int, str]]]:
    """(the edge in words, what left, what arrived), each as a count and a hash."""

    def find(word: str, owner: str) -> Check:
        if f"{word}/{owner}" not in checks:
            raise SutraError(
                f"there is no check of {word} for {owner}", f"data/{word}/{owner}/check.json", "build it first"
            )
        return checks[f"{word}/{owner}"]

    for corpus, stages in owners.items():
        for before, after in EDGES:
            if stages[after] == corpus and (source := stages[before]):
                yield (
                    f"{before}/{source} -> {after}/{corpus}",
                    _set(find(before, source), "kept"),
                    _set(find(after, corpus), "in"),
                )
        if stages["corpus"] == corpus:
            check = find("corpus", corpus)
            sources = [(word, owner) for word in ("selection", "rephrased") if (owner := stages[word])]
            name = " + ".join(f"{word}/{owner}" for word, owner in sources)
            parts = [_set(find(word, owner), "kept") for word, owner in sources]
            yield f"{name} -> corpus/{corpus}", _union(parts), _set(check, "in")
            splits = {split: (facts["kept"], facts["ids_sha256"]) for split, facts in check["splits"].items()}
            yield f"corpus/{corpus} -> its splits", _set(check, "kept"), _union(list(splits.values()))
            if encoded := checks.get(f"bins/corpora/{corpus}"):
                trained = _union([splits["train"], splits["validation"]])
                yield f"corpus/{corpus} (train, validation) -> bins/corpora/{corpus}", trained, _set(encoded, "in")


def _set(check: Check, side: str) -> tuple[int, str]:
    return check[side], check["ids_sha256"][side]


def _union(sets: list[tuple[int, str]]) -> tuple[int, str]:
    return sum(n for n, _ in sets), add_hashes(*(ids for _, ids in sets))


def waterfall(checks: dict[str, Check], owners: Owners) -> dict[str, list[dict[str, Any]]]:
    """For every corpus, what went into and came out of each stage on its way, an ancestor's stages included."""
    return {
        corpus: [
            {"word": word, "owner": owner, **{side: check[side] for side in ("in", "kept", "rejected", "quarantined")}}
            for word in CORPUS_WORDS
            if (owner := stages[word]) and (check := checks[f"{word}/{owner}"])
        ]
        for corpus, stages in owners.items()
    }

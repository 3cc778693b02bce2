"""Conservation: what goes into a stage is kept, rejected with a reason, or quarantined with a reason.

Sets of ids are compared by an additive multiset hash (Clarke et al. 2003, "Incremental multiset hash functions"):
the sum of the SHA-256 of every id, modulo 2**256. The hash of a union of disjoint sets is the sum of their hashes,
so an edge between two stages is checked from two small `check.json` files, whatever the number of shards.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Any

from sutra.errors import SutraError

MODULUS = 2**256


def ids_hash(ids: Iterable[str]) -> str:
    """The additive hash of a collection of ids, as 64 hex digits."""
    total = sum(int.from_bytes(hashlib.sha256(i.encode()).digest(), "big") for i in ids)
    return f"{total % MODULUS:064x}"


def add_hashes(*hashes: str) -> str:
    """The hash of the disjoint union of sets whose hashes are given."""
    return f"{sum(int(h, 16) for h in hashes) % MODULUS:064x}"


def make_check(
    entered: Iterable[str],
    kept: Iterable[str],
    rejected: Iterable[tuple[str, str]] = (),
    quarantined: Iterable[tuple[str, str]] = (),
    **more: Any,
) -> dict[str, Any]:
    """The content of a `check.json`.

    `entered` and `kept` are ids; `rejected` and `quarantined` are (id, reason) pairs. Further facts of a stage
    go in by name. Raises SutraError where the ids do not add up.
    """
    entered, kept, rejected, quarantined = list(entered), list(kept), list(rejected), list(quarantined)
    groups = {
        "in": entered,
        "kept": kept,
        "rejected": [i for i, _ in rejected],
        "quarantined": [i for i, _ in quarantined],
    }
    check = {
        "in": len(entered),
        "kept": len(kept),
        "rejected": dict(sorted(Counter(reason for _, reason in rejected).items())),
        "quarantined": dict(sorted(Counter(reason for _, reason in quarantined).items())),
        "ids_sha256": {name: ids_hash(ids) for name, ids in groups.items()},
        **more,
    }
    for problem in problems(check):
        lost = sorted(set(entered) ^ {i for name in ("kept", "rejected", "quarantined") for i in groups[name]})
        raise SutraError(problem, f"ids not on both sides: {lost[:5]}", "this is a bug in the stage; please report it")
    return check


def problems(check: dict[str, Any]) -> list[str]:
    """What does not add up inside one check."""
    found = []
    out = check["kept"] + sum(check["rejected"].values()) + sum(check["quarantined"].values())
    if check["in"] != out:
        found.append(f"{check['in']} went in, {out} came out")
    hashes = check["ids_sha256"]
    if hashes["in"] != add_hashes(hashes["kept"], hashes["rejected"], hashes["quarantined"]):
        found.append("the ids that came out are not the ids that went in")
    return found

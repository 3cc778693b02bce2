"""Multiple-choice items from the probes of a concept graph."""

from typing import Any, NamedTuple

import polars as pl

from sutra.checks import make_check
from sutra.files import identity, uniform
from sutra.tasks.params import GraphTask

SCHEMA = pl.Schema(
    {
        "item_id": pl.String(),
        "split": pl.String(),
        "concept_id": pl.String(),
        "role": pl.String(),
        "asks": pl.String(),
        "question": pl.String(),
        "choices": pl.List(pl.String()),
        "answer": pl.Int64(),
    }
)


class Asked(NamedTuple):
    """A probe and the concept it belongs to."""

    item_id: str
    concept: dict[str, Any]
    probe: dict[str, Any]


def asked_probes(graph: dict[str, Any]) -> list[Asked]:
    """The probes of all taught and withheld concepts, by id of the concept."""
    return [
        Asked(identity("tasks", node["id"], probe["asks"], probe["question"]), node, probe)
        for node in graph["nodes"]
        if node["role"] != "unused"
        for probe in node["probes"]
    ]


def make_items(graph: dict[str, Any], task: GraphTask, seed: int) -> tuple[pl.DataFrame, dict[str, Any]]:
    """Items (see docs/pipeline.md) and their check. A probe with too few distractors is rejected with that reason."""
    probes = asked_probes(graph)
    rows, rejected = [], []
    for asked in probes:
        wrong = distractors(asked, probes, seed)[: task.choices - 1]
        if len(wrong) < task.choices - 1:
            rejected.append((asked.item_id, "too few distractors"))
            continue
        position = int(uniform(seed, "tasks", "position", asked.item_id) * task.choices)
        choices = [*wrong[:position], asked.probe["answer"], *wrong[position:]]
        rows.append(
            {
                "item_id": asked.item_id,
                "split": "test",
                "concept_id": asked.concept["id"],
                "role": asked.concept["role"],
                "asks": asked.probe["asks"],
                "question": asked.probe["question"],
                "choices": choices,
                "answer": position,
            }
        )
    items = pl.DataFrame(rows, schema=SCHEMA)
    check = make_check([a.item_id for a in probes], items["item_id"].to_list(), rejected)
    return items, check


def distractors(asked: Asked, probes: list[Asked], seed: int) -> list[str]:
    """Wrong answers to a probe, the best first, none twice.

    Answers of other probes that ask the same: the named ones first, then of concepts of the same role (a taught answer
    stands beside taught ones, so that frequency gives nothing away), nearest first, in keyed order.
    """

    def rank(other: Asked) -> tuple[bool, bool, bool, bool, float]:
        return (
            other.concept["id"] not in asked.probe["distractors"],
            other.concept["role"] != asked.concept["role"],
            (other.concept["domain"], other.concept["subdomain"])
            != (asked.concept["domain"], asked.concept["subdomain"]),
            other.concept["domain"] != asked.concept["domain"],
            uniform(seed, "tasks", "distractor", asked.item_id, other.item_id),
        )

    others = [o for o in probes if o.probe["asks"] == asked.probe["asks"] and o.concept["id"] != asked.concept["id"]]
    found: list[str] = []
    taken = {asked.probe["answer"].casefold()}
    for other in sorted(others, key=rank):
        answer = other.probe["answer"]
        if answer.casefold() not in taken:
            taken.add(answer.casefold())
            found.append(answer)
    return found


def keep_out(graph: dict[str, Any], items: pl.DataFrame) -> dict[str, list[str]]:
    """What must stay out of corpora: the questions, and the names of withheld concepts."""
    withheld = [node for node in graph["nodes"] if node["role"] == "withheld"]
    return {
        "texts": items["question"].to_list(),
        "names": sorted({name for node in withheld for name in (node["name"], *node["aliases"])}),
    }

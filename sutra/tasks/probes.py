"""Multiple-choice items from the probes of a concept graph."""

from typing import Any, NamedTuple

import polars as pl

from sutra.checks import make_check
from sutra.files import identity, uniform
from sutra.tasks.circle import Circle
from sutra.tasks.params import GraphTask

SCHEMA = pl.Schema(
    {
        "item_id": pl.String(),
        "split": pl.String(),
        "concept_id": pl.String(),
        "role": pl.String(),
        "asks": pl.String(),
        "wording": pl.String(),
        "group": pl.String(),
        "question": pl.String(),
        "prompt": pl.String(),
        "choices": pl.List(pl.String()),
        "answer": pl.Int64(),
    }
)


class Asked(NamedTuple):
    """A probe, the concept it belongs to, and how it is worded.

    `unseen`: a question for what a lesson says, in words of its own. `seen`: the sentence of the lessons, up to the
    answer. `other`: question and answer in words that no lesson uses for it.
    """

    item_id: str
    concept: dict[str, Any]
    probe: dict[str, Any]
    wording: str

    @property
    def prompt(self) -> str:
        """What the model goes on from."""
        if self.wording == "seen":
            return str(self.probe["seen"])
        return f"Question: {self.probe['question']}\nAnswer:"


def asked_probes(graph: dict[str, Any]) -> list[Asked]:
    """The probes of all taught and withheld concepts in every wording that they have, by id of the concept."""
    found = []
    for node in graph["nodes"]:
        for probe in node["probes"] if node["role"] != "unused" else ():
            wordings = ("unseen", "seen") if probe["asks"] == "fact" else ("other",)
            for wording in wordings:
                item_id = identity("tasks", node["id"], probe["asks"], probe["question"], wording)
                found.append(Asked(item_id, node, probe, wording))
    return found


def make_items(graph: dict[str, Any], task: GraphTask, seed: int) -> tuple[pl.DataFrame, dict[str, Any]]:
    """Items (see docs/pipeline.md) and their check. A probe with too few distractors is rejected with that reason."""
    probes = asked_probes(graph)
    circle = Circle(graph, seed)
    rows, rejected = [], []
    for asked in probes:
        wrong = circle.distractors(asked.concept, asked.probe, task.choices - 1)
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
                "wording": asked.wording,
                "group": f"{asked.concept['role']}, {asked.wording} wording",
                "question": asked.probe["question"],
                "prompt": asked.prompt,
                "choices": choices,
                "answer": position,
            }
        )
    items = pl.DataFrame(rows, schema=SCHEMA)
    check = make_check([a.item_id for a in probes], items["item_id"].to_list(), rejected)
    return items, check


def keep_out(graph: dict[str, Any], items: pl.DataFrame) -> dict[str, list[str]]:
    """What must stay out of corpora: the questions, and the names of withheld concepts."""
    withheld = [node for node in graph["nodes"] if node["role"] == "withheld"]
    return {
        "texts": items.filter(pl.col("wording") != "seen")["question"].to_list(),
        "names": sorted({name for node in withheld for name in (node["name"], *node["aliases"])}),
    }

"""Everything that the page knows of one concept, put together from the graph, the items, the corpora and the training."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sutra.reports import teaching
from sutra.reports.answers import Question
from sutra.reports.teaching import Documents, Training


class Entry(NamedTuple):
    """One concept: its node in the graph, what was asked and answered, and what the training data says of it."""

    node: dict[str, Any]
    questions: list[Question]
    training: dict[str, Training]  # by model; none where its corpora have no lesson
    lessons: list[dict[str, Any]]  # a few, with their lineage
    mentions: dict[str, int]  # by corpus; of withheld concepts only

    def of_wording(self, wording: str) -> list[Question]:
        """The questions in one wording: unseen, seen or other."""
        return [question for question in self.questions if question.wording == wording]


def entries(
    nodes: Iterable[dict[str, Any]],
    questions: Mapping[str, list[Question]],
    documents: Documents,
    mixtures: Mapping[str, Iterable[str]],
    seen: Mapping[str, Mapping[int, Path]],
) -> list[Entry]:
    """The concepts that questions were asked about, by domain and name.

    `questions` are by id of the concept, `documents` the train splits by corpus, `mixtures` the corpora of each model,
    `seen` what its first seed read, by model and epoch.
    """
    asked = sorted((n for n in nodes if n["id"] in questions), key=lambda n: (n["domain"], n["name"]))
    if not asked:
        return []
    training = teaching.training(documents, mixtures, seen)
    examples = teaching.examples(documents)
    mentions = teaching.mentions(documents, [node for node in asked if node["role"] == "withheld"])
    return [
        Entry(
            node,
            questions[node["id"]],
            training.get(node["name"], {}),
            examples.get(node["name"], []),
            mentions.get(node["id"], {}),
        )
        for node in asked
    ]

"""Renders selected documents once more, in another style, and judges each rendering against its source."""

import json
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

import polars as pl

from sutra.errors import SutraError
from sutra.quality.embeddings import embed
from sutra.quality.fidelity import fidelity
from sutra.quality.score import SCHEMA as SCORES
from sutra.quality.score import score
from sutra.rephrased.draw import drawn, rendering_id
from sutra.rephrased.messages import messages
from sutra.rephrased.params import Rephrased
from sutra.rephrased.statements import used
from sutra.scores.params import Scores
from sutra.shards.params import Shards
from sutra.shards.tables import DOCUMENTS
from sutra.teachers.params import Teacher
from sutra.teachers.registry import write
from sutra.teachers.requests import Refusal, Reply, Request
from sutra.teachers.styles import another, styles

RENDERINGS = pl.Schema({**DOCUMENTS, "parent_id": pl.String, "style": pl.String, **SCORES})
REJECTED = pl.Schema({"doc_id": pl.String, "parent_id": pl.String, "reason": pl.String, "evidence": pl.String})


class Recipe(NamedTuple):
    """What a rendering depends on besides its parent."""

    seed: int
    rephrased: Rephrased
    shards: Shards
    scores: Scores
    teacher: Teacher


def parents(
    shard: pl.DataFrame, prompts: Collection[str], selected: Collection[str], share: float, seed: int
) -> list[dict[str, Any]]:
    """The documents of a shard that are rendered once more, in its order.

    `prompts` and `selected` are ids of documents. Raises SutraError for a document without a prompt, since it has no
    material to be rendered from.
    """
    rows = shard.iter_rows(named=True)
    found = [row for row in rows if row["doc_id"] in selected and drawn(row["doc_id"], share, seed)]
    for row in found:
        if row["doc_id"] not in prompts:
            todo = "set rephrased.share to 0 for this corpus: only documents made from prompts can be rephrased"
            raise SutraError("a document to be rephrased has no prompt", f"document {row['doc_id']}", todo)
    return found


def render(
    asked: Iterable[dict[str, Any]], prompts: dict[str, dict[str, Any]], cells: dict[str, str], recipe: Recipe
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The renderings of `asked` (rows of a shard), and those that are rejected.

    `prompts` {doc_id: row} and `cells` {doc_id: cell} are the parents'.
    """
    kept, rejected = [], []
    for parent in asked:
        prompt = prompts[parent["doc_id"]]
        doc_id = rendering_id(parent["doc_id"])
        material = json.loads(prompt["material"])
        style = another(prompt["style"], recipe.seed, "rephrased", doc_id)
        outcome = write(recipe.teacher, _request(doc_id, parent, prompt, material, style, recipe))
        outcome = _judged(outcome, parent["text"], recipe.rephrased.min_fidelity)
        if isinstance(outcome, Refusal):
            why = {"reason": outcome.reason, "evidence": outcome.evidence}
            rejected.append({"doc_id": doc_id, "parent_id": parent["doc_id"], **why})
            continue
        row = parent | {"doc_id": doc_id, "call_id": outcome.call_id, "teacher": recipe.teacher.kind}
        row |= {"text": outcome.text, "parent_id": parent["doc_id"], "style": style}
        row |= score(outcome.text, material, recipe.scores.weights.model_dump())
        kept.append(row | {"cell": f"{cells[parent['doc_id']].rsplit('|', 1)[0]}|{style}", "embedding": None})
    if recipe.scores.embedding:
        vectors = embed([row["text"] for row in kept], recipe.scores.embedding)
        kept = [row | {"embedding": vector} for row, vector in zip(kept, vectors, strict=True)]
    return pl.DataFrame(kept, schema=RENDERINGS, orient="row"), pl.DataFrame(rejected, schema=REJECTED, orient="row")


def nothing() -> tuple[pl.DataFrame, pl.DataFrame]:
    """What is rendered where nothing is asked for: empty tables."""
    return pl.DataFrame(schema=RENDERINGS), pl.DataFrame(schema=REJECTED)


def _request(
    doc_id: str,
    parent: dict[str, Any],
    prompt: dict[str, Any],
    material: dict[str, Any],
    style: str,
    recipe: Recipe,
) -> Request:
    voiced = used(material, parent["text"]) | {"voice": styles()[style]["voice"]}
    asked = messages(prompt["messages"], styles()[style], parent["text"])
    fewest, most = recipe.shards.sentences
    return Request(recipe.seed, doc_id, asked, voiced, fewest, most, whole=True)


def _judged(outcome: Reply | Refusal, source: str, min_fidelity: float) -> Reply | Refusal:
    """The outcome, or why it is no rendering of `source`."""
    if isinstance(outcome, Refusal):
        return outcome
    if outcome.text == source:
        return Refusal("same", "the text of its parent")
    kept = fidelity(source, outcome.text)
    return Refusal("unfaithful", f"{kept:.4f}") if kept < min_fidelity else outcome

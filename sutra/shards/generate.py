"""Documents from prompts: a teacher writes each, or refuses for good."""

import json
from collections.abc import Iterable
from typing import Any

import polars as pl

from sutra.shards.params import Shards
from sutra.shards.tables import documents, quarantine
from sutra.teachers.params import Teacher
from sutra.teachers.registry import write
from sutra.teachers.requests import Refusal, Request


def generate(
    prompts: Iterable[dict[str, Any]], teacher: Teacher, params: Shards, seed: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The documents of a shard, in the order of its prompts, and the prompts that the teacher refused."""
    kept, refused = [], []
    fewest, most = params.sentences
    for prompt in prompts:
        material = json.loads(prompt["material"])
        outcome = write(teacher, Request(seed, prompt["doc_id"], prompt["messages"], material, fewest, most))
        if isinstance(outcome, Refusal):
            refused.append({"doc_id": prompt["doc_id"], "reason": outcome.reason, "evidence": outcome.evidence})
            continue
        kept.append(
            {
                "doc_id": prompt["doc_id"],
                "prompt_id": prompt["prompt_id"],
                "call_id": outcome.call_id,
                "teacher": teacher.kind,
                "title": prompt["concept_name"],
                "text": outcome.text,
            }
        )
    return documents(kept), quarantine(refused)

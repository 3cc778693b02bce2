"""One shard of prompts: a stretch of the plan, each lesson with its messages and material."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

import polars as pl

from sutra.files import canonical, identity
from sutra.prompts.catalog import content_types, weights
from sutra.prompts.material import Materials
from sutra.prompts.messages import messages
from sutra.prompts.params import Prompts
from sutra.prompts.plan import Lesson, lessons
from sutra.teachers.styles import styles
from sutra.teachers.supplies import supplies
from sutra.teachers.wordings import moves

NAMES = pl.List(pl.String)
COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "doc_id": pl.String,
    "prompt_id": pl.String,
    "sample": pl.Int64,
    "concept_id": pl.String,
    "concept_name": pl.String,
    "domain": pl.String,
    "subdomain": pl.String,
    "content_type": pl.String,
    "style": pl.String,
    "level": pl.Int64,
    "messages": pl.List(pl.Struct({"role": pl.String, "content": pl.String})),
    "material": pl.String,
    "prerequisites": NAMES,
    "builds_to": NAMES,
    "cross_domain": NAMES,
}
SCHEMA = pl.Schema(COLUMNS)


def fitting(materials: Materials, params: Prompts) -> dict[str, dict[str, float]]:
    """The weights of the content types that each concept has the statements for; concepts with none are left out."""
    chosen = weights(params.content_types, content_types())
    needs = {name: {moves()[move].takes for move in content_types()[name]["moves"]} for name in chosen}
    found: dict[str, dict[str, float]] = {}
    for concept in sorted(set(materials.concepts) - set(materials.left_out())):
        stock = supplies({"concept": materials.concepts[concept], "related": materials.related[concept]})
        held = {kind for kind, items in stock.items() if items}
        fit = {name: weight for name, weight in chosen.items() if needs[name] <= held}
        if fit:
            found[concept] = fit
    return found


def shard(graph: dict[str, Any], params: Prompts, seed: int, number: int) -> pl.DataFrame:
    """Rows number·per_shard and following of the plan, as the prompts table."""
    materials = Materials(graph)
    fit = fitting(materials, params)
    complexity = {concept: materials.concepts[concept]["complexity"] for concept in fit}
    sequence = lessons(seed, complexity, fit, weights(params.styles, styles()), params.level_spread)
    first = number * params.per_shard
    return table(_row(lesson, materials) for lesson in islice(sequence, first, first + params.per_shard))


def table(rows: Iterable[dict[str, Any]]) -> pl.DataFrame:
    """The prompts table."""
    return pl.DataFrame(list(rows), schema=SCHEMA, orient="row")


def _row(lesson: Lesson, materials: Materials) -> dict[str, Any]:
    concept = materials.concepts[lesson.concept]
    content_type, style = content_types()[lesson.content_type], styles()[lesson.style]
    material = {
        "concept": concept,
        "related": materials.related[lesson.concept],
        "moves": content_type["moves"],
        "voice": style["voice"],
    }
    asked = messages(content_type, style, lesson.level, material)
    prompt_id = identity("prompt", asked, material)
    return {
        "doc_id": identity("document", prompt_id, lesson.sample),
        "prompt_id": prompt_id,
        "sample": lesson.sample,
        "concept_id": lesson.concept,
        "concept_name": concept["name"],
        "domain": concept["domain"],
        "subdomain": concept["subdomain"],
        "content_type": lesson.content_type,
        "style": lesson.style,
        "level": lesson.level,
        "messages": asked,
        "material": canonical(material),
        "prerequisites": materials.names(lesson.concept, "prerequisites"),
        "builds_to": materials.names(lesson.concept, "builds_to"),
        "cross_domain": materials.names(lesson.concept, "cross_domain"),
    }

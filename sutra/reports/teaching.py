"""What the training data says of each concept: its lessons, when they were first read, and mentions of the withheld ones."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from sutra.names import names_pattern
from sutra.reports.documents import LINEAGE

SHOWN = 2  # lessons of one concept
TAUGHT = ["id", "concept_name"]
EPOCH = 2**40  # more than an epoch has steps: first readings are ordered by epoch, then step

Documents = Mapping[str, Sequence[Path]]  # corpus: the tables of its train split


class Training(NamedTuple):
    """What one model had of one concept: its lessons, those that were read, and where its first seed read the first."""

    lessons: int
    read: int
    epoch: int
    step: int  # of that epoch


def training(
    documents: Documents, mixtures: Mapping[str, Iterable[str]], seen: Mapping[str, Mapping[int, Path]]
) -> dict[str, dict[str, Training]]:
    """{concept name: {model: what it had}}; `seen` is {model: {epoch: its seen.parquet}}, of one seed."""
    found: dict[str, dict[str, Training]] = {}
    for model, mixture in mixtures.items():
        tables = [path for corpus in mixture for path in documents[corpus]]
        if not tables or not seen.get(model):
            continue
        lessons = pl.scan_parquet(tables).select(*TAUGHT).drop_nulls("concept_name")
        read = pl.concat(
            [
                pl.scan_parquet(path).select("doc_id", first=pl.col("first_step") + epoch * EPOCH)
                for epoch, path in seen[model].items()
            ]
        )
        counted = (
            lessons.join(
                read.group_by("doc_id").agg(pl.col("first").min()), left_on="id", right_on="doc_id", how="left"
            )
            .group_by("concept_name")
            .agg(pl.len(), pl.col("first").count().alias("read"), pl.col("first").min().fill_null(0))
            .sort("concept_name")
            .collect()
        )
        for name, lessons_of_it, read_of_it, first in counted.iter_rows():
            found.setdefault(name, {})[model] = Training(lessons_of_it, read_of_it, *divmod(first, EPOCH))
    return found


def examples(documents: Documents) -> dict[str, list[dict[str, Any]]]:
    """Two lessons of each concept (by name), with their lineage: those with the smallest ids, which is a fair sample."""
    tables = [path for paths in documents.values() for path in paths]
    if not tables:
        return {}
    lessons = pl.scan_parquet(tables).drop_nulls("concept_name")
    chosen = (
        lessons.select(*TAUGHT).unique("id").sort("id").group_by("concept_name", maintain_order=True).head(SHOWN)
    ).collect()
    columns = [*LINEAGE, "prompt_id", "text"]
    texts = lessons.select(columns).filter(pl.col("id").is_in(chosen["id"].to_list())).unique("id").sort("id").collect()
    found: dict[str, list[dict[str, Any]]] = {}
    for row in texts.iter_rows(named=True):
        text = row.pop("text")
        lineage = {name: value for name, value in row.items() if value is not None}
        found.setdefault(row["concept_name"], []).append({"text": text, "lineage": lineage})
    return found


def mentions(documents: Documents, withheld: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    """{id of a withheld concept: {corpus: how many training documents say its name or an alias}}."""
    patterns = {node["id"]: names_pattern([node["name"], *node["aliases"]]) for node in withheld}
    any_of_them = names_pattern([name for node in withheld for name in (node["name"], *node["aliases"])])
    found = {concept: dict.fromkeys(documents, 0) for concept in patterns}
    if any_of_them is None:
        return found
    for corpus, paths in documents.items():
        for path in paths:
            for text in pl.read_parquet(path, columns=["text"])["text"]:
                if any_of_them.search(text):
                    for concept, pattern in patterns.items():
                        found[concept][corpus] += bool(pattern and pattern.search(text))
    return found

"""What the page says about the study as a whole: its size, what was switched off, and what it does not show."""

from collections import Counter
from typing import Any

import polars as pl

from sutra.reports.comparison import Row, headline, kept_out
from sutra.reports.conserve import Owners
from sutra.reports.curves import Run
from sutra.reports.params import Reports

FEW_ITEMS = 100  # the standard error of a score near one half is then 5 points
FEW_SEEDS = 3  # fewer do not tell the spread between seeds


def parameters(config: dict[str, Any]) -> int:
    """The number of weights of a Llama with grouped-query attention, from its config.json."""
    hidden, heads = config["hidden_size"], config["num_attention_heads"]
    head = config.get("head_dim") or hidden // heads
    queries, keys = heads * head, config["num_key_value_heads"] * head
    layer = 2 * hidden * queries + 2 * hidden * keys + 3 * hidden * config["intermediate_size"] + 2 * hidden
    embeddings = config["vocab_size"] * hidden * (1 if config["tie_word_embeddings"] else 2)
    return embeddings + config["num_hidden_layers"] * layer + hidden


def summary(
    rows: list[Row],
    runs: list[Run],
    table: pl.DataFrame,
    sizes: dict[str, int],
    graph: dict[str, Any],
    study: dict[str, Any],
) -> dict[str, Any]:
    """The numbers of the first sentences; `table` is that of the training curves, a row per step."""
    models = list(study["models"])
    last = headline(rows)
    budgets = {model: max(run.trained for run in runs if run.model == model) for model in models}
    per_epoch = table.group_by("model", "seed", "epoch").agg(pl.col("step").max())
    return {
        "models": len(models),
        "parameters": sorted(set(sizes.values())),
        "tokens": sorted(set(budgets.values())),
        "steps": sorted(set(per_epoch.group_by("model", "seed").agg(pl.col("step").sum())["step"])),
        "seeds": sorted({len(row["seeds"]) for row in study["models"].values()}),
        "taught": graph["taught"],
        "withheld": graph["withheld"],
        "checkpoint": last[0].checkpoint if last else "",
        "read": {
            model: sorted({source(study, corpus) for corpus in study["models"][model]["mixture"]}) for model in models
        },
        "verdicts": Counter(row.difference.verdict for row in last if row.difference),
        "refused": sum(1 for row in last if row.refusal),
    }


def source(study: dict[str, Any], corpus: str) -> str:
    """Where the documents of a corpus come from: prompts, files or packages."""
    row = study["corpora"][corpus]
    return source(study, row["from"]) if "at" in row else str(row["from"])


def off_stages(study: dict[str, Any], owners: Owners) -> dict[str, list[str]]:
    """For every corpus, which stages (or parts of one) were at the value that changes nothing."""
    return {corpus: _off(corpus, study["corpora"], stages) for corpus, stages in owners.items()}


def _off(corpus: str, rows: dict[str, Any], stages: dict[str, str | None]) -> list[str]:
    def section(word: str) -> dict[str, Any]:
        return rows[stages[word] or corpus][word]

    selection, cleaning = section("selection"), section("corpus")
    tests = {
        "prompts": stages["prompts"] is None,
        "embedding": section("scores")["embedding"] is None,
        "selection": selection["min_quality"] == 0
        and selection["per_cell"] is None
        and selection["per_opening"] is None,
        "rephrased": section("rephrased")["share"] == 0,
        "rules": not cleaning["rules"],
        "keep_out": not cleaning["keep_out"],
    }
    return [name for name, off in tests.items() if off]


def limits(rows: list[Row], study: dict[str, Any], reports: Reports, withheld: int) -> list[dict[str, Any]]:
    """What the study does not show: the name of each limit that applies, with its numbers."""
    last = headline(rows)
    few = sorted({(row.task, row.group, row.mean.n) for row in last if not row.heldout and row.mean.n < FEW_ITEMS})
    seeds = {model: len(row["seeds"]) for model, row in study["models"].items() if len(row["seeds"]) < FEW_SEEDS}
    seen = [
        (task, model)
        for task in study["evals"]["tasks"]
        for model in study["models"]
        if not kept_out(study, model, task)
    ]
    near_chance = sorted(
        {
            (r.task, r.group, r.model)
            for r in last
            if r.mean.chance is not None and r.mean.low <= r.mean.chance <= r.mean.high
        }
    )
    found: list[dict[str, Any] | None] = [
        {"name": "few_items", "items": few} if few else None,
        {"name": "few_seeds", "seeds": seeds} if seeds else None,
        {"name": "limit", "limit": study["evals"]["limit"]} if study["evals"].get("limit") else None,
        {"name": "not_kept_out", "pairs": seen} if seen else None,
        {"name": "near_chance", "cells": near_chance} if near_chance else None,
        None if withheld else {"name": "no_control"},
        None if reports.baseline else {"name": "no_baseline"},
        None if study["evals"]["tasks"] else {"name": "no_tasks"},
        {"name": "heuristics"},
        {"name": "small"},
    ]
    return [limit for limit in found if limit]

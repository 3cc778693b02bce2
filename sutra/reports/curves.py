"""Training curves: from the metrics of every epoch to one table, and to the geometry of a drawing."""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from sutra.errors import SutraError

SCHEMA = {
    "model": pl.String,
    "seed": pl.Int64,
    "epoch": pl.Int64,
    "step": pl.Int64,
    "tokens": pl.Int64,
    "loss": pl.Float64,
    "validation_loss": pl.Float64,
}


@dataclass(frozen=True)
class Run:
    """What one epoch of one model and seed came to. Tokens are counted from the start of training."""

    model: str
    seed: int
    epoch: int
    trained: int  # tokens seen at the end of the epoch
    best_tokens: int  # tokens seen where `best` was kept
    best_loss: float | None  # validation loss there, nats per token


def read_metrics(paths: list[Path]) -> tuple[list[Run], pl.DataFrame]:
    """The runs, and a row for every step that has a loss or a validation loss."""
    runs, rows = [], []
    for path in sorted(paths):
        model, seed, epoch = (
            path.parent.parent.parent.name,
            int(path.parent.parent.name.removeprefix("seed-")),
            int(path.parent.name.removeprefix("epoch-")),
        )
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        if not lines or "best_step" not in lines[-1]:
            raise SutraError(
                "the metrics have no last line", str(path), "the epoch did not end: build checkpoints again"
            )
        steps: dict[int, dict[str, Any]] = {}
        for line in lines[:-1]:
            steps.setdefault(line["step"], {}).update(line)
        best = steps.get(lines[-1]["best_step"], {})
        trained = max((line["tokens"] for line in steps.values()), default=0)
        runs.append(Run(model, seed, epoch, trained, best.get("tokens", trained), best.get("validation_loss")))
        rows += [
            {"model": model, "seed": seed, "epoch": epoch, **{k: v for k, v in steps[s].items() if k in SCHEMA}}
            for s in sorted(steps)
        ]
    return sorted(runs, key=lambda r: (r.model, r.seed, r.epoch)), pl.DataFrame(rows, schema=SCHEMA).sort(
        "model", "seed", "epoch", "step"
    )


WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 340, 52, 12, 10, 40  # of the drawing, in its own units
POINTS = 160  # of one line; more cannot be seen


def geometry(curves: pl.DataFrame, models: list[str]) -> dict[str, Any] | None:
    """Lines, marks and axes of the drawing; None where nothing was trained.

    A line is the training loss, a mark a look at the validation loss. Steps are averaged in at most POINTS buckets.
    """
    losses = pl.concat([curves["loss"], curves["validation_loss"]]).drop_nulls().drop_nans()
    if losses.is_empty():
        return None
    low, high, most = float(losses.min()), float(losses.max()), int(curves["tokens"].max())  # type: ignore[arg-type]
    ticks = _ticks(low, high)
    low, high = min(low, ticks[0]), max(high, ticks[-1])

    def x(tokens: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * tokens / most, 1)

    def y(loss: float) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (high - loss) / ((high - low) or 1), 1)

    lines = []
    for (model, seed), part in curves.group_by("model", "seed", maintain_order=True):
        trained = part.filter(pl.col("loss").is_finite()).sort("tokens")
        size = max(1, math.ceil(trained.height / POINTS))
        buckets = (
            trained.with_row_index()
            .group_by(pl.col("index") // size, maintain_order=True)
            .agg(pl.col("tokens", "loss").mean())
        )
        looks = part.filter(pl.col("validation_loss").is_finite())
        every = max(1, math.ceil(looks.height / 12))
        looks = looks.sort("tokens", descending=True).gather_every(every)  # the last look is always drawn
        lines.append(
            {
                "model": model,
                "seed": seed,
                "points": " ".join(f"{x(t)},{y(v)}" for t, v in buckets.select("tokens", "loss").iter_rows()),
                "marks": [(x(t), y(v)) for t, v in looks.select("tokens", "validation_loss").iter_rows()],
            }
        )
    lines.sort(key=lambda line: (models.index(line["model"]), line["seed"]))
    ends = curves.group_by("epoch").agg(pl.col("tokens").max()).sort("epoch")["tokens"].to_list()
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "top": TOP,
        "floor": HEIGHT - BOTTOM,
        "lines": lines,
        "y": [(y(tick), f"{tick:g}") for tick in ticks],
        "x": [(x(tokens), tokens) for tokens in [0, *ends]],
    }


def _ticks(low: float, high: float) -> list[float]:
    """Four to eight round numbers that span `low` to `high`."""
    raw = max(high - low, 1e-6) / 5
    power = 10 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw)
    return [round(k * step, 10) for k in range(math.floor(low / step), math.ceil(high / step) + 1)]

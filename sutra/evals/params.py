"""The `evals` section."""

from typing import Any, Literal

from pydantic import Field

from sutra.schema import Extent, Section, Unique

Which = Literal["best", "final"]


class Evals(Section):
    """What is measured, on which checkpoints."""

    tasks: Unique[str] = Extent([], description="Rows of `tasks` that every checkpoint is scored on.")
    heldout: Unique[str] = Extent(
        [], description="Corpora on whose heldout split every checkpoint's bits per byte are measured."
    )
    epochs: Literal["all", "last"] = Extent("all", description="Which epochs are scored.")
    which: Unique[Which] = Extent(
        ["best", "final"], min_length=1, description="Which checkpoints of an epoch are scored."
    )
    shots: dict[str, int] = Field({}, description="Few-shot examples by task; a task not named has its own default.")
    limit: int | None = Field(
        None, ge=1, description="Most items of a task, for a quick look; null takes all. Marked in every table."
    )
    heldout_documents: int = Field(
        200, ge=1, description="Most documents of a heldout split, the first by keyed order."
    )
    batch: int = Field(32, ge=1, description="Requests scored at a time; content, as sums depend on it.")
    threads: int = Field(1, ge=1, description="CPU threads of one scoring job.")
    device: Literal["auto", "cpu", "cuda"] = "auto"


def parse(values: dict[str, Any]) -> tuple[Evals, int | None]:
    """A job's slice: the section, and the few-shot examples of its task (`shots` there is of that task alone)."""
    own = {key: value for key, value in values.items() if key != "shots"}
    return Evals.model_validate(own), values.get("shots")

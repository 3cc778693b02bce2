"""The `tasks` section: a row per task."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from sutra.schema import Section


class GraphTask(Section):
    """Multiple-choice items made from the probes of the concepts, taught and withheld."""

    source: Literal["graph"] = Field(alias="from")
    choices: int = Field(4, ge=2, le=8, description="Answers an item offers; chance is one in this many.")


class FilesTask(Section):
    """A stock lm-eval task whose data lies in local Parquet files, in the schema of its hub dataset."""

    source: Literal["files"] = Field(alias="from")
    dataset: str = Field(
        pattern=r"^[\w.-]+/[\w.-]+$", description="The hub dataset the stock task names, such as allenai/ai2_arc."
    )
    config: str = Field("default", description="The dataset's configuration, such as ARC-Easy.")
    splits: dict[str, str] = Field(min_length=1, description="Split name to the Parquet file that holds it.")
    metric: str = Field("acc", description="The metric that tables show, such as acc, acc_norm or exact_match.")
    chance: float = Field(ge=0, le=1, description="The score of guessing, shown beside every result.")


def _kind(row: Any) -> str:
    source = row.get("from") if isinstance(row, dict) else getattr(row, "source", None)
    return f"<{source}>"


Task = Annotated[Annotated[GraphTask, Tag("<graph>")] | Annotated[FilesTask, Tag("<files>")], Discriminator(_kind)]

"""A task's items laid out as lm-eval's `load_dataset` finds them: a folder named as the hub dataset is."""

from pathlib import Path
from typing import Any

import polars as pl
import yaml

from sutra.errors import SutraError


def write_mirror(folder: Path, task: dict[str, Any], items: pl.DataFrame) -> None:
    """Writes `{folder}/{dataset}/`: a card that names the files of each split, and these files.

    From a working directory of `folder`, `load_dataset(dataset, config)` reads them and asks no hub.
    """
    missing = sorted(set(task["splits"]) - set(items["split"]))
    if missing:
        raise SutraError(
            f"the {missing[0]} split has no items", f"task {task['name']}", "give the task items, or drop the split"
        )
    data = folder / task["dataset"] / "data"
    data.mkdir(parents=True)
    files = []
    for split in task["splits"]:
        items.filter(pl.col("split") == split).drop("split").write_parquet(data / f"{split}.parquet")
        files.append({"split": split, "path": f"data/{split}.parquet"})
    card = {"configs": [{"config_name": task["config"], "data_files": files}]}
    (data.parent / "README.md").write_text(f"---\n{yaml.safe_dump(card)}---\n", encoding="utf-8")

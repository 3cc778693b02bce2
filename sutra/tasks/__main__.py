"""`python -m sutra.tasks`: see rules/tasks.smk."""

from pathlib import Path
from typing import Any

from sutra import job
from sutra.files import read_json, write_json, write_table
from sutra.tasks.build import from_files, from_graph
from sutra.tasks.params import FilesTask, GraphTask


def build(inputs: list[Path], name: str, params: dict[str, Any], out: Path, items: Path, check: Path) -> None:
    """Write the items of one task, and what lm-eval and the corpora are told about it."""
    row = params["tasks"]
    if row["from"] == "graph":
        made = from_graph(name, read_json(inputs[0]), GraphTask.model_validate(row), params["seed"])
    else:
        made = from_files(name, FilesTask.model_validate(row))
    description, table, found = made
    write_json(out, description)
    write_table(items, table)
    write_json(check, found)
    job.say(f"{found['kept']} items of {found['in']}")


if __name__ == "__main__":
    job.main(build)

"""The command that the rule of selection calls."""

from pathlib import Path
from typing import Any

from sutra import files, job
from sutra.selection.check import check_selection
from sutra.selection.params import Selection
from sutra.selection.select import read_scores
from sutra.selection.select import select as select_documents


def select(scores: list[Path], params: dict[str, Any], kept: Path, rejected: Path, check: Path) -> None:
    """Keep the documents of one corpus that are good enough and not too alike."""
    table = read_scores(scores)
    good, bad = select_documents(table, Selection.model_validate(params["selection"]))
    files.write_table(kept, good)
    files.write_table(rejected, bad)
    files.write_json(check, check_selection(table, good, bad))
    job.say(f"{good.height} documents kept, {bad.height} rejected")


if __name__ == "__main__":
    job.main(select)

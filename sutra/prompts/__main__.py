"""The commands of `prompts`."""

from pathlib import Path
from typing import Any

from sutra import job
from sutra.files import read_json, read_table, write_json, write_table
from sutra.prompts import check as checking
from sutra.prompts.params import Prompts
from sutra.prompts.shard import shard


def plan(graph: Path, number: int, params: dict[str, Any], out: Path) -> None:
    """Plan the prompts of one shard."""
    table = shard(read_json(graph), Prompts.model_validate(params["prompts"]), params["seed"], number)
    write_table(out, table)
    job.say(f"{table.height} prompts about {table['concept_id'].n_unique()} concepts")


def check(graph: Path, shards: list[Path], params: dict[str, Any], out: Path) -> None:
    """Count the prompts of one corpus, and see that none stands twice."""
    doc_ids = [doc_id for path in shards for doc_id in read_table(path, ["doc_id"])["doc_id"]]
    found = checking.check(doc_ids, len(shards), read_json(graph), Prompts.model_validate(params["prompts"]))
    write_json(out, found)
    job.say(f"{found['kept']} prompts; {found['statements_withheld']} statements withheld")


if __name__ == "__main__":
    job.main(plan, check)

"""The commands of `shards`."""

from pathlib import Path
from typing import Any

from sutra import job
from sutra.files import read_table, write_json, write_table
from sutra.shards import check as checking
from sutra.shards.generate import generate
from sutra.shards.params import Shards
from sutra.shards.records import ingest
from sutra.shards.sources import records
from sutra.teachers.registry import parse


def make(
    prompts: list[Path], files: list[Path], number: int, params: dict[str, Any], out: Path, quarantine: Path
) -> None:
    """Generate the documents of one shard from its prompts, or ingest them from where the corpus says."""
    if prompts:
        table = read_table(prompts[0])
        rows = job.progress(table.iter_rows(named=True), table.height, "documents")
        kept, broken = generate(rows, parse(params["teacher"]), Shards.model_validate(params["shards"]), params["seed"])
    else:
        kept, broken = ingest(records(params["source"], files), number, params["source"]["shards"])
    write_table(out, kept)
    write_table(quarantine, broken)
    job.say(f"{kept.height} documents, {broken.height} in quarantine")


def check(prompts: list[Path], shards: list[Path], quarantine: list[Path], out: Path) -> None:
    """See that every prompt or record of one corpus became a document or stands in quarantine."""
    asked = [doc_id for path in prompts for doc_id in read_table(path, ["doc_id"])["doc_id"]] if prompts else None
    kept = [doc_id for path in shards for doc_id in read_table(path, ["doc_id"])["doc_id"]]
    broken = [row for path in quarantine for row in read_table(path, ["doc_id", "reason"]).iter_rows()]
    found = checking.check(asked, kept, broken)
    write_json(out, found)
    job.say(f"{found['in']} asked for, {found['kept']} documents")


if __name__ == "__main__":
    job.main(make, check)

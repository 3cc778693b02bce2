"""The commands that the rules of scores call."""

from pathlib import Path
from typing import Any

from sutra import files, job
from sutra.scores.check import check_scores
from sutra.scores.params import Scores
from sutra.scores.table import CELL, score_shard


def score(shard: Path, prompts: list[Path], params: dict[str, Any], out: Path) -> None:
    """Score the documents of one shard."""
    documents = files.read_table(shard, ["doc_id", "text"])
    asked = files.read_table(prompts[0], ["doc_id", "material", *CELL]) if prompts else None
    files.write_table(out, score_shard(documents, asked, Scores.model_validate(params["scores"])))
    job.say(f"{documents.height} documents scored")


def check(shards: list[Path], scores: list[Path], out: Path) -> None:
    """See that every document of one corpus has its scores."""
    files.write_json(out, check_scores(_ids(shards), _ids(scores)))


def _ids(paths: list[Path]) -> list[str]:
    return [doc_id for path in paths for doc_id in files.read_table(path, ["doc_id"])["doc_id"]]


if __name__ == "__main__":
    job.main(score, check)

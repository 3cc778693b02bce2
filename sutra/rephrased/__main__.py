"""The commands of `rephrased`."""

from pathlib import Path
from typing import Any

from sutra import job
from sutra.files import read_table, write_json, write_table
from sutra.rephrased import check as checking
from sutra.rephrased.params import Rephrased
from sutra.rephrased.render import Recipe, nothing, parents, render
from sutra.scores.params import Scores
from sutra.shards.params import Shards
from sutra.teachers.registry import parse


def rephrase(
    prompts: list[Path],
    shard: Path,
    scores: Path,
    selection: Path,
    params: dict[str, Any],
    out: Path,
    rejected: Path,
) -> None:
    """Render a share of the selected documents of one shard in another style; reject what is not faithful."""
    section, seed = Rephrased.model_validate(params["rephrased"]), params["seed"]
    rows = {row["doc_id"]: row for path in prompts for row in read_table(path).iter_rows(named=True)}
    selected = set(read_table(selection, ["doc_id"])["doc_id"])
    asked = parents(read_table(shard), rows.keys(), selected, section.share, seed)
    kept, refused = nothing()
    if asked:
        cells = dict(read_table(scores, ["doc_id", "cell"]).iter_rows())
        kept, refused = render(job.progress(asked, len(asked), "renderings"), rows, cells, _recipe(params, section))
    write_table(out, kept)
    write_table(rejected, refused)
    job.say(f"{kept.height} renderings, {refused.height} rejected")


def _recipe(params: dict[str, Any], section: Rephrased) -> Recipe:
    shards, scores = Shards.model_validate(params["shards"]), Scores.model_validate(params["scores"])
    return Recipe(params["seed"], section, shards, scores, parse(params["teacher"]))


def check(selection: Path, shards: list[Path], rejected: list[Path], params: dict[str, Any], out: Path) -> None:
    """See that every rendering of one corpus that was asked for is there, or rejected with a reason."""
    selected = read_table(selection, ["doc_id"])["doc_id"].to_list()
    kept = [doc_id for path in shards for doc_id in read_table(path, ["doc_id"])["doc_id"]]
    refused = [row for path in rejected for row in read_table(path, ["doc_id", "reason"]).iter_rows()]
    share = Rephrased.model_validate(params["rephrased"]).share
    found = checking.check(selected, share, params["seed"], kept, refused)
    write_json(out, found)
    job.say(f"{found['in']} renderings asked for, {found['kept']} kept")


if __name__ == "__main__":
    job.main(rephrase, check)

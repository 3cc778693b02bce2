"""`python -m sutra.evals`: see rules/evals.smk."""

import tempfile
from pathlib import Path
from typing import Any

from sutra import job
from sutra.evals.check import check_scores, refuse_seen
from sutra.evals.params import parse
from sutra.files import read_json, read_table, write_json, write_table


def task(checkpoint: list[Path], task: Path, items: Path, params: dict[str, Any], out: Path, out_items: Path) -> None:
    """Score one checkpoint on one task, with lm-eval."""
    from sutra.evals import harness
    from sutra.evals.mirror import write_mirror
    from sutra.evals.results import summarize

    evals, shots = parse(params["evals"])
    description = read_json(task)
    model, out, out_items = (path.absolute() for path in (checkpoint[0].parent, out, out_items))
    with tempfile.TemporaryDirectory() as folder:
        write_mirror(Path(folder), description, read_table(items))
        with harness.offline(Path(folder)):
            found = harness.run(model, description["name"], description["lm_eval"], evals, shots)
    result, rows = summarize(description, found, evals.limit)
    write_json(out, result)
    write_table(out_items, rows)
    job.say(f"{result['metric']} {result['value']} on {result['n']} items, chance {result['chance']}")


def heldout(checkpoint: list[Path], documents: list[Path], params: dict[str, Any], out: Path, out_items: Path) -> None:
    """Measure the bits per byte of one checkpoint on the heldout documents of one corpus."""
    from sutra.evals import heldout

    evals, _ = parse(params["evals"])
    table = heldout.read_documents(documents, evals.heldout_documents)
    folder = checkpoint[0].parent
    tokens = heldout.encode(folder / "tokenizer.json", table["text"].to_list())
    bits = heldout.bits_of(heldout.load(folder, evals), tokens, evals.batch)
    result, rows = heldout.summarize(table, bits)
    write_json(out, result)
    write_table(out_items, rows)
    job.say(f"{result['bits_per_byte']} bits per byte on {result['n']} documents")


def check(train: list[Path], results: list[Path], items: list[Path], out: Path) -> None:
    """See that every item was scored, and that no heldout document was trained on, for one model."""
    asked = {_name(path): read_json(path)["asked"] for path in results}
    scored = {_name(path): read_table(path).to_series(0).to_list() for path in items}
    refuse_seen({doc_id for path in train for doc_id in read_table(path, ["id"])["id"]}, scored)
    write_json(out, check_scores(asked, scored))


def _name(path: Path) -> str:
    """`{model}/seed-{seed}/epoch-{checkpoint}/{task}.…` as `{model}-{seed}-{checkpoint}-{task}`."""
    checkpoint, seed, model = path.parent, path.parent.parent, path.parent.parent.parent
    task = path.name.removesuffix(".items.parquet").removesuffix(".json")
    return "-".join([model.name, seed.name.removeprefix("seed-"), checkpoint.name.removeprefix("epoch-"), task])


if __name__ == "__main__":
    job.main(task, heldout, check)

"""The commands that the rules of corpus call."""

from pathlib import Path
from typing import Any

import polars as pl

from sutra import files, job
from sutra.corpus import keepout
from sutra.corpus.candidates import Candidates, read_documents
from sutra.corpus.check import FACTS, check_corpus
from sutra.corpus.clean import clean as clean_documents
from sutra.corpus.params import Corpus
from sutra.corpus.split import split_shard


def clean(
    shards: list[Path],
    selection: Path,
    scores: list[Path],
    rephrased: list[Path],
    prompts: list[Path],
    tasks: list[Path],
    params: dict[str, Any],
    verdicts: Path,
    rejected: Path,
    check: Path,
) -> None:
    """Decide on every document of one corpus: its family, its split, or why it is rejected."""
    section = Corpus.model_validate(params["corpus"])
    candidates = Candidates(shards, selection, scores, rephrased, prompts)
    keep_out = keepout.build([files.read_json(path) for path in tasks], section.keep_out_ngram)
    decided, bad = clean_documents(candidates.read, keep_out, section, params["seed"])
    facts = pl.concat([table.select(FACTS) for table in candidates.read()])
    files.write_json(check, check_corpus(candidates.ids(), decided, bad, facts))
    files.write_table(verdicts, decided)
    files.write_table(rejected, bad)
    job.say(f"{decided.height - bad.height} documents kept, {bad.height} rejected")


def split(
    verdicts: Path,
    prompts: list[Path],
    shard: Path,
    scores: Path,
    rephrased: Path,
    number: str,
    train: Path,
    validation: Path,
    heldout: Path,
) -> None:
    """Write the documents of one shard to the split of their family."""
    documents = read_documents(shard, scores, rephrased, prompts[0] if prompts else None)
    tables = split_shard(documents, files.read_table(verdicts), number)
    for path, name in ((train, "train"), (validation, "validation"), (heldout, "heldout")):
        files.write_table(path, tables[name])
        job.say(f"{tables[name].height} documents for {name}")


if __name__ == "__main__":
    job.main(clean, split)

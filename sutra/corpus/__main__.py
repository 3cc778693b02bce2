"""The commands that the rules of corpus call, and one for people: `folder` cleans a folder without a study."""

import argparse
import sys
from pathlib import Path
from typing import Any

import polars as pl

from sutra import files, job
from sutra.corpus import keepout
from sutra.corpus.candidates import Candidates, read_documents
from sutra.corpus.check import FACTS, check_corpus
from sutra.corpus.clean import clean as clean_documents
from sutra.corpus.folder import command
from sutra.corpus.params import Corpus
from sutra.corpus.split import split_shard
from sutra.errors import SutraError


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


def main() -> None:
    """Runs the verb that the command line names: those of the rules as any job, `folder` with its own help."""
    jobs = (clean, split)
    if sys.argv[1:2] and sys.argv[1] in {verb.__name__ for verb in jobs}:
        return job.main(*jobs)
    parser = argparse.ArgumentParser(
        prog="python -m sutra.corpus",
        description="Clean documents: drop what is too short, too long, repeated, nearly repeated, or to be kept out.",
        epilog="VERB --help says more. What it does to which documents, with examples: docs/parts.md",
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    command.add(verbs.add_parser("folder", help="clean a folder of Parquet files; needs no study"))
    for verb in jobs:
        summary = (verb.__doc__ or "").strip().splitlines()[0]
        verbs.add_parser(verb.__name__, help=f"called by the rules of a study. {summary}")
    arguments = parser.parse_args()
    try:
        arguments.call(arguments)
    except SutraError as error:
        sys.exit(str(error))
    except OSError as error:
        where = str(error.filename or arguments.out)
        sys.exit(
            str(SutraError(error.strerror or str(error), where, "see that it may be read, or written, and has room"))
        )


if __name__ == "__main__":
    main()

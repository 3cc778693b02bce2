"""`python -m sutra.bins`: see rules/bins.smk."""

import os
from pathlib import Path
from typing import Any

from sutra import job
from sutra.bins.check import check_corpus
from sutra.bins.documents import by_corpus, parity_sample, read_ids
from sutra.bins.encode import choose, fast, reference
from sutra.bins.mix import mixture_of, refuse_heldout
from sutra.bins.params import Bins
from sutra.bins.train import CONFIG, chosen_texts, train_tokenizer
from sutra.bins.write import write_tokens
from sutra.files import read_table, write_json, write_table, write_text


def train(documents: list[Path], params: dict[str, Any], tokenizer: Path, config: Path) -> None:
    """Train one byte-level BPE on equal parts of some corpora."""
    section = Bins.model_validate(params["bins"])
    trained = train_tokenizer(chosen_texts(by_corpus(documents)), section.tokenizer.vocabulary)
    write_text(tokenizer, trained.to_str(pretty=True) + "\n")
    write_json(config, CONFIG)
    job.say(f"{trained.get_vocab_size()} tokens of {section.tokenizer.vocabulary} asked for")


def encode(
    tokenizer: Path,
    train: list[Path],
    validation: list[Path],
    transport: dict[str, Any],
    train_bin: Path,
    train_index: Path,
    validation_bin: Path,
    validation_index: Path,
    check: Path,
) -> None:
    """Encode the train and validation documents of one corpus."""
    os.environ["RAYON_NUM_THREADS"] = str(transport["workers"])  # of both tokenizers; read when they first run
    os.environ["TOKENIZERS_PARALLELISM"] = "true"
    size = transport["encode_batch"]
    slow = reference(tokenizer)
    encoder = choose(fast(tokenizer), slow, parity_sample([*train, *validation]))
    job.say("encoding with " + ("the tokenizers library" if encoder is slow else "tokie"))
    trained = write_tokens(train, encoder, size, train_bin)
    validated = write_tokens(validation, encoder, size, validation_bin)
    write_table(train_index, trained)
    write_table(validation_index, validated)
    write_json(check, check_corpus(read_ids([*train, *validation]), trained, validated))
    job.say(f"{trained.height} train and {validated.height} validation documents, {trained['tokens'].sum()} tokens")


def mix(indices: list[Path], heldout: list[Path], params: dict[str, Any], mixture: Path, check: Path) -> None:
    """Fix the mixture of one model; refuse it if a document it trains on is held out anywhere in it."""
    tables = {path.parent.name: read_table(path) for path in indices}
    kept_out = {corpus: read_ids(paths) for corpus, paths in by_corpus(heldout).items()}
    refuse_heldout({corpus: table["doc_id"].to_list() for corpus, table in tables.items()}, kept_out)
    content, found = mixture_of(tables, params["mixture"])
    write_json(mixture, content)
    write_json(check, found)
    job.say(f"{found['kept']} documents of {', '.join(sorted(tables))}")


if __name__ == "__main__":
    job.main(train, encode, mix)

"""The candidates of a corpus, read shard by shard: selected documents and all renderings."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from sutra import files
from sutra.corpus import documents as table
from sutra.errors import SutraError


@dataclass(frozen=True, slots=True)
class Candidates:
    """Files of a corpus. Those of one shard are known by the number in their name, `shard-0001.parquet`."""

    shards: list[Path]
    selection: Path
    scores: list[Path]
    rephrased: list[Path]
    prompts: list[Path]

    def ids(self) -> list[str]:
        """Ids of all candidates, as the stages before say: selection kept, and renderings."""
        kept = files.read_table(self.selection, ["doc_id"])["doc_id"].to_list()
        return kept + [i for path in self.rephrased for i in files.read_table(path, ["doc_id"])["doc_id"]]

    def read(self) -> Iterator[pl.DataFrame]:
        """The candidates of one shard after another: the columns of documents, and `shard`."""
        kept = files.read_table(self.selection, ["doc_id", "shard"])
        for path in sorted(self.shards, key=lambda path: path.name):
            number = path.stem.removeprefix("shard-")
            selected = kept.filter(shard=number)["doc_id"].to_list()
            found = read_documents(
                path,
                _same_name(self.scores, path),
                _same_name(self.rephrased, path),
                _same_name(self.prompts, path) if self.prompts else None,
            )
            is_candidate = pl.col("parent_id").is_not_null() | pl.col("doc_id").is_in(selected)
            yield found.filter(is_candidate).with_columns(shard=pl.lit(number))


def read_documents(shard: Path, scores: Path, rephrased: Path, prompts: Path | None) -> pl.DataFrame:
    """The documents of one shard and their renderings, from the files of the stages before."""
    return table.documents(
        files.read_table(shard, list(table.SHARD)),
        files.read_table(scores, list(table.SCORES)),
        files.read_table(rephrased, list(table.REPHRASED)),
        files.read_table(prompts, list(table.PROMPTS)) if prompts else None,
    )


def _same_name(paths: list[Path], shard: Path) -> Path:
    for path in paths:
        if path.name == shard.name:
            return path
    raise SutraError("a shard lacks a file of another stage", str(shard), "build the stages before corpus again")

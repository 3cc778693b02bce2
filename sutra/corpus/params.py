"""The `corpus` section."""

from typing import Literal

from pydantic import Field, model_validator

from sutra.schema import Section, Unique

Rule = Literal["length", "exact", "near"]


class Splits(Section):
    """Shares of document families that go to each split that is not train."""

    validation: float = Field(0.02, ge=0, lt=0.5)
    heldout: float = Field(0.02, ge=0, lt=0.5)


class Corpus(Section):
    """How documents are cleaned and split. `rules: []` and `keep_out: []` are the off values."""

    rules: Unique[Rule] = Field(
        ["length", "exact", "near"], description="Cleaning rules, in the order in which they claim a document."
    )
    min_words: int = Field(20, ge=0, description="Rule length: fewest words of a document.")
    max_words: int = Field(100_000, ge=1, description="Rule length: most words of a document.")
    near_threshold: float = Field(
        0.8,
        gt=0,
        le=1,
        description="Rule near, and families: Jaccard similarity of word 5-grams from which two documents are near-duplicates.",
    )
    keep_out: Unique[str] = Field(
        [], description="Tasks whose items, and whose withheld concepts, are kept out of this corpus."
    )
    keep_out_ngram: int = Field(
        8, ge=3, le=50, description="Words in a row shared with an item that put a document out."
    )
    splits: Splits = Splits()

    @model_validator(mode="after")
    def _some_length(self) -> "Corpus":
        if self.min_words > self.max_words:
            raise ValueError(f"min_words ({self.min_words}) is above max_words ({self.max_words})")
        return self

"""The `bins` section."""

from pydantic import Field

from sutra.schema import Section, Unique


class Tokenizer(Section):
    """A byte-level BPE with single digits, the layout of SmolLM's."""

    corpora: Unique[str] = Field(
        min_length=1, description="Corpora whose train split it is trained on, in equal parts of text."
    )
    vocabulary: int = Field(
        49_152, ge=258, le=65_536, description="Number of tokens, the 256 bytes and <|endoftext|> included."
    )


class Bins(Section):
    """How text becomes tokens."""

    tokenizer: Tokenizer

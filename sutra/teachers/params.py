"""The `teachers` section: a row per teacher."""

from typing import Literal

from pydantic import Field

from sutra.schema import Section


class Composer(Section):
    """The embedded teacher: writes lessons from the facts of the concepts; needs no network, key or GPU."""

    kind: Literal["composer"]
    variety: int = Field(1, ge=0, description="A number in the key of its choices: another number, other wordings.")


Teacher = Composer

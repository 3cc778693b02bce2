"""The `graph` section."""

from pydantic import Field

from sutra.schema import Section


class Graph(Section):
    """Which concepts are taught, and which are withheld as the control."""

    teach: list[str] = Field(
        ["*"],
        min_length=1,
        description="Patterns over `domain/subdomain/id`; concepts that match one are taught. `*` also matches `/`.",
    )
    withhold: list[str] = Field(
        [],
        description="Patterns likewise; these concepts are never taught or mentioned, and are the control. Wins over teach.",
    )

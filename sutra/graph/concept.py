"""A concept, as it stands in `concepts/<domain>/<subdomain>.yaml`."""

from typing import Annotated

from pydantic import Field

from sutra.schema import Section

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, Field(min_length=3)]


class Compute(Section):
    """How a number in a fact comes about: checked, and the seed of worked examples."""

    expression: str = Field(pattern=r"^[0-9eE.+\-*/() %]+$", description="Arithmetic, as Python writes it.")
    result: str = Field(pattern=r"^-?[0-9][0-9.,]*$", description="The number as it stands in the text.")


class Fact(Section):
    """One true, specific statement that names its subject."""

    text: Text
    compute: Compute | None = None


class Misconception(Section):
    """What people get wrong, and what is right."""

    claim: Text
    correction: Text


class Link(Section):
    """A link to a concept of another domain."""

    concept: Id
    why: Text


class Probe(Section):
    """A question whose wording only `tasks` ever reads.

    Distractors are the answers of other concepts' probes that ask the same: of the `distractors` that are named, then of
    the same subdomain, the same domain, and all.
    """

    asks: Id = Field(
        description="What is asked for: `name` for the concept's name; `fact` for a term that a statement of it says, after"
        " its name; anything else for what no lesson says in these words, as `role`."
    )
    question: Text
    answer: Text
    distractors: list[Id] = Field([], description="Concepts whose answers are tried first as wrong ones.")


class Concept(Section):
    """One concept of the graph."""

    id: Id
    name: Text
    aliases: list[Text] = []
    complexity: int = Field(ge=1, le=10)
    definition: Text
    facts: list[Fact] = Field(min_length=3)
    terms: list[Text] = Field(min_length=3, description="Key words, each as one of the statements says it.")
    example: Text
    misconception: Misconception
    application: Text
    prerequisites: list[Id] = []
    cross_domain: list[Link] = []
    probes: list[Probe] = Field(min_length=2)


class ConceptFile(Section):
    """The concepts of one subdomain."""

    domain: Id
    subdomain: Id
    concepts: list[Concept] = Field(min_length=1)

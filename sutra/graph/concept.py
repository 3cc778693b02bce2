"""A concept, as it stands in `concepts/<domain>/<subdomain>.yaml`."""

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from sutra.schema import Section

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, Field(min_length=3)]


class Sum(Section):
    """Arithmetic behind a number in a fact, conversions of units included: checked, and the seed of worked examples."""

    expression: str = Field(pattern=r"^[0-9eE.+\-*/() %]+$", description="Arithmetic, as Python writes it.")
    result: str = Field(pattern=r"^-?[0-9][0-9.,]*$", description="The number as it stands in the text.")


class Code(Section):
    """A line of Python behind a fact, and what it prints."""

    code: Text = Field(description="An expression of literals and plain built-ins.")
    prints: str = Field(min_length=1, description="Its output as it stands in the text.")


class Order(Section):
    """Years that a fact says, the earliest first."""

    order: list[str] = Field(min_length=2, description="Each as it stands in the text: 1815, or 776 BCE.")


def _mark(value: Any) -> str:
    """Which mark a mapping is meant as; the brackets keep it out of what people are told."""
    keys = value if isinstance(value, dict) else vars(value) if isinstance(value, Section) else {}
    return next((f"<{key}>" for key in ("order", "code") if key in keys), "<expression>")


Compute = Annotated[
    Annotated[Sum, Tag("<expression>")] | Annotated[Code, Tag("<code>")] | Annotated[Order, Tag("<order>")],
    Discriminator(_mark),
]


class Fact(Section):
    """One true, specific statement that names its subject; `compute` marks one that can be computed."""

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

    Its wrong answers are the answers of siblings to probes that ask the same: of the `distractors` that are named here, or
    else of those that the graph names (sutra/graph/siblings.py).
    """

    asks: Id = Field(
        description="What is asked for: `name` for the concept's name; `fact` for a term that a statement of it says, after"
        " its name; anything else for what no lesson says in these words, as `role`."
    )
    question: Text
    answer: Text
    distractors: list[Id] = Field([], description="Concepts whose answers are wrong here; default: siblings.")


class Concept(Section):
    """One concept of the graph."""

    id: Id = Field(description="Stable: lessons, items and links are known by it.")
    name: Text = Field(description="What people call it, with a capital.")
    aliases: list[Text] = Field([], description="Other names that people really use.")
    complexity: int = Field(
        ge=1, le=10, description="1 and 2 primary school, to 9 and 10 graduate; above 2 it has a prerequisite."
    )
    definition: Text = Field(description="One or two sentences, true of every case and of nothing else.")
    facts: list[Fact] = Field(
        min_length=3,
        description="At least three `text: …`, each naming the concept and teaching what the others do not.",
    )
    terms: list[Text] = Field(min_length=3, description="Key words, each as one of the statements says it.")
    example: Text = Field(description="A concrete case.")
    misconception: Misconception = Field(
        description="`{claim: …, correction: …}`: what people get wrong, and what is right."
    )
    application: Text = Field(description="Who uses it, for what.")
    prerequisites: list[Id] = Field([], description="What one must understand first: ids of no greater complexity.")
    cross_domain: list[Link] = Field([], description="`{concept: …, why: …}`: links to concepts of other domains.")
    probes: list[Probe] = Field(
        min_length=2, description="`{asks: …, question: …, answer: …}`: one asks `name`, one `role`, three a `fact`."
    )
    checked: bool = Field(False, description="Whether a second reading found no error in it.")


class ConceptFile(Section):
    """The concepts of one subdomain."""

    domain: Id
    subdomain: Id
    concepts: list[Concept] = Field(min_length=1)

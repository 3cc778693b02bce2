"""The twelve stages: the coarse DAG as data.

One row per stage word. The word is also the section in params.yaml, the rule file, the package, the folder under
data/, the target and the DVC stage. `unit` says whose artefacts they are: of the whole study, a corpus, or a model.
"""

from typing import Literal, NamedTuple


class Stage(NamedTuple):
    """One stage of the pipeline."""

    word: str
    reads: tuple[str, ...]
    sections: tuple[str, ...]  # of params.yaml; a corpus or model row counts where it overrides or names one of these
    unit: Literal["study", "corpus", "model"]
    makes: str


STAGES = (
    Stage("graph", (), ("graph",), "study", "the concept graph, taught and withheld"),
    Stage("tasks", ("graph",), ("seed", "tasks"), "study", "evaluation items"),
    Stage("prompts", ("graph",), ("seed", "prompts"), "corpus", "what each document will be asked to be"),
    Stage("shards", ("prompts",), ("seed", "shards", "teachers"), "corpus", "the documents"),
    Stage("scores", ("prompts", "shards"), ("scores",), "corpus", "attributes beside the documents"),
    Stage("selection", ("scores",), ("seed", "selection"), "corpus", "what goes on, and why the rest does not"),
    Stage(
        "rephrased",
        ("prompts", "shards", "scores", "selection"),
        ("seed", "rephrased", "shards", "scores", "teachers"),
        "corpus",
        "further renderings of selected documents",
    ),
    Stage(
        "corpus",
        ("tasks", "prompts", "shards", "scores", "selection", "rephrased"),
        ("seed", "corpus"),
        "corpus",
        "cleaned train, validation and heldout documents",
    ),
    Stage("bins", ("corpus",), ("bins",), "corpus", "the tokenizer and the token files"),
    Stage("checkpoints", ("bins",), ("checkpoints",), "model", "a model after every epoch"),
    Stage("evals", ("tasks", "corpus", "checkpoints"), ("evals",), "model", "scores of every checkpoint"),
    Stage(
        "reports",
        (
            "graph",
            "tasks",
            "prompts",
            "shards",
            "scores",
            "selection",
            "rephrased",
            "corpus",
            "bins",
            "checkpoints",
            "evals",
        ),
        ("reports",),
        "study",
        "the page, the tables and the cards",
    ),
)

WORDS = tuple(stage.word for stage in STAGES)
BY_WORD = {stage.word: stage for stage in STAGES}
CORPUS_WORDS = ("prompts", "shards", "scores", "selection", "rephrased", "corpus")
MODEL_WORDS = ("checkpoints",)

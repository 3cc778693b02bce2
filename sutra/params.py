"""`params.yaml`: load, validate strictly, and say everything that is wrong at once, with file, line and a suggestion."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, ValidationError

from sutra.bins.params import Bins
from sutra.checkpoints.params import Checkpoints
from sutra.corpus.params import Corpus
from sutra.errors import SutraError
from sutra.evals.params import Evals
from sutra.graph.params import Graph
from sutra.marks import Location, read_marked
from sutra.prompts.params import Prompts
from sutra.references import reference_problems
from sutra.rephrased.params import Rephrased
from sutra.reports.params import Reports
from sutra.schema import Extent, Section, explain
from sutra.scores.params import Scores
from sutra.selection.params import Selection
from sutra.shards.params import Shards
from sutra.tasks.params import Task
from sutra.teachers.params import Teacher


class Machine(Section):
    """What this machine can take; nothing here changes bytes or reruns a job."""

    workers: int = Field(2, ge=1, description="Threads of one tokenizing job.")
    encode_batch: int = Field(1000, ge=1, description="Documents tokenized at a time.")


class Row(Section):
    """What a corpus row may change on its way: any stage's section, under that stage's word."""

    scores: Scores | None = None
    selection: Selection | None = None
    rephrased: Rephrased | None = None
    corpus: Corpus | None = None


class PromptsRow(Row):
    """Documents that a teacher writes from prompts."""

    source: Literal["prompts"] = Field(alias="from")
    teacher: str = Field(description="A row of `teachers`.")
    prompts: Prompts | None = None
    shards: Shards | None = None


class FilesRow(Row):
    """Documents of your own: JSON lines, Parquet or plain text."""

    source: Literal["files"] = Field(alias="from")
    paths: list[str] = Field(min_length=1, description="Files or patterns, relative to the folder of params.yaml.")
    text: str = Field("text", description="The field that holds the text.")
    shards: int = Field(1, ge=1, description="Shards that the documents are spread over.")


class PackagesRow(Row):
    """Docstrings of pinned Python distributions, read as source and never imported."""

    source: Literal["packages"] = Field(alias="from")
    names: list[Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]+==[A-Za-z0-9._+!-]+$")]] = Field(
        min_length=1, description="Distributions with their version, such as networkx==3.6.1."
    )
    shards: int = Field(1, ge=1, description="Shards that the documents are spread over.")


class DerivedRow(Row):
    """Another corpus up to a stage, and differently after it; what it does not change is its parent's."""

    source: str = Field(alias="from", description="A row of `corpora`.")
    at: Literal["shards", "scores", "selection", "rephrased"] = Field(description="The last stage that is shared.")


KINDS = {"prompts": PromptsRow, "files": FilesRow, "packages": PackagesRow}


def _kind(row: Any) -> str:
    source = row.get("from") if isinstance(row, dict) else getattr(row, "source", None)
    return f"<{source if source in KINDS else 'corpus'}>"


# Tags stand in angle brackets, so that they are told from keys where an error says its location.
CorpusRow = Annotated[
    Annotated[PromptsRow, Tag("<prompts>")]
    | Annotated[FilesRow, Tag("<files>")]
    | Annotated[PackagesRow, Tag("<packages>")]
    | Annotated[DerivedRow, Tag("<corpus>")],
    Discriminator(_kind),
]


class ModelRow(Section):
    """A mixture of corpora and a recipe."""

    mixture: dict[str, Annotated[float, Field(gt=0)]] = Field(
        min_length=1, description="Corpus to its share of the tokens; shares are normalized."
    )
    seeds: list[int] = Extent(
        [1], min_length=1, description="Training seeds: each is one more model, paired with the others of that seed."
    )
    checkpoints: Checkpoints | None = None


Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]


class Params(Section):
    """The whole of params.yaml."""

    seed: int = Field(1, description="Of every draw about data; training seeds are models.*.seeds.")
    graph: Graph = Graph()
    tasks: dict[Name, Task] = {}
    prompts: Prompts = Prompts()
    shards: Shards = Shards()
    scores: Scores = Scores()
    selection: Selection = Selection()
    rephrased: Rephrased = Rephrased()
    corpus: Corpus = Corpus()
    bins: Bins
    checkpoints: Checkpoints
    evals: Evals = Evals()
    reports: Reports = Reports()
    machine: Machine = Machine()
    teachers: dict[Name, Teacher] = {}
    corpora: dict[Name, CorpusRow] = Field(min_length=1)
    models: dict[Name, ModelRow] = Field(min_length=1)


def load(path: Path = Path("params.yaml")) -> Params:
    """Reads and validates `path`. Raises SutraError that lists every problem."""
    if not path.is_file():
        raise SutraError("there is no params.yaml", str(path), "make use PRESET=laptop")
    marked = read_marked(path)
    if not isinstance(marked.value, dict):
        what = "is empty" if marked.value is None else "is not a mapping of sections"
        raise SutraError(f"{path.name} {what}", f"{path}:1", "make use PRESET=laptop FORCE=1")
    found: list[tuple[Location, str]] = [(where, "stands twice") for where, _ in marked.twice]
    params = None
    try:
        params = Params.model_validate(marked.value)
    except ValidationError as error:
        found += explain(error, Params)
    found += reference_problems(marked.value)
    if found or params is None:
        lines = sorted({(marked.line(where), ".".join(map(str, where)), what) for where, what in found})
        raise ParamsError(path, lines)
    return params


class ParamsError(SutraError):
    """Every problem of a params file, a line each."""

    def __init__(self, path: Path, lines: list[tuple[int, str, str]]) -> None:
        self.lines = lines
        self.table = "\n".join(f"{path.name}:{line}  {where}  {what}" for line, where, what in lines)
        plural = "s" if len(lines) > 1 else ""
        super().__init__(
            f"{len(lines)} problem{plural} in {path.name}; nothing was built",
            self.table,
            "mend these lines and start again",
        )

    def __str__(self) -> str:
        return f"{self.table}\nerror: {self.what}"

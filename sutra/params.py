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
from sutra.marks import Location, Marked, read_marked
from sutra.prompts.params import Prompts
from sutra.references import reference_problems
from sutra.rephrased.params import Rephrased
from sutra.reports.params import Reports
from sutra.schema import Extent, Section, Unique, explain
from sutra.scores.params import Scores
from sutra.selection.params import Selection
from sutra.shards.params import Shards
from sutra.stages import CORPUS_WORDS, MODEL_WORDS
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
    shards: int = Field(1, ge=1, le=10_000, description="Shards that the documents are spread over.")


class PackagesRow(Row):
    """Docstrings of pinned Python distributions, read as source and never imported."""

    source: Literal["packages"] = Field(alias="from")
    names: list[Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]+==[A-Za-z0-9._+!-]+$")]] = Field(
        min_length=1, description="Distributions with their version, such as networkx==3.6.1."
    )
    shards: int = Field(1, ge=1, le=10_000, description="Shards that the documents are spread over.")


class DerivedRow(Row):
    """Another corpus up to a stage, and differently after it; what it does not change is its parent's."""

    source: str = Field(alias="from", description="A row of `corpora`.")
    at: Literal["shards", "scores", "selection", "rephrased"] = Field(description="The last stage that is shared.")


KINDS = {"prompts": PromptsRow, "files": FilesRow, "packages": PackagesRow}


def _kind(row: Any) -> str:
    source = row.get("from") if isinstance(row, dict) else getattr(row, "source", None)
    return f"<{source if isinstance(source, str) and source in KINDS else 'corpus'}>"


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
    seeds: Unique[Annotated[int, Field(ge=0)]] = Extent(
        [1], min_length=1, description="Training seeds: each is one more model, paired with the others of that seed."
    )
    checkpoints: Checkpoints | None = None


Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=64)]


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
        params = Params.model_validate(expand(marked.value))
    except ValidationError as error:
        said = explain(error, Params)
        found += [(where, what) for where, what in said if not _inherited(where, what, said, marked)]
    found += reference_problems(expand(marked.value))
    if found or params is None:
        lines = sorted({(marked.line(where), ".".join(map(str, where)), what) for where, what in found})
        raise ParamsError(path, lines)
    return params


def expand(value: dict[str, Any]) -> dict[str, Any]:
    """The file with every row's sections written out: the default, changed by the rows it derives from, and by itself."""
    corpora, models = value.get("corpora"), value.get("models")
    full = dict(value)
    if isinstance(corpora, dict):
        full["corpora"] = {
            name: _expand_row(row, value, CORPUS_WORDS, _ancestors(name, corpora)) for name, row in corpora.items()
        }
    if isinstance(models, dict):
        full["models"] = {name: _expand_row(row, value, MODEL_WORDS, []) for name, row in models.items()}
    return full


def _expand_row(row: Any, value: dict[str, Any], words: tuple[str, ...], ancestors: list[Any]) -> Any:
    if not isinstance(row, dict):
        return row
    full = dict(row)
    for word in words:
        if isinstance(row.get(word), dict):
            layers = [layer.get(word) for layer in [value, *ancestors, row]]
            merged: dict[str, Any] = {}
            for layer in layers:
                merged = merge(merged, layer) if isinstance(layer, dict) else merged
            full[word] = merged
    return full


def _ancestors(name: str, corpora: dict[str, Any]) -> list[Any]:
    """The rows that a corpus derives from, the farthest first; a circle is cut."""
    found: list[Any] = []
    row = corpora[name]
    while isinstance(row, dict) and isinstance(row.get("from"), str) and row["from"] in corpora:
        row = corpora[row["from"]]
        if not isinstance(row, dict) or row in found or row is corpora[name]:
            break
        found.insert(0, row)
    return found


def merge(base: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """`base` with `change` in it: mappings are merged, everything else is replaced."""
    both = dict(base)
    for key, value in change.items():
        both[key] = merge(base[key], value) if isinstance(value, dict) and isinstance(base.get(key), dict) else value
    return both


def _inherited(where: Location, what: str, said: list[tuple[Location, str]], marked: Marked) -> bool:
    """Whether an error in a row's section is the default's, which is said there already."""
    if where[0] not in ("corpora", "models") or len(where) < 4:
        return False
    return (where[2:], what) in said or where[:-1] not in marked.lines


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

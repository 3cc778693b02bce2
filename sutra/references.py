"""What a schema cannot see: names in params.yaml that must name something, and rows that must not go round in circles."""

from typing import Any

from sutra.marks import Location
from sutra.schema import suggest
from sutra.stages import CORPUS_WORDS

Found = list[tuple[Location, str]]
SOURCES = ("prompts", "files", "packages")


def reference_problems(value: dict[str, Any]) -> Found:
    """Problems of cross-references. Works on the raw file, so that they are found beside errors of the schema."""
    corpora, models, tasks, teachers = (_rows(value, k) for k in ("corpora", "models", "tasks", "teachers"))
    found: Found = []

    def need(location: Location, name: Any, known: dict[str, Any], what: str) -> None:
        if isinstance(name, str) and name not in known:
            found.append((location, f"no such {what}{suggest(name, list(known))}"))

    for name, row in models.items():
        for corpus in _mapping(row, "mixture"):
            need(("models", name, "mixture", corpus), corpus, corpora, "corpus")
    for index, corpus in enumerate(_list(_mapping(_mapping(value, "bins"), "tokenizer"), "corpora")):
        need(("bins", "tokenizer", "corpora", index), corpus, corpora, "corpus")
    for index, corpus in enumerate(_list(_mapping(value, "evals"), "heldout")):
        need(("evals", "heldout", index), corpus, corpora, "corpus")
    for index, task in enumerate(_list(_mapping(value, "evals"), "tasks")):
        need(("evals", "tasks", index), task, tasks, "task")
    for task in _mapping(_mapping(value, "evals"), "shots"):
        need(("evals", "shots", task), task, tasks, "task")
    need(("reports", "baseline"), _mapping(value, "reports").get("baseline"), models, "model")
    for where, section in [((), value), *((("corpora", name), row) for name, row in corpora.items())]:
        for index, task in enumerate(_list(_mapping(section, "corpus"), "keep_out")):
            need((*where, "corpus", "keep_out", index), task, tasks, "task")
    for name in tasks:
        if name.startswith("heldout-"):
            found.append((("tasks", name), "names that begin with heldout- are of heldout corpora"))
    trained = {corpus for row in models.values() for corpus in _mapping(row, "mixture")}
    scored = set(map(str, _list(_mapping(value, "evals"), "heldout")))
    for split, names, why in (
        ("validation", trained, "a model is trained on it"),
        ("heldout", scored, "evals.heldout names it"),
    ):
        for name in sorted(names & corpora.keys()):
            if _mapping(_section(value, corpora, name, "corpus"), "splits").get(split) in (0, 0.0):
                found.append((("corpora", name), f"its corpus.splits.{split} is 0, and {why}"))
    for name, row in corpora.items():
        found += _row_problems(name, row, corpora, teachers)
        found += _rephrased_problems(name, value, corpora)
    return found


def _rephrased_problems(name: str, value: dict[str, Any], corpora: dict[str, Any]) -> Found:
    """A corpus whose documents are not made from prompts must have `rephrased.share: 0`, from wherever it takes it."""
    source = name
    seen: list[str] = []
    while source in corpora and source not in seen:
        seen.append(source)
        source = str(_mapping_value(corpora[source], "from"))
    if source not in ("files", "packages") or _mapping_value(corpora[name], "at") == "rephrased":
        return []
    if not _section(value, corpora, name, "rephrased").get("share", 0):
        return []
    where: Location = ("corpora", name, "rephrased", "share")
    return [(where, "only documents made from prompts can be rephrased; give this row rephrased: {share: 0.0}")]


def _row_problems(name: str, row: Any, corpora: dict[str, Any], teachers: dict[str, Any]) -> Found:
    """Problems of one corpus row."""
    here: Location = ("corpora", name)
    found: Found = []
    if name in SOURCES:
        found.append((here, f"the name {name} is taken: `from: {name}` means something else"))
    source, teacher, at = (_mapping_value(row, key) for key in ("from", "teacher", "at"))
    if isinstance(teacher, str) and teacher not in teachers:
        found.append(((*here, "teacher"), f"no such teacher{suggest(teacher, list(teachers))}"))
    if not isinstance(source, str) or source in SOURCES:
        return found
    if source not in corpora:
        found.append(((*here, "from"), f"no such corpus{suggest(source, [*corpora, *SOURCES])}"))
        return found
    seen, parent = [name], source
    while isinstance(parent, str) and parent in corpora:
        if parent in seen:
            found.append(((*here, "from"), f"goes round in a circle: {' -> '.join([*seen, parent])}"))
            break
        seen.append(parent)
        parent = _mapping_value(corpora[parent], "from")
    if at in CORPUS_WORDS:
        for word in CORPUS_WORDS[: CORPUS_WORDS.index(at) + 1]:
            if word in row:
                found.append(((*here, word), f"{word} is shared with {source} (at: {at}); it cannot be changed here"))
    return found


def _section(value: dict[str, Any], corpora: dict[str, Any], name: str, word: str) -> dict[str, Any]:
    """A section as a corpus has it: its row's, that of the rows it derives from, or the default."""
    seen: list[str] = []
    while name in corpora and name not in seen:
        if _mapping(corpora[name], word):
            return _mapping(corpora[name], word)
        seen.append(name)
        name = str(_mapping_value(corpora[name], "from"))
    return _mapping(value, word)


def _rows(value: Any, key: str) -> dict[str, Any]:
    return {str(name): row for name, row in _mapping(value, key).items()}


def _mapping(value: Any, key: str) -> dict[str, Any]:
    inner = value.get(key) if isinstance(value, dict) else None
    return inner if isinstance(inner, dict) else {}


def _mapping_value(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None


def _list(value: Any, key: str) -> list[Any]:
    inner = _mapping_value(value, key)
    return inner if isinstance(inner, list) else []

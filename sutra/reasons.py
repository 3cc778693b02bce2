"""Why jobs would run: what a dry run of Snakemake lists, and which leaf of the params, code or file is another one.

Snakemake stops looking for reasons where a job it depends on runs. So params and code are compared here, for every job,
with what is known of its outputs.
"""

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sutra import code
from sutra.provenance import UNKNOWN, Record
from sutra.stages import BY_WORD, CORPUS_WORDS, MODEL_WORDS, WORDS
from sutra.study import Study

MOST = 3  # names in one list


class Job(NamedTuple):
    """A job that would run, as a dry run lists it."""

    rule: str
    word: str
    wildcards: dict[str, str]
    outputs: list[str]
    reason: str


class Leaf(NamedTuple):
    """A value of the params that is another one than a job was given; `owner` is the corpus or model."""

    name: str
    change: str
    owner: str | None

    @property
    def text(self) -> str:
        """`graph.withhold: + */density`."""
        return f"{self.name}: {self.change}"


def read_jobs(said: str, stages: Mapping[str, str]) -> list[Job]:
    """The jobs in what `snakemake -n` said. `stages` tells the stage of a rule; rules that it does not tell are left out."""
    found = []
    for block in re.split(r"^(?=(?:local)?rule \w+:$)", said, flags=re.MULTILINE)[1:]:
        head, *lines = block.splitlines()
        rule = head.split()[-1].rstrip(":")
        fields = dict(line.strip().partition(": ")[::2] for line in lines if line.startswith("    "))
        if rule in stages:
            wildcards = dict(pair.split("=", 1) for pair in fields.get("wildcards", "").split(", ") if pair)
            outputs = fields.get("output", "").split(", ")
            found.append(Job(rule, stages[rule], wildcards, outputs, fields.get("reason", "")))
    return found


def why(jobs: list[Job], study: Study, known: Mapping[str, Record]) -> dict[str, list[str]]:
    """The reasons of each stage that has jobs, in words, what was changed before what follows from it.

    A leaf is named at every stage whose jobs are given it; `reports` is given all, and names those that no other stage is.
    """
    found: dict[str, list[str]] = {}
    named: list[str] = []
    for word in WORDS:
        mine = [job for job in jobs if job.word == word]
        if not mine:
            continue
        leaves = [leaf for job in mine for leaf in changed_leaves(job, study, known)]
        if word == "reports":
            leaves = [leaf for leaf in leaves if not f".{leaf.name}".endswith(tuple(f".{name}" for name in named))]
        named += [leaf.name for leaf in leaves]
        new = [job for job in mine if not any(path in known or Path(path).exists() for path in job.outputs)]
        if len(new) == len(mine):
            found[word] = ["not built yet"]
            continue
        said = [*_leaves(leaves, word, study), *_files(mine, known)]
        said += [f"{len(new)} of {len(mine)} not built yet"] if new else []
        found[word] = said + _before(mine) or sorted({job.reason.partition(":")[0].casefold() for job in mine})
    return found


def changed_leaves(job: Job, study: Study, known: Mapping[str, Record]) -> list[Leaf]:
    """The values that a job would be given and was not; none where nothing is known of its outputs."""
    record = next((known[path] for path in job.outputs if path in known), None)
    before = _given(record)
    if before is None:
        return []
    names = {k: v for k, v in job.wildcards.items() if k in ("corpus", "model", "task", "seed", "epoch")}
    now = json.loads(json.dumps(study.values(job.word, **names)))
    owner = names["corpus"] if job.word in CORPUS_WORDS else names["model"] if job.word in MODEL_WORDS else None
    changes = _compare(before, now, ())
    return [Leaf(_name(path, names, study), change, owner) for path, change in changes if path[0] != "owners"]


def _given(record: Record | None) -> dict[str, Any] | None:
    """The values that a remembered job was given: of its params, which Snakemake keeps as Python literals, the JSON."""
    for literal in (record or {}).get("params") or []:
        text = ast.literal_eval(literal)
        if isinstance(text, str) and text.startswith("{"):
            return dict(json.loads(text))
    return None


def _compare(before: Any, now: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Where two values differ, and how, in one line each."""
    if before == now:
        return
    if isinstance(before, dict) and isinstance(now, dict):
        for key in sorted(before.keys() | now.keys()):
            yield from _compare(before.get(key), now.get(key), (*path, key))
    elif _are_sets(before, now):
        signs = [f"+ {x}" for x in now if x not in before] + [f"- {x}" for x in before if x not in now]
        yield path, ", ".join(signs) or f"{_short(before)} → {_short(now)}"
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now) and isinstance(now[0], dict):
        for index, pair in enumerate(zip(before, now, strict=True)):
            yield from _compare(*pair, (*path, str(index)))
    else:
        yield path, f"{_short(before)} → {_short(now)}"


def _are_sets(before: Any, now: Any) -> bool:
    """Whether two values are lists of which items come and go: of names, or of numbers where there are more or fewer."""
    if not isinstance(before, list) or not isinstance(now, list):
        return False
    both = before + now
    return all(isinstance(x, str) for x in both) or (
        len(before) != len(now) and not any(isinstance(x, dict | list) for x in both)
    )


def _short(value: Any) -> str:
    if isinstance(value, list) and any(isinstance(x, dict | list) for x in value):
        return f"{len(value)} entries"
    text = "none" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:59] + "…"


def _name(path: tuple[str, ...], names: Mapping[str, str], study: Study) -> str:
    """Where a value of a job's slice stands in params.yaml; a row's own section has the name of the stage's."""
    head, *rest = path
    if head == "study":
        return ".".join(rest)
    if head == "epoch":
        head = f"checkpoints.epochs.{int(names['epoch']) - 1}"
    elif head == "mixture":
        head = f"models.{names['model']}.mixture"
    elif head == "source":
        head = f"corpora.{names['corpus']}"
    elif head == "teacher":
        head = f"teachers.{study.root(names['corpus']).teacher}"
    elif head == "tasks":
        head = f"tasks.{names['task']}"
    return ".".join([head, *rest])


def _leaves(leaves: list[Leaf], word: str, study: Study) -> list[str]:
    """Changes in words, each once; with whose they are, where they are not everybody's."""
    owners: dict[str, list[str]] = {}
    for leaf in leaves:
        if leaf.owner and leaf.owner not in owners.setdefault(leaf.text, []):
            owners[leaf.text].append(leaf.owner)
    everybody = set(study.owners(word) if word in CORPUS_WORDS else study.models)
    texts = dict.fromkeys(leaf.text for leaf in leaves)
    return [
        text if not owners.get(text) or set(owners[text]) >= everybody else f"{text} (for {_some(owners[text])})"
        for text in texts
    ]


def _files(jobs: list[Job], known: Mapping[str, Record]) -> list[str]:
    """What of code and files is another than what is known, or is gone."""
    said = []
    if any(
        _code(known[path]) not in (None, code.digest(job.word)) for job in jobs for path in job.outputs if path in known
    ):
        said.append(f"the code of {jobs[0].word} changed")
    if any("Code has changed" in job.reason for job in jobs):
        said.append(f"rules/{jobs[0].word}.smk changed")
    strange = [job for job in jobs if any(_is_unknown(path) for path in job.outputs)]
    if strange:
        said.append(f"not what was built: {_some(p for job in strange for p in job.outputs if _is_unknown(p))}")
    changed = sorted(
        {path for job in jobs if job not in strange for path in _listed(job.reason, "Updated input files")}
    )
    if changed:
        said.append(f"changed: {_some(changed)}")
    if any("Set of input files has changed" in job.reason for job in jobs):
        said.append("other input files than before")
    if any("Incomplete output files" in job.reason for job in jobs):
        said.append("a job was cut off")
    gone = [path for job in jobs for path in job.outputs if path in known and not Path(path).exists()]
    if gone:
        said.append(f"gone: {_some(gone)}")
    return said


def _before(jobs: list[Job]) -> list[str]:
    """Which other stages run before, whose files these jobs read: the nearest ones, from which the others follow."""
    paths = {path for job in jobs for path in _listed(job.reason, "Input files updated by another job")}
    words = [word for word in WORDS if word != jobs[0].word and any(path.startswith(f"data/{word}/") for path in paths)]
    nearest = [word for word in words if not any(word in _upstream(other) for other in words)]
    return [f"because {_some(nearest)} run{'s' if len(nearest) == 1 else ''}"] if nearest else []


def _upstream(word: str) -> set[str]:
    """All stages that a stage reads, at any depth."""
    reads = set(BY_WORD[word].reads)
    return reads.union(*(_upstream(other) for other in reads))


def _code(record: Record) -> str | None:
    """The digest of the code that a remembered job ran."""
    texts = [ast.literal_eval(literal) for literal in record.get("params") or []]
    return next((text for text in texts if isinstance(text, str) and not text.startswith("{")), None)


def _is_unknown(path: str) -> bool:
    """Whether a file was found to be another than was built (see sutra/provenance.py)."""
    return Path(path).exists() and Path(path).stat().st_mtime == UNKNOWN


def _listed(reason: str, what: str) -> list[str]:
    """The files that a part of Snakemake's reason lists."""
    part = next((part for part in reason.split("; ") if part.startswith(f"{what}: ")), "")
    return [path for path in part.partition(": ")[2].split(", ") if path]


def _some(names: Iterable[str]) -> str:
    """The first few names, and how many more."""
    every = list(dict.fromkeys(names))
    more = len(every) - MOST
    if more <= 0:
        return ", ".join(every[:-1]) + (" and " if len(every) > 1 else "") + every[-1]
    return f"{', '.join(every[:MOST])} and {more} more"

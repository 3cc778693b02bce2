"""What each output was made from, kept beside the bytes: it restores Snakemake's memory after a clone.

Snakemake remembers in `.snakemake/metadata` what every output was made from, and trusts modification times. Neither
travels with git or DVC. So when a build ends, that memory is written to `data/<word>/provenance.jsonl`, with the hash of
each output; and before the next build's DAG is drawn, it is given back to every file that still has that hash. A file
that has another one gets a modification time older than anything and no memory: it is rebuilt.

The records are Snakemake's private format (version 6): the version of Snakemake is pinned, and a test builds on them.
"""

import base64
import json
import os
import platform
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sutra.errors import SutraError
from sutra.files import write_text
from sutra.hashes import Hashes
from sutra.stages import WORDS

METADATA = Path(".snakemake/metadata")
KEPT = (
    "rule",
    "input",
    "log",
    "params",
    "code",
    "record_format_version",
    "conda_env",
    "container_img_url",
    "software_stack_hash",
    "input_checksums",
)
SOFTWARE = (
    "jinja2",
    "lm-eval",
    "numpy",
    "polars",
    "pyyaml",
    "sentence-transformers",
    "snakemake",
    "tokenizers",
    "tokie",
    "torch",
    "transformers",
    "xxhash",
)
RESTORED = 946_684_800.0  # 2000-01-01: older than any checkout, so that Snakemake compares sources by content
UNKNOWN = 1.0  # older still; 0 would be taken for "no time"
LONGEST_NAME = 254
NO_ARTEFACTS = ("provenance.jsonl", "run.html", "run.js")

Record = dict[str, Any]


def provenance_file(output: str) -> Path:
    """Where an output's provenance is kept."""
    parts = Path(output).parts
    word = parts[1] if parts[0] == "data" else parts[0]
    return Path("data") / word / "provenance.jsonl"


def read_provenance() -> dict[str, Record]:
    """All records, by output."""
    found = {}
    for word in WORDS:
        path = Path("data") / word / "provenance.jsonl"
        if path.is_file():
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                try:
                    record = json.loads(line)
                    found[record["output"]] = record
                except (ValueError, KeyError, TypeError):
                    todo = f"delete {path}: what it spoke of is built again, or restore it"
                    raise SutraError("not a record of provenance", f"{path}:{number}", todo) from None
    return found


def artefacts() -> Iterator[Path]:
    """The files that rules may have made."""
    for folder in [*(Path("data") / word for word in WORDS), Path("reports")]:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.name not in NO_ARTEFACTS:
                yield path


def record_path(output: str) -> Path:
    """Where Snakemake keeps its memory of an output."""
    name = base64.urlsafe_b64encode(output.encode()).decode()
    parts = [name[i : i + LONGEST_NAME] for i in range(0, len(name), LONGEST_NAME)]
    return METADATA.joinpath(*[f"@{part}" for part in parts[:-1]], parts[-1])


def snakemake_records() -> Iterator[tuple[str, Record]]:
    """Every output that Snakemake remembers, with its record."""
    for path in METADATA.rglob("*") if METADATA.is_dir() else ():
        if path.is_file():
            name = "".join(part.lstrip("@") for part in path.relative_to(METADATA).parts)
            record = _read_record(path)
            if record is not None:
                yield base64.urlsafe_b64decode(name).decode(), record


def is_about(record: Record, path: Path) -> bool:
    """Whether a record of Snakemake's is about the very file on disk: it stores the file's modification time."""
    return abs(path.stat().st_mtime - (record.get("endtime") or 0)) < 1e-3


def restore() -> tuple[int, list[str]]:
    """Gives Snakemake its memory back. Returns how many files were restored, and which are not what was built.

    Must not run beside a build, which has files that are newer than what is known of them.
    """
    provenance = read_provenance()
    restored, changed = 0, []
    for path in artefacts():
        output = path.as_posix()
        if output not in provenance and _read_record(record_path(output)) is None and path.stat().st_mtime != UNKNOWN:
            os.utime(path, (UNKNOWN, UNKNOWN))  # nobody knows what it was made from
    hashes = Hashes()
    for output, known in provenance.items():
        path, memory = Path(output), record_path(output)
        if not path.is_file():
            continue
        own = _read_record(memory)
        about = own is not None and is_about(own, path)
        if own is not None and about and any(own.get(key) != known.get(key) for key in KEPT):
            continue  # of a build that was cut off before it could write provenance
        if path.stat().st_size == known["size"] and hashes.of(path) == known["sha256"]:
            if not about:
                _remember(path, memory, known)
                hashes.remember(path, known["sha256"])
                restored += 1
        else:
            memory.unlink(missing_ok=True)
            os.utime(path, (UNKNOWN, UNKNOWN))
            changed.append(output)
    hashes.save()
    return restored, changed


def _read_record(memory: Path) -> Record | None:
    """What Snakemake remembers of an output; None where that is nothing, or damaged (it is deleted then)."""
    try:
        record = json.loads(memory.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError:
        record = None
    if not isinstance(record, dict):
        memory.unlink()
        return None
    return record


def _remember(path: Path, memory: Path, known: Record) -> None:
    os.utime(path, (RESTORED, RESTORED))
    record = {key: known[key] for key in KEPT} | {
        "starttime": RESTORED,
        "endtime": RESTORED,
        "job_hash": 0,
        "incomplete": False,
        "external_jobid": None,
    }
    write_text(memory, json.dumps(record))


def export() -> None:
    """Writes down what every output was made from; leaves a provenance file alone where nothing changed."""
    known, hashes = read_provenance(), Hashes()
    kept = {output: record for output, record in known.items() if Path(output).is_file()}
    for output, record in snakemake_records():
        path = Path(output)
        if not path.is_file() or not is_about(record, path) or Path(output).parts[0] not in ("data", "reports"):
            continue
        if record["endtime"] == RESTORED and output in kept:
            continue
        kept[output] = _describe(output, record, known.get(output), hashes)
    hashes.save()
    by_file: dict[Path, list[Record]] = {provenance_file(output): [] for output in known}
    for output in sorted(kept):
        by_file.setdefault(provenance_file(output), []).append(kept[output])
    for path, records in by_file.items():
        text = "".join(json.dumps(record, sort_keys=True, ensure_ascii=False) + "\n" for record in records)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            write_text(path, text)


def _describe(output: str, record: Record, before: Record | None, hashes: Hashes) -> Record:
    """A record as it is kept. The versions of an output whose content and origin are as before stay as they were."""
    path = Path(output)
    made = {key: record[key] for key in KEPT} | {
        "output": output,
        "size": path.stat().st_size,
        "sha256": hashes.of(path),
    }
    if before and all(before.get(key) == value for key, value in made.items()):
        return before
    return made | {"software": {"python": platform.python_version(), **{name: version(name) for name in SOFTWARE}}}

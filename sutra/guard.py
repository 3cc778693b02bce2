"""What the Snakefile does around the rules: params before the DAG, memory restored, one build at a time."""

import fcntl
import os
import sys
from glob import glob
from pathlib import Path
from typing import IO, NoReturn

import psutil

from sutra import provenance, timing
from sutra.errors import SutraError
from sutra.params import Params, load

LOCK = Path(".snakemake/sutra.lock")
_held: list[IO[str]] = []  # the lock is held as long as this process keeps the file open


def stop(error: SutraError) -> NoReturn:
    """Says an expected error and ends the program, without Snakemake's own words around it."""
    print(error, file=sys.stderr, flush=True)
    sys.exit(1)


def open_params(path: Path) -> Params:
    """Validated params; says every problem and ends the program otherwise."""
    try:
        return load(path)
    except SutraError as error:
        stop(error)


def open_build() -> None:
    """Before the DAG: jobs find this Python, and Snakemake remembers what travelled with the data."""
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    if is_building():
        return  # this is a look at a running build: its files are newer than what is known of them
    try:
        restored, changed = provenance.restore()
    except SutraError as error:
        stop(error)
    if restored:
        print(f"restored what is known of {restored} files", file=sys.stderr)
    for output in changed:
        print(f"{output} is not the file that was built; it is built again", file=sys.stderr)


def is_building() -> bool:
    """Whether a build runs in this folder."""
    if not LOCK.is_file():
        return False
    with open(LOCK, encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def lock() -> None:
    """One build at a time in this folder. The lock goes with the process, so a killed build leaves none behind."""
    LOCK.parent.mkdir(exist_ok=True)
    file = open(LOCK, "a+", encoding="utf-8")  # noqa: SIM115  (held until the process ends)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        stop(
            SutraError(
                f"another build runs here, as process {file.read().strip() or '?'}",
                str(Path.cwd()),
                "wait for it, or stop it",
            )
        )
    left = orphans()
    if left:
        names = ", ".join(f"{pid} ({what})" for pid, what in left.items())
        pids = " ".join(map(str, left))
        stop(
            SutraError(
                "jobs of a build that was killed still run here",
                f"processes {names}",
                f"wait until they end, or: kill {pids}",
            )
        )
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    _held.append(file)


def orphans() -> dict[int, str]:
    """Jobs of this folder that run although no build does: process and what it does."""
    found = {}
    for process in psutil.process_iter():
        try:
            words = process.cmdline()
            if (
                len(words) > 2
                and words[1] == "-m"
                and words[2].startswith("sutra.")
                and Path(process.cwd()) == Path.cwd()
            ):
                found[process.pid] = " ".join(words[2:4])
        except (psutil.Error, OSError):
            continue  # gone, or somebody else's
    return found


def close_build() -> None:
    """After the last job: what everything was made from, and how long it took."""
    provenance.export()
    timing.write_page()


def source_files(where: str, patterns: list[str]) -> list[str]:
    """The files that patterns of params.yaml name. Ends the program where one names none."""
    found = set()
    for pattern in patterns:
        files = [path for path in glob(pattern, recursive=True) if Path(path).is_file()]
        if not files:
            stop(
                SutraError(
                    f"no file matches {pattern!r}", f"params.yaml, {where}", "put the file there, or mend the pattern"
                )
            )
        found |= set(files)
    return sorted(found)

"""The build as a person starts it: what will run, then run it stage by stage, and say what happens.

Snakemake has no early cut-off inside one call: whatever depends on a rerun job reruns, even where the job's bytes came
out the same. Called once per stage, it compares bytes in between, and stops where nothing changed.
"""

import re
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from sutra import display
from sutra.errors import SutraError
from sutra.params import load
from sutra.provenance import artefacts, export, read_provenance, snakemake_records
from sutra.reasons import read_jobs, why
from sutra.stages import WORDS
from sutra.study import Study

LOG = Path("logs/build.log")
SNAKEMAKE = [sys.executable, "-m", "snakemake"]
TAIL = 30
HEAD = "Building DAG of jobs...\n"  # what stands before it is about Snakemake itself
PROFILE = "Using workflow specific profile"  # a line that says nothing here


class Work(NamedTuple):
    """What a stage would do: how many jobs, and why."""

    jobs: int
    why: list[str]


def plan(target: str = "all") -> dict[str, int]:
    """How many jobs of each stage Snakemake would run for `target`. Raises SutraError where it cannot say."""
    return {word: work.jobs for word, work in planned(target).items()}


def planned(target: str = "all") -> dict[str, Work]:
    """What each stage would do for `target`, as Snakemake sees it. Raises SutraError where it cannot say."""
    result = subprocess.run([*SNAKEMAKE, "-n", "--", target], capture_output=True, text=True, check=False)
    if result.returncode:
        text = (result.stderr + result.stdout).rpartition(HEAD)[2]
        said = [line for line in text.strip().splitlines() if not line.startswith(PROFILE)]
        raise ToldError("\n".join(said[-TAIL:]) or "Snakemake failed without a word")
    jobs = read_jobs(f"{result.stdout}\n{result.stderr}", rule_stages())
    if not jobs:
        return {}
    reasons = why(jobs, Study(load()), read_provenance() | dict(snakemake_records()))
    return {word: Work(sum(job.word == word for job in jobs), said) for word, said in reasons.items()}


def show_plan(work: dict[str, Work]) -> str:
    """A line per stage; the build itself may do less, as it stops where bytes come out the same."""
    lines = [f"{word:<12} {n:>4} {'jobs' if n > 1 else 'job '}  {'; '.join(said)}" for word, (n, said) in work.items()]
    more = ["at most: a stage is not run where all that it reads came out the same"] if len(lines) > 1 else []
    return "\n".join(lines + more) or "nothing to be done"


class ToldError(SutraError):
    """What Snakemake said, passed on as it is."""

    def __init__(self, text: str) -> None:
        super().__init__(text, "", "")
        self.text = text

    def __str__(self) -> str:
        return self.text


def rule_stages() -> dict[str, str]:
    """The stage of every rule that does work; targets, which are named as their stage, left out."""
    return {
        rule: word
        for word in WORDS
        for rule in re.findall(
            r"^rule (\w+):", Path(f"rules/{word}.smk").read_text(encoding="utf-8"), flags=re.MULTILINE
        )
        if rule != word
    }


def build(target: str = "all", cores: str = "all") -> None:
    """Builds `target`, with a live display. Raises SutraError where a job fails; what was finished is kept."""
    start = time.time()
    try:
        jobs = plan(target)
    except KeyboardInterrupt:
        raise SutraError("stopped", str(Path.cwd()), "nothing had begun") from None
    if not jobs:
        if len(read_provenance()) < sum(1 for _ in artefacts()):
            export()
        print(f"Nothing to be done: all {len(read_provenance())} files are as params.yaml asks.")
        return
    # With nothing built yet there is nothing to cut off, and one call is quicker.
    words = WORDS[: WORDS.index(target) + 1] if target in WORDS else WORDS if target == "all" else ()
    calls = [word for word in words if word in jobs] if read_provenance() and words else [target]
    LOG.parent.mkdir(exist_ok=True)
    with open(LOG, "w", encoding="utf-8") as log, display.open_display(jobs, start) as show:
        for call in calls:
            process = subprocess.Popen([*SNAKEMAKE, "--cores", cores, "--", call], stdout=log, stderr=log)
            try:
                while process.poll() is None:
                    show.update()
                    time.sleep(0.2)
            except KeyboardInterrupt:
                process.wait()  # it got the same signal, and ends its jobs
                raise SutraError("stopped", str(Path.cwd()), "the same command goes on from here") from None
            show.update()
            if process.returncode:
                break
        else:
            show.finish()
    if process.returncode:
        raise failure(LOG.read_text(encoding="utf-8", errors="replace"))


def failure(text: str) -> SutraError:
    """What went wrong, from what Snakemake wrote: the first failed job, with the tail of its log."""
    failed = re.search(r"^Error in rule (\w+):$(.*?)(?=^\[|\Z)", text, flags=re.MULTILINE | re.DOTALL)
    if not failed:
        return ToldError("\n".join(text.strip().splitlines()[-TAIL:]))
    rule, details = failed.groups()
    log = re.search(r"^ +log: (\S+)", details, flags=re.MULTILINE)
    path = Path(log[1]) if log else LOG
    tail = re.search(r"^Logfile \S+:\n=+\n(.*?)\n=+$", details, flags=re.MULTILINE | re.DOTALL)
    lines = (
        (tail[1] if tail else path.read_text(encoding="utf-8") if path.is_file() else "").strip().splitlines()[-TAIL:]
    )
    if [line.partition(":")[0] for line in lines[-3:]] == ["error", "where", "to do"]:
        return ToldError("\n".join([f"rule {rule} failed", *lines]))
    todo = "mend it and give the same command again: what was finished is kept"
    return ToldError("\n".join([*lines, str(SutraError(f"rule {rule} failed", str(path), todo))]))

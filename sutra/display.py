"""The live display of a build: stages, jobs done of all, time left, and what the running jobs say.

It looks at what Snakemake writes anyway: a job that runs has a log and no benchmark as new; a job that ended has both.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console, Group
from rich.live import Live
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text


class Jobs:
    """The jobs of this build, as far as they can be seen from logs and benchmarks."""

    def __init__(self, planned: dict[str, int], start: float) -> None:
        self.planned = planned
        self.start = start
        self.done: dict[str, list[str]] = {word: [] for word in planned}

    def look(self) -> list[tuple[str, str]]:
        """Looks again; returns the jobs (stage, name) that ended since the last look."""
        ended = []
        for word, before in self.done.items():
            for path in sorted(Path("benchmarks", word).rglob("*.tsv")):
                name = path.relative_to(Path("benchmarks", word)).with_suffix("").as_posix()
                if name not in before and path.stat().st_mtime >= self.start:
                    before.append(name)
                    ended.append((word, name))
        return ended

    def running(self) -> list[tuple[str, str, str]]:
        """Jobs that run now: stage, name, and the last line of the log."""
        found = []
        for word, done in self.done.items():
            for path in sorted(Path("logs", word).rglob("*.log")):
                name = path.relative_to(Path("logs", word)).with_suffix("").as_posix()
                if name not in done and path.stat().st_mtime >= self.start:
                    lines = path.read_bytes()[-400:].decode(errors="replace").strip().splitlines()
                    found.append((word, name, lines[-1] if lines else ""))
        return found

    @property
    def total(self) -> int:
        """Jobs that were planned."""
        return sum(self.planned.values())

    @property
    def count(self) -> int:
        """Jobs that have ended."""
        return sum(len(names) for names in self.done.values())

    def left(self) -> str:
        """About how long it will take, once a tenth is done."""
        if self.count * 10 < self.total:
            return ""
        seconds = (time.time() - self.start) / self.count * max(0, self.total - self.count)
        return f"about {seconds / 60:.0f} min left" if seconds >= 90 else f"about {seconds:.0f} s left"


class Plain:
    """A line per job that ended, for a file or a pipe."""

    def __init__(self, jobs: Jobs) -> None:
        self.jobs = jobs

    def update(self) -> None:
        """Says which jobs ended since the last time."""
        ended = self.jobs.look()
        first = self.jobs.count - len(ended) + 1
        for number, (word, name) in enumerate(ended, first):
            print(f"[{number}/{self.jobs.total}] {word}  {name}  {self.jobs.left()}".rstrip(), flush=True)

    def finish(self) -> None:
        """Says how long it took."""
        self.update()
        print(summary(self.jobs), flush=True)


class Rich:
    """A bar per stage and a line per running job, for a terminal."""

    def __init__(self, jobs: Jobs, live: Live) -> None:
        self.jobs = jobs
        self.live = live
        self.progress = Progress(
            TextColumn("{task.description:<12}"),
            BarColumn(),
            TextColumn("{task.completed}/{task.total}"),
            TimeElapsedColumn(),
        )
        self.tasks: dict[str, TaskID] = {}

    def update(self) -> None:
        """Draws the bars of the stages that have begun, and what runs."""
        self.jobs.look()
        running = self.jobs.running()
        for word, planned in self.jobs.planned.items():
            done = len(self.jobs.done[word])
            if word not in self.tasks and (done or any(word == other for other, _, _ in running)):
                self.tasks[word] = self.progress.add_task(word, total=planned)
            if word in self.tasks:
                self.progress.update(self.tasks[word], completed=done)
        lines = [
            Text(f"  {word}  {name}  {said}", style="dim", no_wrap=True, overflow="ellipsis")
            for word, name, said in running[:8]
        ]
        head = Text(f"{self.jobs.count} of {self.jobs.total} jobs  {self.jobs.left()}")
        self.live.update(Group(self.progress, *lines, head))

    def finish(self) -> None:
        """Draws once more, without what runs, and says how long it took."""
        self.update()
        self.live.update(Group(self.progress, Text(summary(self.jobs))))


def summary(jobs: Jobs) -> str:
    """How many jobs ran, and how long that took."""
    skipped = jobs.total - jobs.count
    cut = f"; {skipped} more were not needed, as nothing they read had changed" if skipped > 0 else ""
    return f"{jobs.count} jobs in {time.time() - jobs.start:.0f} s{cut}"


@contextmanager
def open_display(planned: dict[str, int], start: float) -> Iterator[Plain | Rich]:
    """A display that suits where standard output goes."""
    jobs = Jobs(planned, start)
    if not sys.stdout.isatty():
        yield Plain(jobs)
        return
    with Live(console=Console(), refresh_per_second=8) as live:
        yield Rich(jobs, live)

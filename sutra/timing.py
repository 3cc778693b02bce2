"""How long the jobs took: measured, not built, and so in no rule."""

import csv
import json
import os
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from sutra.files import write_text
from sutra.stages import WORDS

PAGE = Path("reports/run.html")
SCRIPT = Path("reports/run.js")  # the same for reports/index.html, which no clock may write into
RULE = re.compile(r'^rule (\w+):(?:(?!^rule ).)*?^    benchmark:\s+"([^"]+)"', re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Job:
    """One job as Snakemake measured it: seconds of wall clock, megabytes of memory, and when it ended."""

    word: str
    rule: str
    seconds: float
    memory: float
    end: float


@dataclass(frozen=True)
class Row:
    """The jobs of one stage or rule."""

    name: str
    jobs: int
    seconds: float
    longest: float
    memory: float


@dataclass(frozen=True)
class Run:
    """All jobs: `seconds` in which at least one of them ran, `worked` their sum, on a machine with so many cores."""

    seconds: float
    worked: float
    cores: int
    jobs: int
    stages: list[Row]
    rules: list[Row]


def read_jobs() -> list[Job]:
    """What Snakemake's benchmarks say, and the rules whose patterns they lie under."""
    found = []
    for word in WORDS:
        rules = Path(f"rules/{word}.smk")
        patterns = rule_patterns(rules.read_text(encoding="utf-8") if rules.is_file() else "")
        for path in sorted(Path("benchmarks", word).rglob("*.tsv")):
            rule = next((name for name, pattern in patterns if pattern.fullmatch(path.as_posix())), word)
            with open(path, encoding="utf-8", newline="") as file:
                for line in csv.DictReader(file, delimiter="\t"):
                    memory = float(line["max_rss"]) if line["max_rss"] not in ("-", "NA", "") else 0.0
                    found.append(Job(word, rule, float(line["s"]), memory, path.stat().st_mtime))
    return found


def rule_patterns(rules: str) -> list[tuple[str, re.Pattern[str]]]:
    """The rules of a rule file with the paths of their benchmarks, the most particular pattern first."""
    found = RULE.findall(rules)
    found.sort(key=lambda rule: -len(re.sub(r"{\w+}", "", rule[1])))
    return [(name, re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)))) for name, path in found]


def busy(jobs: Iterable[Job]) -> float:
    """Seconds in which at least one job ran; what passed between two builds does not count."""
    total, until = 0.0, float("-inf")
    for start, end in sorted((job.end - job.seconds, job.end) for job in jobs):
        total += max(0.0, end - max(start, until))
        until = max(until, end)
    return total


def measured() -> Run:
    """The jobs of this folder, by stage and by rule."""
    jobs = read_jobs()
    names = [(job.word, job.rule) for job in jobs]
    return Run(
        seconds=round(busy(jobs), 2),
        worked=round(sum(job.seconds for job in jobs), 2),
        cores=os.cpu_count() or 1,
        jobs=len(jobs),
        stages=[_row(word, [job for job in jobs if job.word == word]) for word in WORDS],
        rules=[_row(rule, [job for job in jobs if job.rule == rule]) for _, rule in dict.fromkeys(names)],
    )


def _row(name: str, jobs: list[Job]) -> Row:
    seconds = [job.seconds for job in jobs] or [0.0]
    memory = max((job.memory for job in jobs), default=0.0)
    return Row(name, len(jobs), round(sum(seconds), 2), round(max(seconds), 2), round(memory, 1))


def write_page() -> None:
    """Writes reports/run.html, and run.js which the report reads, once there are reports."""
    if PAGE.parent.is_dir():
        run = measured()
        environment = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        write_text(PAGE, environment.get_template("run.html").render(run=run))
        content = json.dumps(asdict(run), sort_keys=True).replace("<", "\\u003c")
        write_text(SCRIPT, f"window.sutraRun = {content};\n")

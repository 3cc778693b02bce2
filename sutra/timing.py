"""How long the jobs took: measured, not built, and so in no rule."""

import csv
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader

from sutra.files import write_text
from sutra.stages import WORDS

PAGE = Path("reports/run.html")


class Row(NamedTuple):
    """One stage's jobs: seconds of wall clock, megabytes of memory."""

    word: str
    jobs: int
    seconds: float
    longest: float
    memory: float


def stage_times() -> list[Row]:
    """What Snakemake's benchmarks say, a row per stage."""
    rows = []
    for word in WORDS:
        seconds, memory = [0.0], [0.0]
        for path in sorted(Path("benchmarks", word).rglob("*.tsv")):
            with open(path, encoding="utf-8", newline="") as file:
                for line in csv.DictReader(file, delimiter="\t"):
                    seconds.append(float(line["s"]))
                    memory.append(float(line["max_rss"]) if line["max_rss"] not in ("-", "NA", "") else 0.0)
        rows.append(Row(word, len(seconds) - 1, sum(seconds), max(seconds), max(memory)))
    return rows


def write_page() -> None:
    """Writes reports/run.html, once there are reports."""
    if PAGE.parent.is_dir():
        environment = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)
        write_text(PAGE, environment.get_template("run.html").render(rows=stage_times()))

"""docs/first-hour.md, done as it stands: every command, in order, with the tiny preset in the place of the laptop's."""

import re
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import ROOT, Folder, fresh_folder

from sutra.params import load

DOC = (ROOT / "docs/first-hour.md").read_text(encoding="utf-8")
PLAN = re.compile(r"^(\w+) +(\d+) jobs?  +(.*)$", flags=re.MULTILINE)
JOB = re.compile(r"^\[\d+/\d+\] (\w+)  (\S+)", flags=re.MULTILINE)


class Step(NamedTuple):
    """A command of the doc, what it said, and how params.yaml and the table were after it."""

    command: str
    said: str
    params: str
    table: bytes


def blocks() -> Iterator[tuple[str, str, str]]:
    """The blocks of the doc: kind, content, and the text before it."""
    parts = re.split(r"^```(\w*)\n(.*?)^```$", DOC, flags=re.MULTILINE | re.DOTALL)
    assert "```" not in "".join(parts[::3])
    return zip(parts[1::3], parts[2::3], parts[::3], strict=False)


def insert(folder: Folder, block: str, before: str) -> None:
    """Puts the rows of a block where the doc says: below the line that is its first, and stands there already."""
    key, rows = block.split("\n", 1)
    assert re.findall(r"right below the line\s+`(\w+:)`", before)[-1] == key
    path = folder.path / "params.yaml"
    changed, count = re.subn(rf"^{key}.*\n", lambda line: line[0] + rows, path.read_text(), flags=re.MULTILINE)
    assert count == 1
    path.write_text(changed)


def environment(folder: Folder) -> None:
    """A `.venv` that is ready: the environment of this test."""
    (folder.path / ".venv").mkdir()
    (folder.path / ".venv/bin").symlink_to(Path(sys.executable).parent)
    (folder.path / ".venv/.ready").touch()


def follow(folder: Folder, state: Path) -> Iterator[Step]:
    """Does what the doc says in one shell, so to speak: what a command exports, the next one has."""
    shell = 'test ! -e "$0" || . "$0"; {}\nstatus=$?; export -p > "$0"; exit $status'
    plain = folder.environment() | {"PATH": "/usr/local/bin:/usr/bin:/bin", "PYTHONPATH": str(folder.path)}
    for kind, block, before in blocks():
        if kind == "yaml":
            insert(folder, block, before)
            continue
        assert kind == "sh", f"a block that nobody runs: {block}"
        for command in block.strip().splitlines():
            done = subprocess.run(
                ["bash", "-c", shell.format(command), str(state)],
                cwd=folder.path,
                env=plain,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, f"{command}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
            table = (folder.path / "reports/tables/comparison.csv").read_bytes()
            yield Step(command, done.stdout, (folder.path / "params.yaml").read_text(), table)


def plan(step: Step) -> dict[str, str]:
    """The reasons of each stage."""
    return {word: why for word, _, why in PLAN.findall(step.said)}


@pytest.mark.parametrize("preset", ["laptop", "tiny"])
def test_it_fits_the_presets(tmp_path, preset):
    folder = fresh_folder(tmp_path / "project", preset)
    before = load(folder.path / "params.yaml")
    for kind, block, text in blocks():
        if kind == "yaml":
            insert(folder, block, text)
    after = load(folder.path / "params.yaml")
    assert (set(after.corpora) - set(before.corpora), set(after.models) - set(before.models)) == ({"tables"}, {"mixed"})
    path = "science/life/photosynthesis"
    taught, withheld = (any(fnmatchcase(path, p) for p in ps) for ps in (before.graph.teach, before.graph.withhold))
    assert (taught, withheld) == (True, False)
    assert {"sutra", "docstrings"} <= set(before.models)
    assert (len(before.checkpoints.epochs), "final" in before.evals.which) == (3, True)


@pytest.mark.long
def test_every_command(folder, tmp_path):
    environment(folder)
    steps = list(follow(folder, tmp_path / "state"))
    demo, chat, _activate, _sed, changed, _mv, restored, dry, unteach, teach, *own = steps
    _mkdir, _write, new, build, cut, one, whole = own

    assert demo.command == "make demo"
    assert "the report: reports/index.html" in demo.said
    *_, ours, baseline = chat.said.splitlines()
    assert ours.startswith("sutra: Photosynthesis is")
    assert baseline.startswith("docstrings: Photosynthesis is")

    assert plan(changed)["graph"] == "changed: concepts/science/life.yaml"
    assert plan(changed)["reports"] == "because evals runs"
    assert restored.said.strip() == "nothing to be done"

    assert plan(dry)["graph"] == plan(unteach)["graph"] == "graph.withhold: + */photosynthesis"
    assert dry.params == demo.params
    assert '"*/photosynthesis"' in unteach.params
    for words in ("sutra, before", "sutra, now", "Photosynthesis, withheld now: ", "withheld before: ", "by guessing"):
        assert words in unteach.said
    assert len(re.findall(r"\[[■▒·]\]", unteach.said)) == 2  # the tile, before and now
    assert unteach.table != demo.table
    assert "Photosynthesis, taught now: " in teach.said
    assert (teach.params, teach.table) == (demo.params, demo.table)

    assert all("not built yet" in why for word, why in plan(new).items() if word != "reports")
    jobs = JOB.findall(build.said)
    assert {word for word, _ in jobs} == {*plan(new)}
    assert {"shards", "bins", "checkpoints", "evals", "reports"} < set(plan(new))
    assert all({"tables", "mixed"} & set(name.split("/")) for word, name in jobs if word != "reports"), jobs

    assert re.search(r"taught, unseen wording \| 3-final \| mixed \| (better|worse|not distinguishable) \|", cut.said)
    for step in (one, whole):
        assert re.match(r"A is better on \d+, worse on \d+, not distinguishable on \d+ of \d+", step.said)
        assert re.search(r"^(better|worse|not distinguishable) +concepts \(taught, unseen wording\) ", step.said, re.M)
        assert re.search(r"concepts \(withheld, unseen wording\) .* 6 concepts +0\.2500", step.said)
    assert "A: mixed seed-1 epoch-3-final" in whole.said
    assert re.search(r"^(better|worse|not distinguishable) +heldout-sutra +bits_per_byte", whole.said, re.M)

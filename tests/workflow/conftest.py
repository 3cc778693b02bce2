"""Folders to build in: a copy of the project's files, and one tiny build that all tests share."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


class Folder:
    """A copy of the project in which a test may do anything."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def run(self, *command: str, check: bool = True, **options) -> subprocess.CompletedProcess:
        """Runs a command of the environment in this folder; fails the test with what it said."""
        result = subprocess.run(
            command, cwd=self.path, env=self.environment(), capture_output=True, text=True, check=False, **options
        )
        if check and result.returncode:
            pytest.fail(f"{command} exited with {result.returncode}\n{result.stdout[-4000:]}\n{result.stderr[-6000:]}")
        return result

    def environment(self) -> dict[str, str]:
        home = self.path / ".home"
        home.mkdir(exist_ok=True)
        binaries = str(Path(sys.executable).parent)
        return {
            "PATH": os.pathsep.join([binaries, "/usr/local/bin", "/usr/bin", "/bin"]),
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "GIT_AUTHOR_NAME": "t",
            "GIT_AUTHOR_EMAIL": "t@example.org",
            "GIT_COMMITTER_NAME": "t",
            "GIT_COMMITTER_EMAIL": "t@example.org",
        }

    def snakemake(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess:
        return self.run(sys.executable, "-m", "snakemake", *arguments, check=check)

    def sutra(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess:
        return self.run(sys.executable, "-m", "sutra", *arguments, check=check)

    def planned(self, target: str = "all") -> list[str]:
        """The jobs that a real dry-run would run, as `rule(wildcard=value, …)`, targets left out."""
        result = self.snakemake("-n", "--", target)
        found, rule, wildcards = [], None, ""
        for line in [*result.stdout.splitlines(), *result.stderr.splitlines(), "rule end:"]:
            if line.startswith(("rule ", "localrule ")):
                if rule:
                    found.append(f"{rule}({wildcards})")
                rule, wildcards = line.split()[1].rstrip(":"), ""
            elif line.strip().startswith("wildcards: "):
                wildcards = line.strip().removeprefix("wildcards: ")
        words = {path.stem for path in (self.path / "rules").glob("*.smk")} | {"all", "end"}
        return sorted(job for job in found if job.partition("(")[0] not in words)

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.path / file
        text = path.read_text()
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1))

    def copy(self, to: Path) -> "Folder":
        shutil.copytree(self.path, to, symlinks=True)
        return Folder(to)


def project_files() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def fresh_folder(path: Path, preset: str = "tiny") -> Folder:
    for name in project_files():
        target = path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)
    shutil.copy2(ROOT / "presets" / f"{preset}.yaml", path / "params.yaml")
    return Folder(path)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """The project with the tiny preset, nothing built."""
    return fresh_folder(tmp_path / "project")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """One tiny build, shared by all tests and workers: look, do not touch."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    done = shared / "built.done"
    with open(shared / "built.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            made = fresh_folder(shared / "built")
            made.run("git", "init", "--quiet", "--initial-branch=main")
            made.run("git", "add", "--all")
            made.run("git", "commit", "--quiet", "--message", "start")
            made.sutra("build")
            done.touch()
    return Folder(shared / "built")


@pytest.fixture
def tiny(built: Folder, tmp_path: Path) -> Folder:
    """A copy of the tiny build, to be changed at will."""
    return built.copy(tmp_path / "tiny")

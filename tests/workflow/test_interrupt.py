"""The law of interrupt: kill -9 of a job, of the build, of everything; the same command then finishes, to the same bytes."""

import os
import shutil
import signal
import subprocess
import sys
import time

import psutil
import pytest


def start(folder) -> subprocess.Popen:
    """A build in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "snakemake", "--cores", "2", "--", "checkpoints"],
        cwd=folder.path,
        env=folder.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def wait_for_training(folder, timeout: float = 90) -> psutil.Process:
    """The first training job that says it is training."""
    end = time.time() + timeout
    while time.time() < end:
        for process in psutil.process_iter():
            try:
                words = process.cmdline()
                if words[1:4] == ["-m", "sutra.checkpoints", "train"] and process.cwd() == str(folder.path):
                    return process
            except (psutil.Error, OSError):
                continue
        time.sleep(0.05)
    raise AssertionError("no training job came")


@pytest.fixture
def untrained(tiny):
    shutil.rmtree(tiny.path / "data/checkpoints")
    return tiny


def same_as(built, folder) -> None:
    for path in sorted((built.path / "data/checkpoints").rglob("*")):
        if path.is_file():
            assert (folder.path / path.relative_to(built.path)).read_bytes() == path.read_bytes(), path


def test_a_killed_job(built, untrained):
    build = start(untrained)
    wait_for_training(untrained).kill()
    assert build.wait(120) != 0
    untrained.snakemake("--cores", "2", "--", "checkpoints")
    same_as(built, untrained)


def test_a_killed_group(built, untrained):
    build = start(untrained)
    wait_for_training(untrained)
    os.killpg(build.pid, signal.SIGKILL)
    build.wait()
    untrained.snakemake("--cores", "2", "--", "checkpoints")
    same_as(built, untrained)


def test_a_killed_build_leaves_orphans_that_are_named(built, untrained):
    build = start(untrained)
    job = wait_for_training(untrained)
    job.suspend()  # so that it is still there when the next build looks
    build.kill()
    build.wait()
    result = untrained.snakemake("--cores", "2", "--", "checkpoints", check=False)
    assert result.returncode == 1
    assert "jobs of a build that was killed still run here" in result.stderr
    assert str(job.pid) in result.stderr
    for process in psutil.process_iter():
        try:
            if process.cwd() == str(untrained.path) and process.pid != os.getpid():
                process.kill()
        except (psutil.Error, OSError):
            continue
    untrained.snakemake("--cores", "2", "--", "checkpoints")
    same_as(built, untrained)


def test_a_second_build_is_refused(untrained):
    build = start(untrained)
    try:
        wait_for_training(untrained)
        result = untrained.snakemake("--cores", "2", "--", "checkpoints", check=False)
        assert result.returncode == 1
        assert f"another build runs here, as process {build.pid}" in result.stderr
    finally:
        os.killpg(build.pid, signal.SIGKILL)
        build.wait()

"""Save and restore: DVC keeps the bytes, git keeps what they are; strays are listed before anything is kept."""

import subprocess
import sys
from pathlib import Path

from sutra.build import SNAKEMAKE, plan
from sutra.errors import SutraError
from sutra.provenance import artefacts

DVC = [sys.executable, "-m", "dvc"]
KEPT = ("dvc.lock", "dvc.yaml", "params.yaml", ".dvc/config")  # what says what the bytes are


def save(remote: str = "", prune: bool = False) -> None:
    """Keeps all artefacts in DVC, pushes them if there is a remote, and commits what they are to git."""
    if plan():
        raise SutraError(
            "the build is not finished, or not up to date",
            "snakemake -n says what is missing",
            "make build, then make save",
        )
    left = strays()
    if left and not prune:
        names = "\n".join(f"  {path}" for path in left)
        raise SutraError(
            f"{len(left)} files belong to no rule any more", f"\n{names}", "make save PRUNE=1 deletes them"
        )
    for path in left:
        path.unlink()
        print(f"deleted {path}")
    _run([*DVC, "commit", "--force", "--quiet"])
    if remote:
        _run([*DVC, "remote", "add", "--default", "--force", "--quiet", "store", remote])
    if has_remote():
        _run([*DVC, "push", "--quiet"])
        print("kept, and pushed to the DVC remote")
    else:
        print("kept in .dvc/cache of this folder; clones on this machine restore from there")
        print("to share it further: make save REMOTE=<folder, s3://… or ssh://…>")
    _run(["git", "add", "--", *KEPT])
    if subprocess.run(["git", "diff", "--cached", "--quiet", "--", *KEPT], check=False).returncode:
        _run(["git", "commit", "--quiet", "--message", "data: what this params.yaml made", "--", *KEPT])
        print("committed dvc.lock, which says what the bytes are")


def strays() -> list[Path]:
    """Files under data/ and reports/ that no rule declares: what a row that is gone has left behind."""
    result = subprocess.run([*SNAKEMAKE, "--summary"], capture_output=True, text=True, check=False)
    if result.returncode:
        raise SutraError(
            "Snakemake cannot list its files", result.stderr.strip()[-300:], "snakemake --summary says more"
        )
    declared = {line.split("\t")[0] for line in result.stdout.splitlines()}
    return [path for path in artefacts() if path.as_posix() not in declared]


def restore() -> None:
    """Brings the artefacts of this commit back, and says whether anything is left to be done."""
    if not Path("dvc.lock").is_file():
        raise SutraError(
            "there is no dvc.lock", str(Path.cwd()), "make save where the study was built, and pull that commit"
        )
    if not has_remote():
        cache = origin_cache()
        _run([*DVC, "remote", "add", "--local", "--default", "--force", "--quiet", "origin", str(cache)])
        print(f"restoring from {cache}")
    _run([*DVC, "pull", "--force", "--quiet"])
    left = sum(plan().values())
    print(f"{left} jobs to run: make build" if left else "everything is here: nothing to be done")


def has_remote() -> bool:
    """Whether DVC has a remote to push to and pull from."""
    return bool(_output([*DVC, "remote", "list"]).strip())


def origin_cache() -> Path:
    """The DVC cache of the folder that this one was cloned from. Raises SutraError where that is no folder here."""
    url = _output(["git", "config", "remote.origin.url"]).strip().removeprefix("file://")
    cache = Path(url) / ".dvc" / "cache"
    if not url or not cache.is_dir():
        raise SutraError(
            "no DVC remote is set, and the origin of this clone is no folder with data",
            url or "no remote named origin",
            "dvc remote add -d store <where the data is>",
        )
    return cache.resolve()


def _run(command: list[str]) -> None:
    """Runs a command; raises SutraError with what it said where it fails."""
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        said = (result.stderr.strip() or result.stdout.strip()).splitlines()
        name = " ".join(command[2:4] if command[0] == sys.executable else command[:2])
        raise SutraError(
            f"{name} failed: {said[-1] if said else 'it said nothing'}",
            str(Path.cwd()),
            "mend that, and give the same command again",
        )


def _output(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout

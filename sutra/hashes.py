"""Hashes of files, remembered as long as the file system says that a file is the same one."""

import json
from pathlib import Path

from sutra.files import file_sha256, write_text

CACHE = Path(".snakemake/sutra-hashes.json")


class Hashes:
    """SHA-256 by path. A file is the same while its size, inode, and times of change of content and of status are.

    The status time cannot be set by hand, so a file that was swapped or doctored under its old date is hashed again.
    """

    def __init__(self) -> None:
        try:
            self.known: dict[str, list[int | str]] = json.loads(CACHE.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self.known = {}
        self.changed = False

    def of(self, path: Path) -> str:
        """The hash of a file's content."""
        state = _state(path)
        known = self.known.get(path.as_posix())
        if known and known[:-1] == state:
            return str(known[-1])
        return self.remember(path, file_sha256(path))

    def remember(self, path: Path, sha256: str) -> str:
        """Notes that the file, as it is now, has this hash."""
        self.known[path.as_posix()] = [*_state(path), sha256]
        self.changed = True
        return sha256

    def save(self) -> None:
        """Writes what was learned."""
        if self.changed:
            write_text(CACHE, json.dumps(self.known, sort_keys=True))


def _state(path: Path) -> list[int | str]:
    stat = path.stat()
    return [stat.st_size, stat.st_ino, stat.st_mtime_ns, stat.st_ctime_ns]

"""What the Snakefile does around the rules: params before the DAG, memory restored, one build at a time."""

import os
import sys
from glob import glob
from pathlib import Path

from sutra.errors import SutraError
from sutra.params import Params, load


def open_params(path: Path) -> Params:
    """Validated params; says every problem and ends the program otherwise."""
    try:
        return load(path)
    except SutraError as error:
        print(error, file=sys.stderr, flush=True)
        os._exit(1)


def open_build() -> None:
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])


def lock() -> None:
    pass


def close_build() -> None:
    pass


def source_files(corpus: str, patterns: list[str]) -> list[str]:
    return sorted({f for p in patterns for f in glob(p, recursive=True)})

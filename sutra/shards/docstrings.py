"""Docstrings of pinned Python distributions, read as source and never imported."""

import ast
import inspect
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path, PurePosixPath

from sutra.errors import SutraError
from sutra.shards.records import Record

SOURCE = "packages"
FEWEST_WORDS = 20  # a docstring below this is a label, and no record
TEST_FOLDERS = {"test", "tests", "testing"}
Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def records(pins: list[str]) -> Iterator[Record]:
    """Every docstring of at least 20 words of the modules, classes and functions of `pins` (name==version)."""
    for pin in pins:
        for name, path in _modules(pin):
            yield from _docstrings(pin, name, path.read_bytes())


def _modules(pin: str) -> Iterator[tuple[str, Path]]:
    """The modules of an installed distribution, tests left out: path within it, path on disk. SutraError if it is not there."""
    name, version = pin.split("==", 1)
    try:
        distribution = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        raise _missing(pin, f"{name} is not installed") from None
    if distribution.version != version:
        raise _missing(pin, f"{name} {distribution.version} is installed, not {version}")
    for file in sorted(distribution.files or [], key=str):
        path = Path(str(file.locate()))
        if file.suffix == ".py" and not _is_test(file):
            if not path.is_file():
                raise _missing(pin, f"{name} is installed without its file {file.as_posix()}")
            yield file.as_posix(), path


def _missing(pin: str, what: str) -> SutraError:
    return SutraError(
        what, f"names of this corpus in params.yaml: {pin}", f"pip install --force-reinstall --no-deps '{pin}'"
    )


def _is_test(file: PurePosixPath) -> bool:
    return (
        bool(TEST_FOLDERS & set(file.parts))
        or file.stem == "conftest"
        or file.stem.startswith("test_")
        or file.stem.endswith("_test")
    )


def _docstrings(pin: str, module: str, source: bytes) -> Iterator[Record]:
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError) as error:
        yield Record(SOURCE, f"{pin}/{module}", [pin, module, ""], reason="not Python", evidence=str(error))
        return
    for name, node in _documented(tree, ""):
        raw = ast.get_docstring(node, clean=False)
        text = inspect.cleandoc(raw) if raw else ""
        if len(text.split()) >= FEWEST_WORDS:
            dotted = module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            title = f"{dotted}.{name}" if name else dotted
            yield Record(SOURCE, f"{pin}/{module}:{name}", [pin, module, name], text, title)


def _documented(node: ast.AST, within: str) -> Iterator[tuple[str, Documented]]:
    """What can have a docstring below `node`, itself included, in the order of the source, each with its qualified name."""
    name = within
    if isinstance(node, Documented):
        if not isinstance(node, ast.Module):
            name = f"{within}.{node.name}" if within else node.name
        yield name, node
    for child in ast.iter_child_nodes(node):
        yield from _documented(child, name)

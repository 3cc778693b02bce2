"""A digest of the code that a stage's bytes depend on.

The digest of a stage covers every module of its package but `__main__`, every module of this project that those
import, at any depth, and every other file (templates, rubrics) of the packages these modules belong to. Modules
count by their syntax tree without docstrings, so comments, formatting and docstrings rebuild nothing; other files
count by their bytes.
"""

import ast
import functools
import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = Path(__file__).resolve().parent.name


@functools.cache
def digest(word: str) -> str:
    """The digest of a stage, as 16 hex digits."""
    total = hashlib.sha256()
    modules = closure(word)
    for module in modules:
        total.update(f"{module}={_scan(module)[0]};".encode())
    for path in data_files(modules):
        total.update(f"{path}={hashlib.sha256((ROOT / path).read_bytes()).hexdigest()};".encode())
    return total.hexdigest()[:16]


def closure(word: str) -> list[str]:
    """The modules that a stage's bytes depend on, sorted."""
    folder = ROOT / PACKAGE / word
    roots = [
        f"{PACKAGE}.{word}.{path.stem}" for path in folder.glob("*.py") if path.stem not in ("__init__", "__main__")
    ]
    seen: set[str] = set()
    todo = [f"{PACKAGE}.{word}", *roots]
    while todo:
        module = todo.pop()
        if module not in seen:
            seen.add(module)
            todo += _scan(module)[1]
    return sorted(seen)


def data_files(modules: list[str]) -> list[str]:
    """Files other than Python of the packages that `modules` belong to, relative to the project, sorted."""
    folders = {_path(module).parent for module in modules} - {ROOT / PACKAGE}  # type: ignore[union-attr]
    return sorted(path.relative_to(ROOT).as_posix() for folder in folders for path in _plain_files(folder))


def _plain_files(folder: Path) -> list[Path]:
    """Files below `folder` that are no Python, outside packages nested in it, caches and hidden files."""
    found = []
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name == "__pycache__":
            continue
        if path.is_dir():
            found += [] if (path / "__init__.py").exists() else _plain_files(path)
        elif path.suffix not in (".py", ".pyc"):
            found.append(path)
    return found


def _path(module: str) -> Path | None:
    path = ROOT.joinpath(*module.split("."))
    return next((p for p in (path / "__init__.py", path.with_suffix(".py")) if p.is_file()), None)


@functools.cache
def _scan(module: str) -> tuple[str, tuple[str, ...]]:
    """The hash of a module's stripped syntax tree, and the modules of this project that it imports."""
    path = _path(module)
    assert path is not None, module
    hashed, names = _parsed(module, path.name == "__init__.py", path.read_text(encoding="utf-8"))
    return hashed, tuple(sorted(name for name in names if name != module and _path(name)))


@functools.cache
def _parsed(module: str, is_package: bool, text: str) -> tuple[str, frozenset[str]]:
    """The hash of the stripped syntax tree of `text`, and every name of this project that its imports may mean."""
    tree = ast.parse(text)
    imported: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(node, module, is_package)
            names = [base, *(f"{base}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] == PACKAGE:
                imported |= {".".join(parts[:end]) for end in range(1, len(parts) + 1)}
    return hashlib.sha256(ast.dump(_strip(tree)).encode()).hexdigest(), frozenset(imported)


def _absolute(node: ast.ImportFrom, module: str, is_package: bool) -> str:
    """The full name of what a `from … import` starts from."""
    if not node.level:
        return node.module or ""
    parts = module.split(".")
    parts = parts[: len(parts) - node.level + is_package]
    return ".".join([*parts, *([node.module] if node.module else [])])


def _strip(tree: ast.Module) -> ast.Module:
    """The tree without docstrings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            first = node.body[0] if node.body else None
            if (
                isinstance(first, ast.Expr)
                and isinstance(first.value, ast.Constant)
                and isinstance(first.value.value, str)
            ):
                node.body = node.body[1:] or [ast.Pass()]
    return tree

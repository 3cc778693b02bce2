"""An edit in a module or a template changes exactly the digests of the stages that import it."""

import shutil
from pathlib import Path

import pytest

from sutra import code
from sutra.stages import WORDS

ROOT = Path(__file__).parents[2]


@pytest.fixture
def copy(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "sutra", tmp_path / "sutra", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(code, "ROOT", tmp_path)
    yield tmp_path / "sutra"
    code._scan.cache_clear()
    code.digest.cache_clear()


def digests() -> dict[str, str]:
    code._scan.cache_clear()
    code.digest.cache_clear()
    return {word: code.digest(word) for word in WORDS}


def changed(before: dict[str, str]) -> set[str]:
    after = digests()
    return {word for word in WORDS if after[word] != before[word]}


def test_every_module_reaches_exactly_its_importers(copy):
    before = digests()
    importers = {word: set(code.closure(word)) for word in WORDS}
    for path in sorted(copy.rglob("*.py")):
        module = ".".join(path.relative_to(copy.parent).with_suffix("").parts).removesuffix(".__init__")
        text = path.read_text()
        path.write_text(text + "\nADDED = 1\n")
        assert changed(before) == {word for word in WORDS if module in importers[word]}, module
        path.write_text(text)
    assert changed(before) == set()


def test_the_command_line_of_a_stage_is_outside(copy):
    for word in WORDS:
        assert f"sutra.{word}.__main__" not in code.closure(word)
        assert "sutra.job" not in code.closure(word)


def test_comments_docstrings_and_format_change_nothing(copy):
    before = digests()
    path = copy / "files.py"
    text = path.read_text()
    path.write_text(
        "# a comment\n" + text.replace('"""A stable id', '"""Another text: a stable id').replace("    ", "        ")
    )
    assert changed(before) == set()


def test_a_template_reaches_the_stages_that_import_its_package(copy):
    before = digests()
    (copy / "tasks" / "templates" / "concepts.yaml").open("a").write("# a byte\n")
    assert changed(before) == {"tasks"}


def test_a_new_file_counts_and_caches_do_not(copy):
    before = digests()
    (copy / "graph" / "__pycache__").mkdir()
    (copy / "graph" / "__pycache__" / "x.pyc").write_bytes(b"x")
    (copy / "graph" / ".hidden").write_bytes(b"x")
    assert changed(before) == set()
    (copy / "graph" / "words.txt").write_text("new")
    assert "graph" in changed(before)
    assert changed(before) == {word for word in WORDS if any(m.startswith("sutra.graph") for m in code.closure(word))}

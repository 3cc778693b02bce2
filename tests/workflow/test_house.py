"""The house: one word per stage everywhere, and one DAG in three shapes."""

import ast
import re
from pathlib import Path

import pytest
import yaml
from dag import draw

from sutra.code import closure
from sutra.fresh import generated, stale
from sutra.stages import BY_WORD, STAGES, WORDS

ROOT = Path(__file__).parents[2]
CODE_ALONE = {"render_explorer"}  # rules whose bytes no parameter changes
SHARED = {path.stem for path in (ROOT / "sutra").glob("*.py")}
TOOLS = {"teachers", "quality"}


@pytest.mark.parametrize("word", WORDS)
def test_one_word_per_stage(word):
    assert (ROOT / "rules" / f"{word}.smk").is_file()
    assert (ROOT / "sutra" / word / "__main__.py").is_file()
    assert (ROOT / "sutra" / word / "params.py").is_file()
    assert list((ROOT / "tests" / word).glob("test_*.py"))
    assert f"\n## {word}\n" in (ROOT / "docs" / "pipeline.md").read_text()
    assert word in yaml.safe_load((ROOT / "dvc.yaml").read_text())["stages"]
    rules = (ROOT / "rules" / f"{word}.smk").read_text()
    assert re.search(rf"^rule {word}:$", rules, flags=re.MULTILINE), "no target of that name"


def test_a_rule_writes_only_to_its_stages_folders(folder):
    for (rule, _), job in draw(folder.path).items():
        for path in job.outputs:
            assert path.startswith(
                (f"data/{job.word}/", "reports/") if job.word == "reports" else f"data/{job.word}/"
            ), rule
    for word in WORDS:
        written = re.findall(r'"(?:logs|benchmarks)/(\w+)/', (ROOT / "rules" / f"{word}.smk").read_text())
        assert set(written) == {word}


@pytest.mark.parametrize("preset", sorted(path.stem for path in (ROOT / "presets").glob("*.yaml")))
def test_presets_have_every_section_in_order(preset):
    sections = list(yaml.safe_load((ROOT / "presets" / f"{preset}.yaml").read_text()))
    assert [word for word in sections if word in WORDS] == list(WORDS)
    assert {"seed", "machine", "teachers", "corpora", "models"} <= set(sections)


def test_params_yaml_is_the_laptop_preset():
    assert (ROOT / "params.yaml").read_text() == (ROOT / "presets" / "laptop.yaml").read_text()


def test_sizes():
    assert len((ROOT / "Snakefile").read_text().splitlines()) <= 60
    for path in (ROOT / "rules").glob("*.smk"):
        assert len(path.read_text().splitlines()) <= 120, path
    for path in (ROOT / "sutra").rglob("*.py"):
        assert len(path.read_text().splitlines()) <= 400, path


def test_the_snakefile_includes_the_stages_in_order():
    included = re.findall(r'include: "rules/(\w+)\.smk"', (ROOT / "Snakefile").read_text())
    assert included == ["common", *WORDS]


def test_every_rule_has_docstring_log_benchmark_and_given():
    for word in WORDS:
        for name, body in re.findall(
            r"^rule (\w+):\n(.*?)(?=^\S|\Z)",
            (ROOT / "rules" / f"{word}.smk").read_text(),
            flags=re.MULTILINE | re.DOTALL,
        ):
            assert body.lstrip().startswith('"""'), name
            if name != word:
                given = f'code=code.digest("{word}")' if name in CODE_ALONE else f'**given("{word}")'
                for part in ("log:", "benchmark:", given, f"python -m sutra.{word} "):
                    assert part in body, f"{name} lacks {part}"


def test_no_rule_runs_python_of_its_own_or_outputs_a_directory():
    for path in (ROOT / "rules").glob("*.smk"):
        assert not re.search(r"^\s+(script|run):|directory\(", path.read_text(), flags=re.MULTILINE), path


@pytest.mark.parametrize("word", WORDS)
def test_imports_go_one_way(word):
    allowed = {word, *TOOLS, *SHARED, *BY_WORD[word].reads}
    for module in closure(word):
        parts = module.split(".")
        if len(parts) > 1:
            assert parts[1] in allowed, f"{word} reaches {module}"
            assert (
                parts[1] not in {"params", "study", "guard", "build", "display", "store", "job"} or parts[1] == word
            ), f"{word} reaches {module}"


def test_tools_import_no_stage():
    for tool in TOOLS:
        for path in (ROOT / "sutra" / tool).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sutra."):
                    assert node.module.split(".")[1] not in WORDS, f"{path} imports {node.module}"


def test_no_stage_opens_params_or_reads_the_environment():
    for word in [*WORDS, *TOOLS]:
        for path in (ROOT / "sutra" / word).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Attribute) and node.attr in ("getenv", "environb"):
                    raise AssertionError(f"{path}:{node.lineno} reads the environment")
                if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
                    assert isinstance(node.ctx, ast.Store), f"{path}:{node.lineno} reads the environment"
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "os.environ.get":
                    raise AssertionError(f"{path}:{node.lineno} reads the environment")
                if isinstance(node, ast.Constant) and node.value == "params.yaml":
                    raise AssertionError(f"{path}:{node.lineno} names params.yaml")


def test_the_rules_contract_to_the_stage_table(folder):
    jobs = draw(folder.path)
    edges = {(job.word, jobs[need].word) for job in jobs.values() for need in job.needs} - {
        (word, word) for word in WORDS
    }
    table = {(stage.word, read) for stage in STAGES for read in stage.reads}
    assert edges == table


def test_generated_files_are_fresh():
    assert stale() == [], "make fresh"
    assert len(generated()) == 4

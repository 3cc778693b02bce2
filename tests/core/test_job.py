"""Commands by hand: bad input is three lines, never a traceback."""

import subprocess
import sys

import pytest

NOWHERE = "/nowhere/x.parquet"
CALLS = [
    ("prompts", "plan", "--graph", "/nowhere/graph.json", "--number", "0", "--params", "{}", "--out", "x"),
    ("scores", "score", "--shard", NOWHERE, "--prompts", "--params", "{}", "--out", "x"),
    ("selection", "select", "--scores", __file__, "--params", "{}", "--kept", "x", "--rejected", "x", "--check", "x"),
    ("graph", "build", "--concepts", "--params", "{}", "--out", "x", "--check", "x"),
    ("graph", "build", "--concepts", "--params", '{"graph": {"tech": []}}', "--out", "x", "--check", "x"),
]


@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call[0]}-{len(call)}")
def test_bad_input_is_three_lines(tmp_path, call):
    stage, *arguments = call
    result = subprocess.run(
        [sys.executable, "-m", f"sutra.{stage}", *arguments], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert result.returncode == 1
    assert [line.partition(":")[0] for line in result.stderr.strip().splitlines()] == ["error", "where", "to do"]


@pytest.mark.parametrize("params", ["{", "[]", "null"])
def test_params_that_are_no_mapping(tmp_path, params):
    command = [
        sys.executable,
        "-m",
        "sutra.graph",
        "build",
        "--concepts",
        "--params",
        params,
        "--out",
        "x",
        "--check",
        "x",
    ]
    result = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert result.returncode == 2
    assert "argument --params" in result.stderr

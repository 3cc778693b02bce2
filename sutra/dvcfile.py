"""`dvc.yaml`: one DVC stage per stage word, generated from the stage table."""

from typing import Any

import yaml

from sutra.code import PACKAGE, closure
from sutra.stages import STAGES, Stage

HEADER = "# Generated from sutra/stages.py: make fresh writes it again. Snakemake does the work; DVC keeps bytes and history.\n"

# What decides on the slice and the digest of every job.
SHARED = ("Snakefile", "rules/common.smk", "sutra/code.py", "sutra/params.py", "sutra/study.py")


def dvc_stage(stage: Stage) -> dict[str, Any]:
    """One stage. `persist` keeps DVC from deleting outputs first, which would have everything computed again."""
    modules = [module.split(".") for module in closure(stage.word)]
    packages = {f"{PACKAGE}/{parts[1]}" for parts in modules if len(parts) > 2}
    shared = {
        f"{PACKAGE}/{parts[1]}.py" for parts in modules if len(parts) == 2 and f"{PACKAGE}/{parts[1]}" not in packages
    }
    sources = {"graph": ["concepts"], "reports": ["published"]}.get(stage.word, [])
    rows = {"study": [], "corpus": ["corpora", "models"], "model": ["models"]}[stage.unit]
    sections = (
        ["seed", *(s.word for s in STAGES), "corpora", "models"]
        if stage.word == "reports"
        else [*stage.sections, *rows]
    )
    outputs = ["data/reports", "reports"] if stage.word == "reports" else [f"data/{stage.word}"]
    # Files that params.yaml names (from: files) cannot stand in deps: these stages are always entered, and Snakemake looks.
    always = {"always_changed": True} if stage.word in ("tasks", "shards") else {}
    return {
        "desc": stage.makes,
        "cmd": f"snakemake --cores all -- {stage.word}",
        "deps": sorted(
            [
                *sources,
                *(f"data/{word}" for word in stage.reads),
                *packages,
                *shared,
                *SHARED,
                f"rules/{stage.word}.smk",
            ]
        ),
        "params": sorted(sections),
        **always,
        "outs": [{path: {"persist": True}} for path in outputs],
    }


def dvc_yaml() -> str:
    """The whole file."""
    content = {
        "stages": {stage.word: dvc_stage(stage) for stage in STAGES},
        "metrics": ["reports/metrics.json"],
        "plots": [{"reports/curves.csv": {"x": "tokens", "y": "loss"}}],
    }
    return HEADER + yaml.safe_dump(content, sort_keys=False, width=120)

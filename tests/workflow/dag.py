"""The real job DAG of a folder, drawn by Snakemake itself, without running anything."""

import os
from pathlib import Path
from typing import NamedTuple

from snakemake.api import SnakemakeApi
from snakemake.settings.enums import Quietness
from snakemake.settings.types import DAGSettings, OutputSettings, ResourceSettings, WorkflowSettings

Key = tuple[str, tuple[tuple[str, str], ...]]  # rule, wildcards


class Job(NamedTuple):
    word: str
    given: tuple[str, ...]
    inputs: frozenset[str]
    outputs: frozenset[str]
    needs: frozenset[Key]


def draw(folder: Path, target: str = "all") -> dict[Key, Job]:
    """Every job of the full DAG: what it is given, reads and makes, and which jobs it needs."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        with SnakemakeApi(OutputSettings(quiet={Quietness.ALL})) as api:
            workflow = api.workflow(
                resource_settings=ResourceSettings(cores=2),
                workflow_settings=WorkflowSettings(),
                snakefile=folder / "Snakefile",
                workdir=folder,
            )
            workflow.dag(DAGSettings(targets={target}, forceall=True))
            inner = workflow._workflow
            inner._prepare_dag(forceall=True, ignore_incomplete=True, lock_warn_only=True, nolock=True)
            inner._build_dag()
            jobs = {_key(job): job for job in inner.dag.jobs if job.rule.name != "all"}
            return {
                key: Job(
                    Path(str(job.rule.snakefile)).stem,
                    tuple(str(value) for value in job.params),
                    frozenset(map(str, job.input)),
                    frozenset(map(str, job.output)),
                    frozenset(_key(need) for need in inner.dag.dependencies[job]),
                )
                for key, job in jobs.items()
            }
    finally:
        os.chdir(before)


def _key(job) -> Key:
    return job.rule.name, tuple(sorted((str(k), str(v)) for k, v in job.wildcards_dict.items()))


def downstream(jobs: dict[Key, Job], changed: set[Key]) -> set[Key]:
    """`changed` and every job that needs one of them, at any depth."""
    found = set(changed)
    grown = True
    while grown:
        more = {key for key, job in jobs.items() if job.needs & found} - found
        found |= more
        grown = bool(more)
    return found

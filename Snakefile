# Sutra, from params to reports: a contents page. Every rule is in rules/<stage>.smk; every number in params.yaml.

import os, sys
from pathlib import Path

sys.path.insert(0, workflow.basedir)
from sutra import guard
from sutra.stages import WORDS
from sutra.study import Study

STUDY = Study(guard.open_params(Path("params.yaml")))
if workflow.is_main_process:
    guard.open_build()


wildcard_constraints:
    corpus="|".join(STUDY.corpora),
    model="|".join(STUDY.models),
    task="|".join(STUDY.params.tasks) or "no-task",
    split="train|validation|heldout",
    which="best|final",
    shard="[0-9]{4}",
    seed="[0-9]+",
    epoch="[1-9][0-9]*",


rule all:
    """The page, the tables and everything they are made from."""
    default_target: True
    input:
        lambda wildcards: [path for word in WORDS for path in getattr(rules, word).input],


include: "rules/common.smk"
include: "rules/graph.smk"
include: "rules/tasks.smk"
include: "rules/prompts.smk"
include: "rules/shards.smk"
include: "rules/scores.smk"
include: "rules/selection.smk"
include: "rules/rephrased.smk"
include: "rules/corpus.smk"
include: "rules/bins.smk"
include: "rules/checkpoints.smk"
include: "rules/evals.smk"
include: "rules/reports.smk"


onstart:
    guard.lock()


onsuccess:
    guard.close_build()


onerror:
    guard.close_build()

# What every rule file uses: the values a job depends on, and where its inputs are.

import json

from sutra import code


def given(word, **fixed):
    """All that may change a job's bytes besides its inputs: its slice of the params, and the digest of its code.

    Snakemake compares params as a set of values and forgets their names: hence one JSON string and one digest.
    """

    def values(wildcards):
        names = {k: v for k, v in wildcards.items() if k in ("corpus", "model", "task", "seed", "epoch")}
        return json.dumps(STUDY.values(word, **(names | fixed)), sort_keys=True, ensure_ascii=False)

    return {"values": values, "code": code.digest(word)}


def transport(word):
    """How a job goes about it on this machine: changes no byte and reruns nothing."""
    return json.dumps(STUDY.params.machine.model_dump(), sort_keys=True)


def of(word, pattern):
    """The file that this wildcard's corpus has from stage `word`; nothing where it has no such stage."""

    def path(wildcards):
        owner = STUDY.owner(wildcards.corpus, word)
        return pattern.format(**(dict(wildcards) | {"corpus": owner})) if owner else []

    return path


def every(word, pattern):
    """The files of all shards that this wildcard's corpus has from stage `word`."""

    def paths(wildcards):
        owner = STUDY.owner(wildcards.corpus, word)
        return expand(pattern, corpus=owner, shard=STUDY.shards(owner)) if owner else []

    return paths


def made(word, *patterns):
    """What the target of a stage whose artefacts are corpora's collects."""
    return [
        path for corpus in STUDY.owners(word) for path in expand(patterns, corpus=corpus, shard=STUDY.shards(corpus))
    ]

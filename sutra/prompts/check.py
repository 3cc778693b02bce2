"""What `prompts` proves: how many prompts there are, that none stands twice, and what was withheld."""

from collections import Counter
from typing import Any

from sutra.checks import make_check
from sutra.errors import SutraError
from sutra.prompts.material import Materials
from sutra.prompts.params import Prompts
from sutra.prompts.shard import fitting


def check(doc_ids: list[str], shards: int, graph: dict[str, Any], params: Prompts) -> dict[str, Any]:
    """The check of a corpus's prompts.

    `statements_withheld` counts the statements of taught concepts that mention a withheld one; `concepts_left_out`
    are taught concepts of which no lesson could be planned. Raises SutraError where a prompt stands twice, or some are not there.
    """
    twice = sorted(doc_id for doc_id, times in Counter(doc_ids).items() if times > 1)
    if twice:
        raise SutraError(
            f"{len(twice)} prompts stand twice", ", ".join(twice[:5]), "this is a bug in prompts; please report it"
        )
    if len(doc_ids) != shards * params.per_shard:
        what = f"{len(doc_ids)} prompts in {shards} shards of {params.per_shard}"
        raise SutraError(what, "prompts", "build the prompts of this corpus again")
    materials = Materials(graph)
    return make_check(
        doc_ids,
        doc_ids,
        statements_withheld=sum(materials.withheld_statements.values()),
        concepts_left_out=sorted(set(materials.concepts) - set(fitting(materials, params))),
    )

"""What must hold of the scores of a model: every item asked for has one."""

from collections.abc import Set
from typing import Any

from sutra.checks import make_check
from sutra.errors import SutraError
from sutra.evals.results import asked_of


def check_scores(asked: dict[str, dict[str, Any]], scored: dict[str, list[str]]) -> dict[str, Any]:
    """The check of one model.

    `asked` is what each result says it was asked for, `scored` are the ids of its items, both by
    `{model}-{seed}-{checkpoint}-{task}`. Raises SutraError where they are not the same items.
    """
    for name in sorted(asked.keys() | scored.keys()):
        if name not in scored or name not in asked or asked[name] != asked_of(scored[name]):
            have, want = len(scored.get(name, [])), asked.get(name, {}).get("n", 0)
            raise SutraError(
                f"{have} items have scores, {want} were asked for, or they are others", name, "score this task again"
            )
    ids = [f"{name}-{item}" for name, items in sorted(scored.items()) for item in items]
    return make_check(ids, ids)


def refuse_seen(trained: Set[str], scored: dict[str, list[str]]) -> None:
    """Raises SutraError where a heldout document that a model was scored on is one that it was trained on.

    `trained` are the ids of the documents of its mixture, `scored` is as above. Ids of task items are never among them.
    """
    for name, items in sorted(scored.items()):
        both = trained & set(items)
        if both:
            raise SutraError(
                f"{len(both)} heldout documents were trained on, such as {min(both)}",
                name,
                "give the corpora the same corpus.splits, or take the corpus out of evals.heldout",
            )

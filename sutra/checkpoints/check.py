"""What must hold of the training of a model: every planned token was trained on."""

from typing import Any

from sutra.checks import make_check
from sutra.errors import SutraError


def check_epochs(epochs: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """The check of one model from the lines of each `metrics.jsonl`, by the name of its seed and epoch.

    `in` and `kept` are tokens; the ids are of the optimizer's steps, `{seed}-{epoch}-{step}`.
    """
    planned_ids, trained_ids, planned, trained = [], [], 0, 0
    for name, lines in sorted(epochs.items()):
        if not lines or "planned_tokens" not in lines[-1]:
            raise SutraError("the last line is not a summary", f"metrics of {name}", "build this epoch again")
        planned += lines[-1]["planned_tokens"]
        trained += lines[-1]["trained_tokens"]
        planned_ids += [f"{name}-{step}" for step in range(1, lines[-1]["planned_steps"] + 1)]
        trained_ids += [f"{name}-{line['step']}" for line in lines if "loss" in line]
    return make_check(planned_ids, trained_ids) | {"in": planned, "kept": trained}

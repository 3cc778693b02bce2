"""`sutra seeds N`: every model of params.yaml with the training seeds 1 to N, as `make demo SEEDS=3` asks for."""

from sutra import guard
from sutra.edits import changed_lines, set_list
from sutra.errors import SutraError
from sutra.files import write_text
from sutra.params import load
from sutra.presets import PARAMS


def set_seeds(count: int) -> None:
    """Writes `models.*.seeds: [1, …, count]` into params.yaml, keeps the rest of it, and says what was changed."""
    rows = load(PARAMS).models
    if guard.is_building():
        raise SutraError("a build runs here", str(PARAMS), "wait for it, or stop it")
    text = PARAMS.read_text(encoding="utf-8")
    changed = text
    for model in rows:
        changed = set_list(changed, ("models", model, "seeds"), list(range(1, count + 1)))
    if changed == text:
        return
    write_text(PARAMS, changed)
    before = {tuple(row.seeds) for row in rows.values()}
    old = max(before, key=len)
    if before == {tuple(range(1, len(old) + 1))}:
        back = f"make demo SEEDS={len(old)}"
    else:
        back = "write the lines with - again"
    print("\n".join([f"{PARAMS}, edited", *changed_lines(text, changed), f"the way back: {back}"]), flush=True)

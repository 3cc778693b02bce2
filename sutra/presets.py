"""`make use`: whole params files to start from."""

import shutil
from pathlib import Path

from sutra.errors import SutraError
from sutra.schema import near

PARAMS = Path("params.yaml")


def use(preset: str, force: bool = False) -> None:
    """Copies presets/<preset>.yaml to params.yaml; an edited params.yaml is kept unless forced, and then backed up."""
    known = sorted(path.stem for path in Path("presets").glob("*.yaml"))
    if preset not in known:
        hint = near(preset, known).removeprefix("; ") or f"there are: {', '.join(known)}"
        raise SutraError(f"no such preset: {preset}", "presets/", hint)
    source = Path("presets", f"{preset}.yaml")
    if PARAMS.is_file() and not any(
        PARAMS.read_bytes() == path.read_bytes() for path in Path("presets").glob("*.yaml")
    ):
        if not force:
            raise SutraError(
                "params.yaml was edited; it is left as it is",
                str(PARAMS),
                f"make use PRESET={preset} FORCE=1 (keeps a copy)",
            )
        shutil.copy2(PARAMS, backup())
    shutil.copy2(source, PARAMS)
    print(f"params.yaml is now the {preset} preset")


def backup() -> Path:
    """The first free name for a copy of params.yaml."""
    number = 1
    while (path := Path(f"params.yaml.{number}")).exists():
        number += 1
    print(f"the edited one is kept as {path}")
    return path

"""`sutra`: the verbs for people. `make` calls them; `sutra VERB --help` says more."""

import argparse
import os
import sys

from sutra import presets, store
from sutra.build import build, plan
from sutra.errors import SutraError
from sutra.fresh import write_fresh


def main() -> None:
    """Runs one verb; an expected error is said without a traceback, with exit code 1."""
    parser = argparse.ArgumentParser(prog="sutra", description="Build a pre-training study, and keep it.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    verb = verbs.add_parser("build", help="build what params.yaml asks for, stage by stage, with a live display")
    verb.add_argument("target", nargs="?", default="all", help="a stage word or a file (default: everything)")
    verb.add_argument("--cores", default="all", type=cores, help="CPU cores to use (default: all)")
    verb.set_defaults(call=lambda a: run_build(a.target, a.cores))
    verb = verbs.add_parser("plan", help="say how many jobs of each stage would run")
    verb.add_argument("target", nargs="?", default="all")
    verb.set_defaults(call=lambda a: print_plan(a.target))
    verb = verbs.add_parser("use", help="start params.yaml from a preset")
    verb.add_argument("preset")
    verb.add_argument("--force", action="store_true", help="replace an edited params.yaml, and keep a copy of it")
    verb.set_defaults(call=lambda a: presets.use(a.preset, a.force))
    verb = verbs.add_parser("save", help="keep all artefacts in DVC and commit what they are")
    verb.add_argument("--remote", default="", help="where DVC pushes to, from now on")
    verb.add_argument("--prune", action="store_true", help="delete files that belong to no rule any more")
    verb.set_defaults(call=lambda a: store.save(a.remote, a.prune))
    verb = verbs.add_parser("restore", help="bring the artefacts of this commit back")
    verb.set_defaults(call=lambda a: store.restore())
    verb = verbs.add_parser(
        "fresh", help="write the generated files again: dvc.yaml, params.schema.json, docs/params.md"
    )
    verb.set_defaults(call=lambda a: print("\n".join(map(str, write_fresh())) or "all fresh"))
    arguments = parser.parse_args()
    try:
        arguments.call(arguments)
    except SutraError as error:
        sys.exit(str(error))
    except BrokenPipeError:  # whoever read our output has heard enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def cores(text: str) -> str:
    """`all`, or a number of at least 1."""
    if text != "all" and not (text.isdecimal() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is neither all nor a number of at least 1")
    return text


def run_build(target: str, cores: str) -> None:
    """Builds, and names the page."""
    build(target, cores)
    if target in ("all", "reports"):
        print("the report: reports/index.html   how the build went: reports/run.html")


def print_plan(target: str) -> None:
    """A line per stage."""
    jobs = plan(target)
    print("\n".join(f"{word:<12} {count:>4} jobs" for word, count in jobs.items()) or "nothing to be done")


if __name__ == "__main__":
    main()

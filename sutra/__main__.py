"""`sutra`: the verbs for people. `make` calls them; `sutra VERB --help` says more."""

import argparse
import os
import sys
from pathlib import Path

from sutra import chat, presets, seeds, store, teaching
from sutra.build import build, planned, show_plan
from sutra.curation import verbs as curation
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
    verb = verbs.add_parser("plan", help="say how many jobs of each stage would run, and why")
    verb.add_argument("target", nargs="?", default="all")
    verb.set_defaults(call=lambda a: print(show_plan(planned(a.target))))
    for name, call, words in (
        ("unteach", teaching.unteach, "withhold a concept, build, and say what the models know without its lessons"),
        ("teach", teaching.teach, "the way back: teach a withheld concept, build, and say what changed"),
    ):
        verb = verbs.add_parser(name, help=words)
        verb.add_argument("concept", help="its id, name or alias, in any case")
        verb.add_argument("--cores", default="all", type=cores, help="CPU cores to use (default: all)")
        verb.add_argument("--dry-run", action="store_true", help="only say what would run; params.yaml stays as it is")
        verb.set_defaults(call=lambda a, call=call: call(a.concept, a.cores, a.dry_run))
    verb = verbs.add_parser("chat", help="continue a sentence with a model, and with the baseline beside it")
    verb.add_argument("model", help="a row of models")
    verb.add_argument("--text", help="the beginning (default: lines that are typed)")
    verb.add_argument("--tokens", default=40, type=positive, help="how many tokens at most (default: 40)")
    verb.set_defaults(call=lambda a: chat.chat(a.model, a.text, a.tokens))
    verb = verbs.add_parser("seeds", help="train every model with the seeds 1 to N: edits params.yaml")
    verb.add_argument("count", type=positive, metavar="N")
    verb.set_defaults(call=lambda a: seeds.set_seeds(a.count))
    verb = verbs.add_parser(
        "compare", help="compare two models, on results of a study or of lm-eval with --log_samples"
    )
    verb.add_argument(
        "runs", nargs="+", type=Path, metavar="A.json", help="results_<date>.json, or a folder of one run"
    )
    verb.add_argument(
        "--baseline", nargs="+", type=Path, default=[], metavar="B.json", help="with several seeds a side"
    )
    verb.add_argument("--metric", action="append", default=[], metavar="TASK=METRIC", help="default: the first of both")
    verb.add_argument("--confidence", default=0.95, type=level, help="level of the intervals (default: 0.95)")
    verb.add_argument("--json", type=Path, metavar="OUT", help="keep all that was found")
    verb.set_defaults(call=compare_runs)
    verb = verbs.add_parser("graph", help="look at the concepts: show CONCEPT, stats, check")
    looks = verb.add_subparsers(dest="look", required=True, metavar="LOOK")
    look = looks.add_parser("show", help="one concept, its neighbourhood, and its paths from the roots")
    look.add_argument("concept", help="its id, name or alias, in any case")
    look.set_defaults(call=lambda a: curation.show(a.concept))
    look = looks.add_parser("stats", help="domains, complexities, links, chains")
    look.set_defaults(call=lambda a: curation.stats())
    look = looks.add_parser("check", help="every problem of the concepts, and pairs that may be one concept")
    look.add_argument("--quick", action="store_true", help="compare names alone; meanings take half a minute")
    look.set_defaults(call=lambda a: curation.check(a.quick))
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
        "fresh", help="write the generated files again: dvc.yaml, params.schema.json, docs/params.md, docs/concepts.svg"
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


def positive(text: str) -> int:
    """A number of at least 1."""
    if not (text.isdecimal() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of at least 1")
    return int(text)


def level(text: str) -> float:
    """A number between 0.5 and 1."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.5 < value < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number between 0.5 and 1")
    return value


def compare_runs(arguments: argparse.Namespace) -> None:
    """Loads what it needs only when it is asked: the other verbs start sooner."""
    from sutra.reports.versus import run_compare

    run_compare(arguments.runs, arguments.baseline, arguments.metric, arguments.confidence, arguments.json)


def run_build(target: str, cores: str) -> None:
    """Builds, and names the page."""
    build(target, cores)
    if target in ("all", "reports"):
        print("the report: reports/index.html   how the build went: reports/run.html")


if __name__ == "__main__":
    main()

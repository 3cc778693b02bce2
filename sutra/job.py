"""Turns the functions of a stage into the commands that rules call.

`python -m sutra.scores score --shard a.parquet --params '{…}' --out b.parquet` calls `score(shard=…, params=…, out=…)`.
Arguments are read from the function's signature: Path, list[Path], str, int, and dict (JSON). An expected error is
three lines and exit code 1. A job says what it does on standard output, which its rule keeps as the log.
"""

import argparse
import inspect
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from sutra.errors import SutraError

T = TypeVar("T")


class Slice(dict[str, Any]):
    """The params of a job; a section that is not there is an expected error."""

    @classmethod
    def parse(cls, text: str) -> "Slice":
        """Reads the JSON of a command line."""
        value = json.loads(text)
        if not isinstance(value, dict):
            raise ValueError("not a mapping")
        return cls(value)

    def __missing__(self, key: str) -> Any:
        raise SutraError(
            f"there is no {key}", "--params", "give the values that the rule gives: snakemake -n -p shows them"
        )


def main(*verbs: Callable[..., None]) -> None:
    """Runs the verb that the command line names."""
    package = sys.modules["__main__"].__package__ or "sutra"
    parser = argparse.ArgumentParser(prog=f"python -m {package}", description=sys.modules[package].__doc__)
    commands = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for verb in verbs:
        summary = (verb.__doc__ or "").strip().splitlines()[0]
        command = commands.add_parser(verb.__name__, help=summary, description=inspect.cleandoc(verb.__doc__ or ""))
        command.set_defaults(call=verb)
        for name, parameter in inspect.signature(verb).parameters.items():
            _add(command, name, parameter)
    arguments = vars(parser.parse_args())
    call = arguments.pop("call")
    arguments.pop("verb")
    try:
        call(**arguments)
    except SutraError as error:
        sys.exit(str(error))
    except ValidationError as error:
        first = error.errors()[0]
        where = f"--params, {error.title}.{'.'.join(map(str, first['loc']))}"
        sys.exit(
            str(SutraError(first["msg"], where, "give the values that the rule gives: snakemake -n -p shows them"))
        )


def _add(command: argparse.ArgumentParser, name: str, parameter: inspect.Parameter) -> None:
    kind = parameter.annotation
    options: dict[str, Any] = {"required": parameter.default is inspect.Parameter.empty}
    if kind == list[Path]:
        options |= {"nargs": "*", "type": Path, "metavar": "FILE"}
    elif kind == list[str]:
        options |= {"nargs": "*", "metavar": "NAME"}
    elif kind is dict or getattr(kind, "__origin__", None) is dict:
        options |= {"type": Slice.parse, "metavar": "JSON"}
    else:
        options |= {"type": kind, "metavar": kind.__name__.upper()}
    if not options["required"]:
        options["default"] = parameter.default
    command.add_argument(f"--{name.replace('_', '-')}", dest=name, **options)


def say(text: str) -> None:
    """One line for the log; the live display shows the last one."""
    print(text, flush=True)


def progress(items: Iterable[T], total: int, what: str, steps: int = 20) -> Iterator[T]:
    """Passes `items` on and says now and then how many of `total` are done."""
    every = max(1, total // steps)
    for number, item in enumerate(items, 1):
        yield item
        if number % every == 0 or number == total:
            say(f"{number}/{total} {what}")

"""The kinds of teachers: a module for each, looked up by the `kind` of a row of `teachers`."""

from collections.abc import Callable
from typing import Any

from pydantic import TypeAdapter

from sutra.teachers import composer
from sutra.teachers.params import Teacher
from sutra.teachers.requests import Refusal, Reply, Request

KINDS: dict[str, Callable[[Teacher, Request], Reply | Refusal]] = {"composer": composer.write}


def parse(row: dict[str, Any]) -> Teacher:
    """A row of `teachers`, as it stands in the params of a job."""
    return TypeAdapter(Teacher).validate_python(row)


def write(teacher: Teacher, request: Request) -> Reply | Refusal:
    """The final outcome of a request: a document, or why there will never be one."""
    return KINDS[teacher.kind](teacher, request)

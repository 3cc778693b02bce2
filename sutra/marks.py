"""YAML with its lines: values as plain Python, and where each of them stands."""

import re
from pathlib import Path
from typing import Any

import yaml

from sutra.errors import SutraError

Location = tuple[str | int, ...]


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # libyaml is ten times as fast
    """SafeLoader that reads `3e-4` as a number, as YAML 1.2 does."""


Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in ("tag:yaml.org,2002:float", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$|^[-+]?\.(inf|Inf|INF)$|^\.(nan|NaN|NAN)$"),
    list("-+0123456789."),
)
Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


class Marked:
    """A parsed YAML file: `value`, the line of every location, and keys that stand twice."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines: dict[Location, int] = {}
        self.twice: list[tuple[Location, int]] = []
        self.value: Any = None
        loader = Loader(path.read_text(encoding="utf-8"))
        try:
            node = loader.get_single_node()
            if node is not None:
                self._visit(node, ())
                self.value = _construct(loader, node)
        finally:
            loader.dispose()

    def _visit(self, node: yaml.Node, location: Location, above: tuple[yaml.Node, ...] = ()) -> None:
        if any(node is other for other in above):
            raise yaml.MarkedYAMLError(problem="an alias of what it stands in", problem_mark=node.start_mark)
        above = (*above, node)
        self.lines.setdefault(location, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            seen: set[Any] = set()
            for key, value in node.value:
                if not isinstance(key, yaml.ScalarNode):
                    raise yaml.MarkedYAMLError(problem="a key that is no text", problem_mark=key.start_mark)
                here = (*location, key.value)
                if key.value in seen:
                    self.twice.append((here, key.start_mark.line + 1))
                seen.add(key.value)
                self.lines[here] = key.start_mark.line + 1
                self._visit(value, here, above)
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                self._visit(value, (*location, index), above)

    def line(self, location: Location) -> int:
        """The line of `location`, or of its nearest parent that stands in the file."""
        while location and location not in self.lines:
            location = location[:-1]
        return self.lines.get(location, 1)


def _construct(loader: Loader, node: yaml.Node) -> Any:
    try:
        return loader.construct_document(node)
    except (
        ValueError,
        KeyError,
        AttributeError,
    ) as error:  # what PyYAML raises for a value that its tag does not allow
        raise yaml.YAMLError(f"a value that cannot be read: {error}") from None


def read_marked(path: Path) -> Marked:
    """Reads a YAML file with its lines. Raises SutraError where it is no YAML, or no UTF-8."""
    try:
        return Marked(path)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        raise SutraError(f"not YAML: {getattr(error, 'problem', None) or error}", where, "mend that line") from None
    except UnicodeDecodeError as error:
        raise SutraError(f"not UTF-8: {error.reason} at byte {error.start}", str(path), "save it as UTF-8") from None

"""Edits of a list in a YAML file that keep its comments and its layout, in block and in flow style.

The file is parsed for where things stand, text is put in or taken out there, and the result is parsed again: where it
does not say what was meant, the file is left alone and a person is asked to do it.
"""

import copy
import json
import re
from typing import Any

import yaml

from sutra.errors import SutraError
from sutra.marks import Loader, Location

Item = str | int


def set_list(text: str, where: Location, wanted: list[Item], file: str = "params.yaml") -> str:
    """`text` with the items of `wanted` in the list at `where` of mappings: new ones last, others taken out.

    A list that is not there is put in. Raises SutraError where that cannot be done without a person.
    """
    value = _parse(text)[1]
    now = _at(value, where) or []
    changed = text
    for item in [i for i in wanted if i not in now]:
        changed = _add(changed, where, item)
    for item in [i for i in now if i not in wanted]:
        changed = _remove(changed, where, item)
    found = _parse(changed)[1]
    result = _at(found, where) or []
    if sorted(map(str, result)) != sorted(map(str, wanted)) or found != _with(value, where, result, changed != text):
        shown = ", ".join(_show(item) for item in wanted)
        raise SutraError(
            "this list cannot be edited by itself", f"{file}, {'.'.join(map(str, where))}", f"write [{shown}]"
        )
    return changed


def changed_lines(before: str, after: str) -> list[str]:
    """The lines that differ, as `-` and `+` lines with their numbers, in the order of the file."""
    import difflib

    found = []
    old, new = before.splitlines(), after.splitlines()
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            found += [f"{n + 1:>4} - {old[n].strip()}" for n in range(a, b)]
            found += [f"{n + 1:>4} + {new[n].strip()}" for n in range(c, d)]
    return found


def _parse(text: str) -> tuple[yaml.Node | None, Any]:
    """The node tree, with marks, and the value. `text` was valid YAML; after a wrong edit it may not be: no value then."""
    try:
        return Loader(text).get_single_node(), Loader(text).get_single_data()
    except yaml.YAMLError:
        return None, None


def _at(value: Any, where: Location) -> Any:
    for part in where:
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _with(value: Any, where: Location, items: list[Item], changed: bool) -> Any:
    """`value` with a list put in; unless nothing was changed."""
    if not changed:
        return value
    made = copy.deepcopy(value)
    inner = made
    for part in where[:-1]:
        inner = inner.setdefault(part, {})
    inner[where[-1]] = items
    return made


def _find(text: str, where: Location) -> tuple[yaml.Node | None, yaml.Node | None]:
    """The key and the value at `where`; None where they are not there."""
    key, node = None, _parse(text)[0]
    for part in where:
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        key, node = next(((k, v) for k, v in pairs if k.value == part), (None, None))
    return key, node


def _show(item: Item) -> str:
    return json.dumps(item, ensure_ascii=False)


def _add(text: str, where: Location, item: Item) -> str:
    _, node = _find(text, where)
    if node is None:
        return _add_key(text, where, f"[{_show(item)}]")
    if not isinstance(node, yaml.SequenceNode):
        return text
    if not node.value:
        at = node.start_mark.index + 1
        return text[:at] + _show(item) + text[at:]
    at = node.value[-1].end_mark.index
    if node.flow_style:
        return f"{text[:at]}, {_show(item)}{text[at:]}"
    at += len(text[at:].partition("\n")[0])
    return f"{text[:at]}\n{' ' * node.start_mark.column}- {_show(item)}{text[at:]}"


def _add_key(text: str, where: Location, shown: str) -> str:
    """Puts a key into the mapping at the end of `where`; first into a block, last into braces."""
    *above, key = where
    _, node = _find(text, tuple(above))
    if node is None and above:
        return _add_key(text, tuple(above), f"{{{key}: {shown}}}")
    if not isinstance(node, yaml.MappingNode):
        return text
    at = node.start_mark.index
    if not node.flow_style:
        return f"{text[:at]}{key}: {shown}\n{' ' * node.start_mark.column}{text[at:]}"
    if not node.value:
        return f"{text[: at + 1]}{key}: {shown}{text[at + 1 :]}"
    at = node.value[-1][1].end_mark.index
    return f"{text[:at]}, {key}: {shown}{text[at:]}"


def _remove(text: str, where: Location, item: Item) -> str:
    key, node = _find(text, where)
    if key is None or not isinstance(node, yaml.SequenceNode):
        return text
    index = _at(_parse(text)[1], where).index(item)
    spans = [(n.start_mark.index, n.end_mark.index) for n in node.value]
    start, end = spans[index]
    line, after = text.rfind("\n", 0, start) + 1, end + len(text[end:].partition("\n")[0])
    alone = re.fullmatch(r"\s*(?:-\s+)?", text[line:start]) and re.fullmatch(r"\s*,?\s*(?:#.*)?", text[end:after])
    if not node.flow_style and len(spans) == 1:
        colon = text.index(":", key.end_mark.index) + 1
        return f"{text[:colon]} []{text[colon:line]}{text[after + 1 :]}"
    if alone:
        return text[:line] + text[after + 1 :]
    if index + 1 < len(spans) and "\n" not in text[end : spans[index + 1][0]]:
        return text[:start] + text[spans[index + 1][0] :]
    if index and "\n" not in text[spans[index - 1][1] : start]:
        return text[: spans[index - 1][1]] + text[end:]
    return text[:start] + re.sub(r"^\s*,", "", text[end:], count=1)

"""YAML read strictly and with its line numbers, so that every fault of a notice can be pointed at.

A key that stands twice, an anchor or an alias is refused; anything else is plain YAML.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml reads the same, more slowly
    from yaml import SafeLoader as Loader  # type: ignore[assignment]  # same interface


class Table(dict[str, Any]):
    """A mapping that knows the line it starts on and the line of each key."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class Rows(list[Any]):
    """A list that knows the line it starts on and the line of each element."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


class Unreadable(Exception):
    """The file is not YAML as we allow it; `code` is a message of faults.yaml."""

    def __init__(self, line: int, code: str, **details: object) -> None:
        super().__init__(code)
        self.line = line
        self.code = code
        self.details = details


def read(path: Path) -> Any:
    """The file as Table, Rows and scalars."""
    text = path.read_text(encoding="utf-8")
    try:
        _refuse_aliases(text)
        loader = Loader(text)
        node = loader.get_single_node()
        return None if node is None else _value(loader, node)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise Unreadable(mark.line + 1 if mark else 1, "yaml", problem=_problem(error)) from error
    except ValueError as error:  # a date such as 2022-02-30
        raise Unreadable(1, "yaml", problem=str(error)) from error


def tables(value: Any) -> Iterator[Table]:
    """Every mapping in a tree, outermost first."""
    if isinstance(value, Table):
        yield value
        for each in value.values():
            yield from tables(each)
    elif isinstance(value, Rows):
        for each in value:
            yield from tables(each)


def _refuse_aliases(text: str) -> None:
    for event in yaml.parse(text, Loader=Loader):
        if isinstance(event, yaml.AliasEvent):
            raise Unreadable(_line(event), "alias")


def _problem(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or error)


def _value(loader: Any, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _table(loader, node)
    if isinstance(node, yaml.SequenceNode):
        return _rows(loader, node)
    try:
        return loader.construct_object(node)
    except ValueError as error:
        raise Unreadable(_line(node), "yaml", problem=str(error)) from error


def _table(loader: Any, node: yaml.MappingNode) -> Table:
    table = Table(_line(node))
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in table:
            raise Unreadable(_line(key_node), "duplicate_key", key=key)
        table[key] = _value(loader, value_node)
        table.lines[key] = _line(key_node)
    return table


def _rows(loader: Any, node: yaml.SequenceNode) -> Rows:
    rows = Rows(_line(node))
    for each in node.value:
        rows.append(_value(loader, each))
        rows.lines.append(_line(each))
    return rows


def _line(place: yaml.Node | yaml.Event) -> int:
    assert place.start_mark is not None
    return int(place.start_mark.line) + 1

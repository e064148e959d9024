"""What may stand in the files of a notice, checked against schema.yaml key by key."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.marked import Rows, Table, read

SCALARS: dict[str, type | tuple[type, ...]] = {
    "text": str,
    "int": int,
    "bool": bool,
    "date": date,
    "value": (str, int),
    "condition": Table,
    "profile": Table,
    "map": Table,
    "counts": Table,
}


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong at a line; `code` is a message of faults.yaml."""

    line: int
    code: str
    details: dict[str, object]


def flaw(line: int, code: str, **details: object) -> Flaw:
    return Flaw(line, code, details)


@dataclass(frozen=True, slots=True)
class Slot:
    """One allowed key: the kind of its value, and how often: "" once, ? at most once, * any, + some."""

    kind: str
    times: str


@cache
def _shapes() -> dict[str, dict[str, Slot]]:
    written = read(Path(__file__).with_name("schema.yaml"))
    return {name: {key: _slot(spec) for key, spec in keys.items()} for name, keys in written.items()}


def _slot(spec: str) -> Slot:
    return Slot(spec[:-1], spec[-1]) if spec[-1] in "?*+" else Slot(spec, "")


def check(value: Any, shape: str, line: int = 1) -> Iterator[Flaw]:
    """Every key of `value` that the shape does not know, lacks, or knows with another kind of value."""
    if not isinstance(value, Table):
        yield flaw(line, "not_a_table", shape=shape)
        return
    slots = _shapes()[shape]
    for key, each in value.items():
        if key in slots:
            yield from _check_slot(key, each, slots[key], value.lines[key])
        else:
            yield flaw(value.lines[key], "unknown_key", key=key, known=", ".join(slots))
    for key, slot in slots.items():
        if slot.times in ("", "+") and key not in value:
            yield flaw(value.line, "missing_key", key=key)


def check_rows(value: Any, shape: str) -> Iterator[Flaw]:
    """The same for a file that is a list."""
    yield from _check_slot("", value, Slot(shape, "+"), 1)


def _check_slot(key: str, value: Any, slot: Slot, line: int) -> Iterator[Flaw]:
    if slot.times not in ("*", "+"):
        yield from _check_value(key, value, slot.kind, line)
    elif not isinstance(value, Rows):
        yield flaw(line, "not_a_list", key=key)
    elif slot.times == "+" and not value:
        yield flaw(line, "empty_list", key=key)
    else:
        for each, its_line in zip(value, value.lines, strict=True):
            yield from _check_value(key, each, slot.kind, its_line)


def _check_value(key: str, value: Any, kind: str, line: int) -> Iterator[Flaw]:
    if "|" in kind:
        if value not in kind.split("|"):
            yield flaw(line, "not_a_choice", key=key, value=value, known=", ".join(kind.split("|")))
    elif kind not in SCALARS:
        yield from check(value, kind, line)
    elif not _is(value, kind):
        yield flaw(line, f"not_{kind}", key=key, value=value)


def _is(value: Any, kind: str) -> bool:
    if kind == "map":
        return isinstance(value, Table) and all(isinstance(each, str) for each in value.values())
    if kind == "counts":
        return isinstance(value, Table) and all(type(each) is int for each in value.values())
    if kind == "int":
        return type(value) is int
    return isinstance(value, SCALARS[kind])

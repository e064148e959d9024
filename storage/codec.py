"""Frozen values ⇄ JSON: states, effects, replies, events, talks, letters and forms, strictly, both ways.

A union is told apart by the `kind` of its members. An unknown or missing attribute, or a value of another
type, is a `CodecFault`; an attribute with a default may be missing, as in what was kept before it existed.
"""

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from dialogs.model import State

T = TypeVar("T")


class CodecFault(ValueError):
    """What was kept is not what the program knows; the text names the type, never the value."""


def dump(value: object) -> str:
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def load(kind: type[T], text: str) -> T:
    return cast("T", _built(kind, json.loads(text)))


def load_state(text: str) -> State:
    return cast("State", _built(State, json.loads(text)))


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, date):  # a datetime, too
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return value


def _built(wanted: Any, raw: object) -> object:
    origin = get_origin(wanted)
    if origin in (Union, types.UnionType):
        return _built(_member(get_args(wanted), raw), raw)
    if origin is Literal:
        return _checked(raw, str, raw in get_args(wanted))
    if origin is tuple:
        return _tuple(get_args(wanted), raw)
    if origin is Mapping:
        return _mapping(get_args(wanted), raw)
    if is_dataclass(wanted):
        return _record(cast("type", wanted), raw)
    if isinstance(wanted, type) and issubclass(wanted, Enum | date):
        return _parsed(wanted, raw)
    return _checked(raw, wanted, type(raw) is wanted)


def _member(members: tuple[Any, ...], raw: object) -> Any:
    """The member of a union that a value is of: None, the one with its `kind`, or the only one there is."""
    if raw is None and types.NoneType in members:
        return types.NoneType
    known = [each for each in members if each is not types.NoneType]
    if len(known) == 1:
        return known[0]
    kind = raw.get("kind") if isinstance(raw, dict) else None
    found = next((each for each in known if kind is not None and _kind(each) == kind), None)
    if found is None:
        raise CodecFault("unknown kind of value")
    return found


@cache
def _kind(wanted: Any) -> object:
    return next((each.default for each in fields(wanted) if each.name == "kind"), None)


def _record(wanted: type, raw: object) -> object:
    values = _checked(raw, dict, isinstance(raw, dict))
    known = _attributes(wanted)
    if values.keys() - known.keys():
        raise CodecFault(f"{wanted.__name__}: unknown attribute")
    if any(_needed(each) and name not in values for name, (each, _) in known.items()):
        raise CodecFault(f"{wanted.__name__}: missing attribute")
    return wanted(**{name: _built(known[name][1], each) for name, each in values.items()})


@cache
def _attributes(wanted: Any) -> dict[str, tuple[Field[Any], Any]]:
    hints = get_type_hints(wanted)
    return {each.name: (each, hints[each.name]) for each in fields(wanted)}


def _needed(attribute: Field[Any]) -> bool:
    return attribute.default is MISSING and attribute.default_factory is MISSING


def _tuple(parts: tuple[Any, ...], raw: object) -> tuple[object, ...]:
    values = _checked(raw, list, isinstance(raw, list))
    if len(parts) == 2 and parts[1] is Ellipsis:  # noqa: PLR2004 - tuple[X, ...]
        return tuple(_built(parts[0], each) for each in values)
    if len(values) != len(parts):
        raise CodecFault("tuple of another length")
    return tuple(_built(part, each) for part, each in zip(parts, values, strict=True))


def _mapping(parts: tuple[Any, ...], raw: object) -> dict[str, object]:
    values = _checked(raw, dict, isinstance(raw, dict))
    return {key: _built(parts[1], each) for key, each in values.items()}


def _parsed(wanted: type[Enum] | type[date], raw: object) -> object:
    make: Callable[[Any], object] = wanted.fromisoformat if issubclass(wanted, date) else wanted
    try:
        return make(_checked(raw, str, isinstance(raw, str)))
    except ValueError:
        raise CodecFault(f"{wanted.__name__}: not one of its values") from None


def _checked(raw: object, wanted: Any, fits: bool) -> Any:  # noqa: FBT001 - one private caller shape
    if not fits:
        raise CodecFault(f"{getattr(wanted, '__name__', wanted)} expected, {type(raw).__name__} found")
    return raw

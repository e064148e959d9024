"""The table of field types, and what holds for every type before its own reader is asked."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from knowledge import chars
from knowledge.fields import choice, files, lists, month, names, phone, postcode, refusals, texts
from knowledge.fields.labels import names_of
from knowledge.model import Field, Reading


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of field: its reader gets the cleaned text; `shown` words a stored value.

    `none`: 无 is an answer like any other. `own_none`: the reader itself knows what 无 means here.
    """

    read: Callable[[Field, str, date], Reading]
    shown: Callable[[Field, str], str] = lambda _field, value: value
    none: bool = False
    own_none: bool = False


TYPES: Mapping[str, Kind] = {
    "choice": Kind(choice.read, choice.shown, own_none=True),
    "name": Kind(names.read),
    "month": Kind(month.read, month.shown),
    "ethnicity": Kind(choice.read_ethnicity),
    "politics": Kind(choice.read_politics, own_none=True),
    "education": Kind(choice.read_education),
    "phone": Kind(phone.read),
    "postcode": Kind(postcode.read),
    "text": Kind(texts.read_text),
    "address": Kind(texts.read_address),
    "list": Kind(lists.read, none=True),
    "long_text": Kind(texts.read_long),
    "file": Kind(files.read, files.shown, own_none=True),
}


_MANY_LINES = frozenset({"list", "long_text"})
_COLON = r"\s*[:：]\s*"
_LOOSE = r"\s*(?:[:：是为]\s*)?(?=\S)"
_PROSE = frozenset({"text", "address", "list", "long_text", "name"})  # may begin with a word like the label


def read(field: Field, text: str, today: date) -> Reading:
    """What `text` means as an entry of `field`; never raises, whatever was typed."""
    reading = _read(field, text, today)
    if field.type not in _PROSE or reading.shown in {"", text}:
        return reading
    # Without line breaks or repetitions a text may turn out to say something else, or what no field takes.
    again = _read(field, reading.shown, today)
    return reading if again.value == reading.value else again


def shown(field: Field, value: str) -> str:
    """A stored value as a person reads it."""
    return TYPES[field.type].shown(field, value)


def _read(field: Field, text: str, today: date) -> Reading:
    kind, typed = TYPES[field.type], _unlabelled(field, chars.clean(text))
    reading = (
        _nothing(field, kind, typed)
        or refusals.always(typed)
        or _endless(field, typed)
        or kind.read(field, typed, today)
    )
    if not reading.value:
        return reading
    return _measured(field, replace(reading, shown=shown(field, reading.value)))


def _nothing(field: Field, kind: Kind, typed: str) -> Reading | None:
    if kind.own_none or not refusals.says_none(typed):
        return None
    if kind.none or field.optional or refusals.none() in re.findall(r"[“”\"](.+?)[“”\"]", field.hint):
        return Reading(value=refusals.none())
    return Reading(complaint="none_here")


def _endless(field: Field, typed: str) -> Reading | None:
    """Pages of text where a line is asked are not searched for one."""
    if field.type in _MANY_LINES or len(typed) <= texts.ENDLESS:
        return None
    count, most = chars.count(typed), field.chars.max or texts.LONGEST_LINE
    return Reading(complaint="too_long", details={"count": count, "max": most, "over": max(0, count - most)})


def _measured(field: Field, reading: Reading) -> Reading:
    """Adds the length where one is demanded; text that is too long keeps its value, as a draft."""
    limit = field.chars
    if limit.max is None and limit.about is None:
        return reading
    details = {**reading.details, "count": chars.count(reading.value)}
    if limit.about is not None:
        details["about"] = limit.about
    if limit.max is None:
        return replace(reading, details=details)
    over = max(0, chars.count(reading.value) - limit.max)
    details |= {"max": limit.max, "over": over}
    return replace(reading, details=details, complaint="too_long" if over else reading.complaint)


def _unlabelled(field: Field, typed: str) -> str:
    """The text without the field's own label in front, as in 姓名：张三 or 性别男."""
    labels = "|".join(re.escape(name) for name in sorted(names_of(field.label), key=len, reverse=True))
    return re.sub(rf"^(?:{labels}){_COLON if field.type in _PROSE else _LOOSE}", "", typed)

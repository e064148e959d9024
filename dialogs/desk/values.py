"""The values a broadcast's text may name, such as ［剩余天数］: plain names, replaced, never executed."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache

from dialogs.broadcasts import Recipient
from dialogs.say import plain, render, words
from knowledge.model import Edition

MOST = 6  # missing entries that are named


def tokens() -> Mapping[str, str]:
    """Value -> its name in a text."""
    named: Mapping[str, str] = words()["values"]
    return named


def filled(text: str, edition: Edition, now: datetime, recipient: Recipient) -> str:
    """The text as one recipient reads it."""

    def value(found: re.Match[str]) -> str:
        name = next(name for name, label in tokens().items() if label == found[1])
        return _VALUES[name](edition, now, recipient)

    return plain(_pattern().sub(value, text))


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"[［\[【]({'|'.join(map(re.escape, tokens().values()))})[］\]】]")


def _missing(recipient: Recipient) -> str:
    """Of a nominee the boxes that are empty, of a contact the places; else the whole form."""
    form = recipient.form
    if form is None:
        return render("desk_broadcast", "missing_all", unit=recipient.unit, left=recipient.left)
    missing = [each.label for each in form.asked if not each.optional and not recipient.entries.get(each.id)]
    return render("desk_broadcast", "missing", missing=missing[:MOST], count=len(missing))


def _days_left(edition: Edition, now: datetime, _: Recipient) -> str:
    return str(max(0, (edition.round.closes.date() - now.date()).days))


_VALUES: Mapping[str, Callable[[Edition, datetime, Recipient], str]] = {
    "name": lambda _, __, recipient: recipient.name or render("desk_broadcast", "nobody"),
    "unit": lambda _, __, recipient: recipient.unit or render("desk_broadcast", "your_unit"),
    "days_left": _days_left,
    "deadline": lambda edition, _, __: render("desk_broadcast", "deadline", closes=edition.round.closes),
    "missing": lambda _, __, recipient: _missing(recipient),
}

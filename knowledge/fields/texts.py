"""Free text: one line, an address, or several paragraphs."""

import re
from datetime import date

from knowledge import chars
from knowledge.model import Field, Reading

LONGEST_LINE, ENDLESS = 200, 1000
_SHORTEST_ADDRESS = 5


def read_text(field: Field, typed: str, _today: date) -> Reading:
    value = chars.one_line(typed)
    doubt = "digits_only" if _digits_only(value) else ""
    return _bounded(field, value, doubt)


def read_address(field: Field, typed: str, _today: date) -> Reading:
    value = chars.one_line(typed)
    if _digits_only(value) or re.search(r"^https?://|^\S+@\S+\.\S+$", value):
        return Reading(complaint="not_an_address")
    return _bounded(field, value, "address_short" if chars.count(value) < _SHORTEST_ADDRESS else "")


def read_long(_field: Field, typed: str, _today: date) -> Reading:
    return Reading(value=typed, details={"count": chars.count(typed)})


def _bounded(field: Field, value: str, doubt: str) -> Reading:
    """A line that fills half a page belongs elsewhere; where the form says a length, that holds."""
    count = chars.count(value)
    if field.chars.max is None and count > LONGEST_LINE:
        details = {"count": count, "max": LONGEST_LINE, "over": count - LONGEST_LINE}
        return Reading(value=value, complaint="too_long", details=details)
    return Reading(value=value, doubt=doubt)


def _digits_only(value: str) -> bool:
    return re.fullmatch(r"[\d\s()+-]+", chars.narrow(value), re.ASCII) is not None

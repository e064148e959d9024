"""What the entries of a form tell about the nominee: entries become traits, unclear ones stay unknown."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from knowledge.fields.refusals import says_none
from knowledge.model import Form, Trait
from knowledge.traits import traits
from knowledge.words import words

FLAGS = {"yes": True, "no": False}


def profile_of(form: Form, entries: Mapping[str, str]) -> dict[str, object]:
    """The traits that the entries settle. A skipped entry settles nothing."""
    return {
        trait: value
        for field in form.fields
        for trait in field.informs.split()
        if entries.get(field.id)
        for value in [_value(traits()[trait], entries[field.id])]
        if value is not None
    }


def _value(trait: Trait, entry: str) -> object:
    if trait.id in READERS:
        return READERS[trait.id](entry.splitlines())
    if trait.type == "flag":
        return FLAGS.get(entry)
    if trait.type == "number":
        return int(entry) if entry.isdecimal() else None
    return entry if entry in trait.options else None


def highest_honour(lines: Iterable[str]) -> str | None:
    """The highest level among the honours.

    Where one of them cannot be placed, the rest are only a lower bound: it is given from county up,
    because below that a notice may turn the nominee down.
    """
    return _highest([_honour_level(each) for each in lines])


def media_coverage(lines: Iterable[str]) -> bool | None:
    """Unknown where all that is named are personal accounts: whether they count, people must judge."""
    lines = [each for each in lines if not says_none(each)]
    if not lines:
        return False
    return None if all(_mentions(each, words("profile")["self_media"]) for each in lines) else True


def media_level(lines: Iterable[str]) -> str | None:
    return _highest([_media_level(each) for each in lines])


def _highest(levels: list[str | None]) -> str | None:
    order = list(traits()["highest_honour"].options)
    known = sorted((each for each in levels if each), key=order.index)
    if not known or (None in levels and order.index(known[-1]) < order.index("county")):
        return None
    return known[-1]


def _honour_level(line: str) -> str | None:
    if says_none(line):
        return "none"
    lists = words("profile")
    if _mentions(line, lists["nation"]):
        return "nation"
    if _mentions(line, lists["county_cities"]):
        return "county"
    place = _place().search(_without(line, lists["not_places"]))
    if place and not place["employer"]:
        return str(lists["suffixes"][place["suffix"]])
    return "employer" if _mentions(line, lists["employers"] + lists["townships"]) else None


def _media_level(line: str) -> str | None:
    if says_none(line):
        return "none"
    lists = words("profile")
    named = (level for level, names in lists["media"].items() if _mentions(line, names))
    return next(named, None)


@cache
def _place() -> re.Pattern[str]:
    """A place, such as 江西省九江市, with its last suffix and, where one follows, an employer's name."""
    lists = words("profile")
    suffixes = "|".join(lists["suffixes"])
    return re.compile(
        rf"(?:[^{lists['ends']}\W\d_]{{0,7}}?(?P<suffix>{suffixes}))+"
        rf"(?P<employer>[^\W_]{{0,15}}?(?:{'|'.join(lists['employers'])}))?"
    )


def _mentions(line: str, names: Iterable[str]) -> bool:
    return any(each in line for each in names)


def _without(line: str, names: Iterable[str]) -> str:
    for each in names:
        line = line.replace(each, " ")
    return line


READERS: Mapping[str, Callable[[list[str]], object]] = {
    "highest_honour": highest_honour,
    "media_coverage": media_coverage,
    "media_level": media_level,
}

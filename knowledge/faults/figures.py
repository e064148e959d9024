"""Whether every figure a notice's data states can be read in the quote beside it."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from knowledge.faults.quotes import squeeze
from knowledge.fields.numerals import arabic
from knowledge.folder import Folder
from knowledge.marked import Rows, Table
from knowledge.model import Notice
from knowledge.schema import Flaw, flaw
from knowledge.words import words

MONTH_AND_DAY = re.compile(r"0?(\d{1,2})月0?(\d{1,2})[日号]")
VERBATIM = ("phone", "email", "address", "person")


def check(folder: Folder, notice: Notice) -> Iterator[Flaw]:
    data = folder.notice
    for fact in data["facts"]:
        yield from _stated(fact, "value")
    for stage in data["stages"]:
        yield from _dates(stage, notice.issued.year)
    for material in data.get("materials", Rows(1)):
        yield from _material(material)
    for contact in data["contacts"]:
        yield from _contact(contact)
    if "public_notice" in data:
        yield from _value(data["public_notice"], "working_days")
    if "quotas" in data:
        yield from _quotas(data["quotas"], notice)


def numbers(text: str) -> set[str]:
    """The figures of a text: Arabic ones as they stand, and Chinese numerals as Arabic ones."""
    return _figures(text) | {str(int(each)) for each in re.findall(r"\d+", arabic(text))}


def _figures(text: str) -> set[str]:
    """2023.5 is one figure, but so are 1 and 2023 of a list that runs 1.2023年."""
    return set(re.findall(r"\d+(?:\.\d+)?", text)) | set(re.findall(r"\d+", text))


def _stated(table: Table, key: str, known: set[str] | None = None) -> Iterator[Flaw]:
    """Chinese numerals in a value need no proof of their own: 三级 is a word, 3级 a figure."""
    wanted = set(re.findall(r"\d+(?:\.\d+)?", str(table[key])))
    for figure in sorted(wanted - (known or numbers(table["quote"]))):
        yield flaw(table.lines[key], "figure", key=key, figure=figure, quote=table["quote"])


def _value(table: Table, key: str, known: set[str] | None = None) -> Iterator[Flaw]:
    if table.get(key) is not None:
        yield from _stated(table, key, known)


def _material(material: Table) -> Iterator[Flaw]:
    quotes = (material["quote"], *(each["quote"] for each in material.get("also", ())))
    known = numbers(" ".join(quotes))
    for key in ("copies", "max", "about"):
        yield from _value(material, key, known)
    text = squeeze("".join(quotes))
    for key in ("count", "paper"):
        if material.get(key, "") not in text:
            yield flaw(material.lines[key], "not_quoted", key=key, value=material[key])


def _contact(contact: Table) -> Iterator[Flaw]:
    text = squeeze(contact["quote"])
    for key in VERBATIM:
        for each in contact.get(key, "").split("、"):
            if squeeze(each) not in text:
                yield flaw(contact.lines[key], "not_quoted", key=key, value=each)


def _quotas(quotas: Table, notice: Notice) -> Iterator[Flaw]:
    assert notice.quotas is not None
    yield from _value(quotas, "total")
    for row in notice.quotas.rows:
        if row.cites and not row.cites.quote:
            units = quotas["units"]
            yield flaw(units.lines[row.unit], "quota_row", unit=row.unit, most=row.most)
    for each in quotas.get("rows", ()):
        for key in ("exactly", "least", "most"):
            yield from _value(each, key)
    for each in quotas.get("shares", ()):
        for key in ("percent", "at_most"):
            yield from _value(each, key)


def _dates(stage: Table, year: int) -> Iterator[Flaw]:
    for key in ("since", "until"):
        when = stage.get(key)
        if when is not None and not _dated(when, key, stage["quote"], year):
            yield flaw(stage.lines[key], "date", date=when.isoformat(), quote=stage["quote"])


def _dated(when: date, key: str, quote: str, year: int) -> bool:
    """A day that the quote names; where it names no day, the first or last of a month or ten-day part."""
    text = squeeze(quote)
    if when.year != year and str(when.year) not in numbers(text):
        return False
    if days := MONTH_AND_DAY.findall(text):
        return (str(when.month), str(when.day)) in days
    return str(when.month) in numbers(text) and when.day in _edges(when, key, text)


def _edges(when: date, key: str, quote: str) -> set[int]:
    last = (when.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    parts = [days for part, days in words("month_parts").items() if part in quote] or [(1, 31)]
    return {begin if key == "since" else min(end, last.day) for begin, end in parts}

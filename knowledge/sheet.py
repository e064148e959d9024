"""A filled sheet read back: labels are found in its cells, what stands beside them is read as their entries.

It need not be our own sheet: whoever typed the notice's form anew still wrote the same labels.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge import fields
from knowledge.fields.labels import names_of, plain
from knowledge.model import Field, Form

Rows = Sequence[Sequence[str]]
"""Paragraphs (one cell) and rows of tables, in reading order; empty cells are there too."""

ENOUGH = 3  # labels that make it this sheet

_CHOSEN = re.compile(r"[☑✔✓√■☒●▣]\s*([^☐□☑✔✓√■☒○●▣\s]+)")
_BOXES = re.compile(r"[☐□☑✔✓√■☒○●▣]")
_ANNEX = re.compile(r"见?附页(\d+)")
_SEAL = re.compile(r"[（(]\s*(?:公章|盖章)\s*[)）].*$", re.DOTALL)
_LONGEST_LABEL = 40
_LONG_ENOUGH, _HALF = 6, 4


@dataclass(frozen=True, slots=True)
class Sheet:
    """`unread`: what stands beside a label and could not be understood; `labels`: how many were found."""

    entries: Mapping[str, str]
    unread: Mapping[str, str]
    labels: int

    @property
    def known(self) -> bool:
        """Whether it is this form at all."""
        return self.labels >= ENOUGH


def read_sheet(form: Form, rows: Rows, today: date) -> Sheet:
    """What a filled sheet says; never raises, whatever was handed in."""
    entries: dict[str, str] = {}
    unread: dict[str, str] = {}
    found = dict(_beside(form, rows))
    for field, text in found.items():
        known = form.field(field)
        value = _value(known, _whole(text, rows), today) if known and text.strip() else None
        if value:
            entries[field] = value
        elif known and value is not None:
            unread[field] = text.strip()
    return Sheet(entries, unread, len(found))


def _beside(form: Form, rows: Rows) -> Iterator[tuple[str, str]]:
    """Field -> the text beside its label. Of two fields with one label, the first of the form comes first."""
    left = list(form.fields)
    cells = [(text, number) for number, row in enumerate(rows) for text in row]
    for place, (text, row) in enumerate(cells):
        field, inline = _labelled(left, text)
        if field is None:
            continue
        left.remove(field)
        yield field.id, inline or _next(cells, place, row, left)


def _next(cells: Sequence[tuple[str, int]], place: int, row: int, left: Sequence[Field]) -> str:
    """The cell that follows: in the same row, or, where the label ends its row, the one below."""
    if place + 1 == len(cells):
        return ""
    text, where = cells[place + 1]
    ends = where != row
    if _labelled(left, text)[0] or (ends and len([one for one in cells if one[1] == row]) > 1):
        return ""
    return text


def _labelled(left: Sequence[Field], text: str) -> tuple[Field | None, str]:
    """The field whose label a cell is, and what stands behind a colon in the same cell."""
    head, colon, rest = text.replace(":", "：").partition("：")
    if len(head) > _LONGEST_LABEL or not (said := plain(head)):
        return None, ""
    field = next((each for each in left if said in map(plain, names_of(each.label))), None)
    field = field or next((each for each in left if _longer(plain(each.label), said)), None)
    return (field, _SEAL.sub("", rest).strip() if colon else "") if field else (None, "")


def _longer(label: str, said: str) -> bool:
    """A label in more words: 以前获评焦作“最美职工”的情况 for 以前获评情况."""
    return len(label) >= _LONG_ENOUGH and said.startswith(label[:_HALF]) and said.endswith(label[-2:])


def _whole(text: str, rows: Rows) -> str:
    """What was too long for its box stands behind the sheet: 附页1, whose it is, and the text."""
    annex = _ANNEX.fullmatch(text.strip())
    if annex is None:
        return text
    lines = [row[0] for row in rows if len(row) == 1]
    heads = [place for place, line in enumerate(lines) if _ANNEX.match(line.strip())]
    start = next((place for place in heads if _number(lines[place]) == annex[1]), None)
    if start is None:
        return text
    end = next((place for place in heads if place > start), len(lines))
    return "\n".join(lines[start + 2 : end])


def _number(line: str) -> str:
    found = _ANNEX.match(line.strip())
    return found[1] if found else ""


def _value(field: Field, text: str, today: date) -> str | None:
    """The value, '' where it was not understood, None where nothing is to be read there."""
    if field.type in {"seal", "file"}:
        return None
    if field.options and _BOXES.search(text):
        return _ticked(field, text)
    return fields.read(field, text.strip(), today).value


def _ticked(field: Field, text: str) -> str | None:
    """The one choice whose box is ticked."""
    chosen = {plain(each) for each in _CHOSEN.findall(text)}
    if not chosen:
        return None
    found = [value for value, label in field.options.items() if plain(label) in chosen]
    return found[0] if len(found) == 1 else ""

"""Rows of a quota table: which one a word stands for, and how a row is told."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from knowledge.model import Notice, QuotaRow
from knowledge.question import Answer, AnswerKind, Figure
from knowledge.understand.lexicon import lexicon
from knowledge.understand.place import places


@dataclass(frozen=True, slots=True)
class Named:
    """A row with the name by which it was asked for; `times` for 四个县级市."""

    name: str
    row: QuotaRow
    times: int = 1


def rows_for(units: Iterable[str], notice: Notice) -> tuple[Named, ...]:
    """One row for each unit, also where several units share a row."""
    rows = notice.quota_rows
    found: dict[str, Named] = {}
    for unit in units:
        row = next((each for each in rows if is_for(each, unit)), None)
        if row:
            name = row.unit or (unit if unit in places() else row.label)
            found.setdefault(name, Named(name, row))
    return tuple(found.values())


def is_for(row: QuotaRow, unit: str) -> bool:
    return row.unit.startswith(unit) if row.unit else row.unit_class in _classes(unit)


@cache
def _classes(unit: str) -> frozenset[str]:
    """The kinds of unit that a word stands for: 昆山 is a county-level city, 支行 a financial unit."""
    kinds = {kind for kind, pattern in lexicon("places")["kinds"].items() if re.search(pattern, unit)}
    return frozenset(kinds | ({places()[unit].kind} if unit in places() else set()))


def figure(named: Named) -> Figure:
    row = named.row
    value = str(row.most * named.times) if row.least in (0, row.most) else f"{row.least}-{row.most}"
    name = f"{named.name}×{named.times}" if named.times > 1 else named.name
    return Figure(name, value, (row.cites,) if row.cites else ())


def told(notice: Notice, figures: tuple[Figure, ...], manner: str, topic: str = "quota") -> Answer:
    return Answer(AnswerKind.ANSWER, (notice.id,), topic, (), figures, topics=(topic,), manner=manner)

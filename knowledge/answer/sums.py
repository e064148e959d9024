"""Arithmetic over the quota table: sums of named units, what is left without some, differences."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.answer.extremes import of_kind, sized
from knowledge.answer.quota_rows import Named, figure, rows_for, told
from knowledge.answer.stated import stated
from knowledge.model import Notice
from knowledge.question import Answer, Figure
from knowledge.understand.asked import Asked
from knowledge.understand.lexicon import lexicon
from knowledge.understand.numbers import NUMERAL, number

_KIND = re.compile(
    r"(?<!县)(?<!市)(?P<kind>县级市|区|县)(?:里|总工会|工会)?(?:一共|合计|总共|加起来|总计|的名额)"
    r"|(?:只|光|单)(?:算|看|说|数)(?P<only>县级市|区|县)(?![县市区])"
)
_KIND_NAME = re.compile(r"[县市区]")
_LEVEL = re.compile(
    r"(?:所有|全部|单是|光是)的?(?P<kind>县级市|县|区)(?![县市区直])|(?<![县市省])(?P<level>县级市|县|区)(?:这)?一级"
)
_OUT = re.compile(
    r"(?:除了?|除去|除开|不算|不含|刨去|刨掉|去掉|扣掉|扣除)(?P<kinds>[县市区](?:[和与跟、及]*[县市区])*)"
)
_ALL = re.compile(
    r"(?:各|每|全部|所有|其他|别的|几)?个?(?:县|市|区|县区|县市区|各市|各区|各县)+(?:总工会|总)?"
)
_SO_MANY = re.compile(rf"(?P<count>{NUMERAL})个(?P<kind>[县区市镇])(?![县区市直])")
_AWARDED = re.compile(r"(\d+)名")
TWO = 2  # units at least, for a sum or a difference


def sums(asked: Asked, notice: Notice, rows: tuple[Named, ...] = ()) -> Answer | None:
    """The answer where the question reckons with places; None where it only asks for those of the rows."""
    heard = asked.heard
    units = _units(asked, notice)
    units = rows if len(rows) > max(1, len(units)) else units
    if units and heard.is_("except"):
        return _without(notice, units)
    if heard.is_("difference") or (heard.is_("more") and not heard.is_("as_many")):
        return _difference(asked, notice, units)
    if not heard.is_("sum") and not (heard.is_("adds_on") and heard.named.units):
        return None
    if not units and (some := _some(heard.text, notice)) is not None:
        return _sum(notice, some) if _several(some) else None
    if heard.is_("whole") and (heard.is_("adds") or not _several(units)):
        return _all(notice)
    if _several(units):
        return _sum(notice, units)
    if counted := _number_of(heard.text, notice):
        return _sum(notice, (counted,))
    if units:
        return None
    return _of_kind(heard.text, notice) or (None if _unknown(heard.named.units) else _all(notice))


def listed(notice: Notice) -> Answer | None:
    """How many units the table lists by name."""
    rows = _table(notice)
    count = Figure("listed", str(len(rows)), (notice.quotas.cites,) if notice.quotas else ())
    return told(notice, (count,), "listed") if len(rows) >= TWO else None


def of_awards(notice: Notice, *, apart: bool = False) -> Answer | None:
    """How many are honoured in all, where a notice gives several awards; or how far these are apart."""
    winners = stated(notice, "winners")[:1]
    numbers = [int(each) for fact in winners for each in _AWARDED.findall(fact.value)]
    if len(numbers) != len(notice.awards) or len(numbers) < TWO:
        return None
    of_each = (Figure(name, str(count)) for name, count in zip(notice.awards.values(), numbers, strict=True))
    value = max(numbers) - min(numbers) if apart else sum(numbers)
    total = Figure("gap" if apart else "total", str(value), (winners[0].cites,))
    return told(notice, (total, *of_each), "gap" if apart else "sum", "winners")


def _units(asked: Asked, notice: Notice) -> tuple[Named, ...]:
    """The units of the question, those of the talk too where it adds to them: 再加上德安, or says 这三个."""
    if asked.heard.is_("adds_on"):
        return rows_for(asked.units_before, notice)
    named = tuple(_counted(asked.heard.text, rows_for(asked.heard.named.units, notice)))
    if named or (asked.topic_is_new and not asked.heard.is_("these")):
        return named
    before = rows_for(asked.units_before, notice)
    return before[-TWO:] if asked.heard.is_("both") else before


def _counted(text: str, units: Iterable[Named]) -> Iterable[Named]:
    """四个县级市 are four times the row of the county-level cities."""
    kinds: dict[str, str] = lexicon("places")["kinds"]
    for unit in units:
        pattern = kinds.get(unit.row.unit_class)
        found = re.search(rf"(?P<count>{NUMERAL})个?(?:{pattern})", text) if pattern else None
        yield Named(unit.name, unit.row, int(number(found["count"]) or 1) if found else 1)


def _several(units: Sequence[Named]) -> bool:
    return sum(unit.times for unit in units) >= TWO


def _sum(notice: Notice, units: Sequence[Named]) -> Answer | None:
    if any(unit.row.least not in (0, unit.row.most) for unit in units):
        return None
    total = _total(notice, sum(unit.row.most * unit.times for unit in units))
    return told(notice, (total, *map(figure, units)), "sum")


def _all(notice: Notice) -> Answer | None:
    rows = _table(notice)
    if len(rows) < TWO:
        return None
    return told(notice, (_total(notice, sum(unit.row.most for unit in rows)),), "total")


def _of_kind(text: str, notice: Notice) -> Answer | None:
    """All units whose names end alike: 几个区一共, 县级市一共."""
    found = _KIND.search(text)
    ending = (found["kind"] or found["only"])[-1] if found else ""
    units = tuple(unit for unit in _table(notice) if ending and unit.name.endswith(ending))
    return _sum(notice, units) if _several(units) else None


def _some(text: str, notice: Notice) -> tuple[Named, ...] | None:
    """Those that are summed where not all are meant: of one kind, all but some kinds, with so many each."""
    table = _table(notice)
    level, out = _LEVEL.search(text), _OUT.search(text)
    if rows := sized(text, notice):
        return tuple(unit for unit in table if unit.row in rows)
    if level:
        return tuple(unit for unit in table if unit.name.endswith((level["kind"] or level["level"])[-1]))
    if out:
        endings = tuple(_KIND_NAME.findall(out["kinds"]))
        return tuple(unit for unit in table if not unit.name.endswith(endings))
    return None


def _number_of(text: str, notice: Notice) -> Named | None:
    """三个区 are three times the row of the districts, where the table has one row for such units."""
    found = _SO_MANY.search(text)
    rows = notice.quotas.rows if notice.quotas and found else ()
    alike = re.compile(rf"{found['kind']}(?![属直])") if found else _SO_MANY
    kinds = [row for row in rows if not row.unit and alike.search(row.label)]
    count = int(number(found["count"]) or 0) if found else 0
    return Named(kinds[0].label, kinds[0], count) if len(kinds) == 1 and count >= TWO else None


def _unknown(units: Iterable[str]) -> bool:
    """Units that the table does not list, not mere words for all of them."""
    return any(not _ALL.fullmatch(unit) for unit in units)


def _without(notice: Notice, units: Sequence[Named]) -> Answer | None:
    rows = _table(notice)
    out = [unit for unit in units if unit.row.unit]
    if len(rows) < TWO or not out:
        return None
    whole, less = sum(unit.row.most for unit in rows), sum(unit.row.most for unit in out)
    figures = (_total(notice, whole - less), Figure("whole", str(whole)), *map(figure, out))
    return told(notice, figures, "rest")


def _difference(asked: Asked, notice: Notice, units: Sequence[Named]) -> Answer | None:
    """Between two units, or between the most and the fewest of the table."""
    pair = tuple(units if len(units) > 1 else _beside(asked, notice, units))
    if len(pair) < TWO and asked.heard.is_("first") and asked.heard.is_("last"):
        return _between_ends(notice, asked.heard.text)
    if len(pair) < TWO or (
        not _alike(pair) and any(unit.row.least not in (0, unit.row.most) for unit in pair)
    ):
        return None
    return told(notice, (Figure("gap", str(_gap(pair))), *map(figure, pair)), "gap")


def _beside(asked: Asked, notice: Notice, units: Sequence[Named]) -> tuple[Named, ...]:
    """A single unit is held against the one spoken of before it: 比柴桑多几个."""
    before = [unit for unit in rows_for(asked.units_before, notice) if unit not in units]
    return (before[-1], *units) if before and len(units) == 1 else tuple(units)


def _alike(units: Sequence[Named]) -> bool:
    return len({(unit.row.least, unit.row.most) for unit in units}) == 1


def _between_ends(notice: Notice, text: str) -> Answer | None:
    """Between the most and the fewest, of the kind of unit that is named and then of all."""
    table = sorted(_table(notice), key=lambda unit: -unit.row.most)
    alike = of_kind([unit.row for unit in table], text)
    pair = tuple(unit for unit in table if unit.row in alike)
    if len(pair) < TWO:
        return None
    ends, all_ends = (pair[0], pair[-1]), (table[0], table[-1])
    found = told(notice, (Figure("gap", str(_gap(ends))), *map(figure, ends)), "gap")
    same = _gap(ends) == _gap(all_ends)
    return (
        found
        if same
        else replace(found, subject=str(_gap(all_ends)), choices=(all_ends[0].name, all_ends[1].name))
    )


def _gap(units: Sequence[Named]) -> int:
    sizes = [unit.row.most for unit in units]
    return max(sizes) - min(sizes)


def _table(notice: Notice) -> tuple[Named, ...]:
    """The whole table, where it lists every unit by name."""
    rows = notice.quota_rows
    if not all(row.unit for row in rows):
        return ()
    return tuple(Named(row.unit, row) for row in rows if row.unit and row.least in (0, row.most))


def _total(notice: Notice, value: int) -> Figure:
    return Figure("total", str(value), (notice.quotas.cites,) if notice.quotas else ())

"""The rows of a quota table that stand out: the most, the fewest, those with so many, as many as another."""

import operator
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from knowledge.answer.quota_rows import Named, figure, rows_for, told
from knowledge.model import Notice, QuotaRow
from knowledge.question import Answer
from knowledge.understand.asked import Asked
from knowledge.understand.lexicon import lexicon
from knowledge.understand.numbers import NUMERAL, number

_PLACES = re.compile(rf"(?P<count>{NUMERAL})(?:个|名)(?:名额|的)?")
_SIZED = re.compile(rf"(?:名额|指标)(?:数|都)?(?:为|是|有)(?P<count>{NUMERAL})")
_HAVING = re.compile(rf"{NUMERAL}(?:个|名)(?:名额|指标)?的|{_SIZED.pattern}")
_OF_KIND = re.compile(r"(?:几|哪一?|多少|哪些|哪几|[多少]的)个?(?P<kind>[县区市])(?![县区市])")
_FEWER = re.compile("少")
_SIDES: dict[str, Callable[[float, float], bool]] = {
    "at_least": operator.ge,
    "at_most": operator.le,
    "more": operator.gt,
    "fewer": operator.lt,
}
_UNION = re.compile(r"总?工会$")
WORD = 3  # characters of a mere word for a kind of unit: 哪个区


def standing_out(asked: Asked, notice: Notice) -> Answer | None:
    """The answer where rows are picked by their number; None where they are asked for by name."""
    heard = asked.heard
    first, last = bool(heard.is_("first")), bool(heard.is_("last"))
    if not (first or last) and heard.is_("more") and _kind(heard.text):
        first = bool(_FEWER.search(heard.text))
        last = not first
    if heard.is_("as_many") and (found := _as_many(asked, notice)):
        return found
    if heard.is_("reverse") and not (first or last):
        return _with_count(heard.text, notice)
    picks = heard.is_("reverse") or heard.is_("single")
    if _called(asked, notice) or not (picks or (first and not asked.units)):
        return None
    if first and last:
        return _told("range", (*_most(notice, heard.text), *_fewest(notice, heard.text)), notice)
    if first or last:
        return _extreme(notice, heard.text, _fewest if first else _most)
    return None


def _extreme(notice: Notice, text: str, pick: Callable[[Notice, str], tuple[QuotaRow, ...]]) -> Answer | None:
    """Of one kind of unit, where one was named, and then of all where these have still more or fewer."""
    rows, every = pick(notice, text), pick(notice, "")
    if not rows or rows[0].most == every[0].most:
        return _told("reverse", rows, notice)
    value = figure(Named("", every[0])).value
    return _told("reverse", rows, notice, value, tuple(row.unit or row.label for row in every))


def _called(asked: Asked, notice: Notice) -> tuple[Named, ...]:
    """Rows of units that the question calls by their names, not by a word for their kind: 哪个区."""
    return rows_for(
        (each for each in asked.heard.named.units if len(each) > WORD or not _OF_KIND.search(each)), notice
    )


def _most(notice: Notice, text: str) -> tuple[QuotaRow, ...]:
    rows = _rows(notice, text)
    most = max((row.most for row in rows), default=0)
    return tuple(row for row in rows if row.most == most)


def _fewest(notice: Notice, text: str) -> tuple[QuotaRow, ...]:
    """Those with the lowest number; of a range its beginning."""
    rows = _rows(notice, text)
    fewest = min((row.least or row.most for row in rows), default=0)
    return tuple(row for row in rows if (row.least or row.most) == fewest)


def _rows(notice: Notice, text: str) -> Sequence[QuotaRow]:
    return of_kind(notice.quota_rows, text)


def of_kind(rows: Sequence[QuotaRow], text: str) -> Sequence[QuotaRow]:
    """Those of the kind of unit that is asked for, where the table has some: 哪个县; else all."""
    kind = _kind(text)
    return tuple(row for row in rows if kind and _UNION.sub("", row.unit).endswith(kind)) or rows


def _kind(text: str) -> str:
    found = _OF_KIND.search(text)
    return found["kind"] if found else ""


def _as_many(asked: Asked, notice: Notice) -> Answer | None:
    """跟柴桑一样多的还有谁."""
    named = _called(asked, notice) or rows_for(asked.units, notice)
    if len(named) != 1:
        return None
    own = named[0].row
    others = (
        row for row in notice.quota_rows if row is not own and (row.least, row.most) == (own.least, own.most)
    )
    return _told("as_many", (own, *others), notice)


def with_count(asked: Asked, notice: Notice) -> Answer | None:
    """How many units have so many places, 拿4个名额的一共几家: no sum, whatever 一共 says."""
    heard = asked.heard
    if heard.named.units or not (heard.is_("holders") or heard.is_("reverse")):
        return None
    if (rows := beyond(heard.text, notice)) is not None:
        return _told("with_counts", rows, notice)
    return _with_count(heard.text, notice) if _HAVING.search(heard.text) and heard.is_("holders") else None


def beyond(text: str, notice: Notice) -> tuple[QuotaRow, ...] | None:
    """The rows with more or fewer places than are named, 不足3个的, from the most to the fewest."""
    for name, holds in _SIDES.items():
        found = re.search(lexicon("numbers")["beyond"][name].replace("{}", NUMERAL), text)
        said = next(filter(None, found.groupdict().values())) if found else ""
        if (count := number(said)) is not None:
            rows = (row for row in notice.quota_rows if row.least in (0, row.most))
            return tuple(sorted((row for row in rows if holds(row.most, count)), key=lambda row: -row.most))
    return None


def sized(text: str, notice: Notice) -> tuple[QuotaRow, ...]:
    """The rows with just so many places, of whose units it is spoken: 4名的县市区合计."""
    found = _HAVING.search(text)
    count = number(re.findall(NUMERAL, found.group())[0]) if found else None
    return tuple(row for row in notice.quota_rows if row.most == count)


def _with_count(text: str, notice: Notice) -> Answer | None:
    """Which units have so many places."""
    said = (*_PLACES.finditer(text), *_SIZED.finditer(text))
    counts = dict.fromkeys(number(each["count"]) for each in said)
    each_of = [row for count in counts for row in notice.quota_rows if row.most == count]
    if len({row.most for row in each_of}) > 1:
        return _told("with_counts", each_of, notice)
    count = next(iter(counts), None)
    rows = tuple(row for row in notice.quota_rows if row.most == count)
    return _told("reverse", rows, notice, _alike(rows, text)) if rows else None


def _alike(rows: Iterable[QuotaRow], text: str) -> str:
    """How many of them are of the kind that is counted: 有几个县是4名."""
    kind = _kind(text)
    alike = sum(row.unit.endswith(kind) for row in rows) if kind else 0
    return f"{kind}{alike}" if alike else ""


def _told(
    manner: str, rows: Iterable[QuotaRow], notice: Notice, subject: str = "", others: tuple[str, ...] = ()
) -> Answer | None:
    figures = tuple(figure(Named(row.unit or row.label, row)) for row in dict.fromkeys(rows))
    return replace(told(notice, figures, manner), subject=subject, choices=others) if figures else None

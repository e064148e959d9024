"""Months as people write them: 1985年3月, 85.3, 1985/03, 198503, 一九八五年三月, 去年3月."""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date

from knowledge.fields.numerals import arabic
from knowledge.model import Field, Reading
from knowledge.words import words

_SEP = r"[-./\\,:;_~·。、，—–]"
_NOISE = re.compile(
    r"\s+|我是|我|本人|出生于?|生于|生日|的|份|大概|大约|左右|应该是|开始|参加工作|工作|入职|至今|以来|公历|阳历|新历|西历|生$|起$|[吧呢啊哦嗯]$|是|于|在|'"
)
_YEAR_FIRST = re.compile(
    rf"(?P<year>\d{{4}}|\d{{2}})(?:年{_SEP}?|{_SEP})(?P<month>\d{{1,2}})月?"
    rf"(?:(?:(?<=月)|{_SEP})(?P<day>\d{{1,2}})[日号]?)?",
    re.ASCII,
)
_MONTH_FIRST = re.compile(rf"(?P<month>\d{{1,2}})(?:月|{_SEP})(?P<year>\d{{4}})年?(?P<day>)", re.ASCII)
_DENSE = re.compile(r"(?P<year>1[89]\d\d|20\d\d)(?P<month>\d\d)(?P<day>\d\d)?", re.ASCII)
_DENSE_SHORT = re.compile(r"(?P<year>\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])?", re.ASCII)
_INSIDE = re.compile(r"(?<!\d)(?:\d{4}|\d{2})年\d{1,2}月|(?<!\d)(?:19|20)\d\d[-./]\d{1,2}(?!\d)", re.ASCII)
_APART = re.compile(r"(?<!\d)(?P<year>\d{4}|\d{2})年\D{1,12}(?P<month>\d{1,2})月", re.ASCII)
_EARLIEST, _YOUNGEST, _OLDEST, _LAST_MONTH = 1900, 16, 100, 12
_SHORT_YEAR, _SENTENCE = 2, 40
_WORKING_LIFE = range(_YOUNGEST, 76)


@dataclass(frozen=True, slots=True)
class _Date:
    year: int
    month: int
    day: int  # 0: not given


def read(field: Field, typed: str, today: date) -> Reading:
    birth = field.id == "birth"
    said = _NOISE.sub("", _spaced(_relative(arabic(typed), today))).strip(".。,，-")
    if found := _parsed(said, today, birth=birth):
        return _checked(found, today, birth=birth)
    inside = _inside(said) if len(said) <= _SENTENCE else ()
    found = _parsed(inside[0], today, birth=birth) if len(inside) == 1 else None
    if found and not _is_lunar(said):
        return _confirmed(field, _checked(found, today, birth=birth))
    complaint = "two_months" if len(inside) > 1 else _why_not(said, today)
    return Reading(complaint=complaint, details=_age(said, today))


def shown(_field: Field, value: str) -> str:
    """1985-03 as 1985年3月."""
    found = re.fullmatch(r"(\d{4})-(\d\d)", value, re.ASCII)
    if not found:
        return value
    return str(words("entry_forms")["month"].format(year=int(found.group(1)), month=int(found.group(2))))


def has_year_and_month(text: str) -> bool:
    """Whether the text is unmistakably a month of a year, whatever it is the month of."""
    return (
        re.search(rf"\d{{2,4}}\s*年\s*\d{{1,2}}|\d{{4}}{_SEP}\d{{1,2}}(?!\d)", arabic(text), re.ASCII)
        is not None
    )


def _spaced(text: str) -> str:
    """1985 3 as 1985.3: spaces between numbers separate, all others mean nothing."""
    return re.sub(r"(?<=\d)\s+(?=\d)", ".", text, flags=re.ASCII)


def _inside(said: str) -> tuple[str, ...]:
    """The months in a sentence; with only one year and one month in it, words may stand between them."""
    found = tuple(dict.fromkeys(_INSIDE.findall(said)))
    apart = _APART.findall(said)
    if found or len(apart) != 1 or len(re.findall(r"\d+", said, re.ASCII)) > len(apart[0]):
        return found
    year, month = apart[0]
    return (f"{year}.{month}",)


def _relative(text: str, today: date) -> str:
    """去年3月 as 2025.3月."""
    for word, years in words("numerals")["years_ago"].items():
        text = re.sub(rf"{word}(?=\d{{1,2}}月)", f"{today.year - years}.", text)
    return re.sub(r"元(?=月)", "1", text)


def _parsed(said: str, today: date, *, birth: bool) -> _Date | None:
    for pattern in (_DENSE, _MONTH_FIRST, _YEAR_FIRST, _DENSE_SHORT):
        if found := pattern.fullmatch(said):
            year = _century(found["year"], today, birth=birth)
            return _Date(year, int(found["month"]), int(found["day"] or 0))
    return None


def _century(digits: str, today: date, *, birth: bool) -> int:
    """Two digits mean the latest year that is possible: for a birth one that makes the person of age."""
    if len(digits) > _SHORT_YEAR:
        return int(digits)
    this, last = 2000 + int(digits), 1900 + int(digits)
    if this > today.year:
        return last
    child = birth and today.year - this < _YOUNGEST
    return last if child and today.year - last <= _OLDEST else this


def _checked(found: _Date, today: date, *, birth: bool) -> Reading:
    complaint, details = _wrong(found, today, birth=birth)
    if complaint:
        return Reading(complaint=complaint, details=details)
    value = f"{found.year:04}-{found.month:02}"
    if birth and today.year - found.year > _OLDEST:
        return Reading(value=value, doubt="over_100", details={"age": today.year - found.year})
    return Reading(value=value)


def _confirmed(field: Field, reading: Reading) -> Reading:
    """A month that stood in a sentence is asked about before it is kept."""
    if not reading.value or reading.doubt:
        return reading
    return replace(reading, doubt="close", details={"meant": shown(field, reading.value)})


def _wrong(found: _Date, today: date, *, birth: bool) -> tuple[str, dict[str, str | int]]:
    if not 1 <= found.month <= _LAST_MONTH:
        return "no_such_month", {"month": found.month}
    if found.year < _EARLIEST:
        return "too_early", {"year": found.year}
    if (found.year, found.month, found.day) > (today.year, today.month, today.day):
        return "future", {}
    last = monthrange(found.year, found.month)[1]
    if found.day > last:
        return "no_such_day", {"month": found.month, "day": found.day, "last": last}
    if birth and (today.year - found.year, today.month) < (_YOUNGEST, found.month):
        return "under_16", {}
    return "", {}


def _why_not(said: str, today: date) -> str:
    """What kind of wrong answer it is, so that the sentence fits."""
    if _is_lunar(said):
        return "lunar"
    if re.fullmatch(r"\d{2,4}(?:年代)?[后前]?", said, re.ASCII) and re.search(r"[后代前]", said):
        return "only_decade"
    if _age(said, today):
        return "age_not_month"
    if re.fullmatch(r"(?:\d{4}|\d{2})(?:年.{0,3})?", said, re.ASCII):
        return "only_year"
    return "only_month" if re.fullmatch(r"\d{1,2}月(?:\d{1,2}[日号]?)?", said, re.ASCII) else "not_a_month"


def _is_lunar(said: str) -> bool:
    return re.search(r"农历|阴历|旧历|老历|正月|腊月|冬月|闰", said) is not None


def _age(said: str, today: date) -> dict[str, str | int]:
    """40岁, 今年40; also a bare number that is no year in which a working person was born."""
    found = re.search(r"(\d{1,3})(?:周?岁|多岁)|今年(\d\d)了?$", said, re.ASCII)
    if found:
        return {"age": int(found.group(1) or found.group(2))}
    bare = re.fullmatch(r"[1-6]\d", said, re.ASCII)
    return {"age": int(said)} if bare and today.year - 1900 - int(said) not in _WORKING_LIFE else {}

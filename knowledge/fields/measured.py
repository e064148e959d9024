"""How long something has lasted, where the options say since how long: 干了3年 and 2018年来的 are 已满1年."""

import re
from datetime import date

from knowledge.fields.numerals import arabic
from knowledge.fields.options import plain
from knowledge.model import Field

_YEAR = 12
_DENIED = re.compile("[不没未差少]")
_SINCE = re.compile(
    r"(?P<year>(?:19|20)\d\d)年?(?:(?P<month>1[0-2]|[1-9])月)?份?(?:来|到|起|进|入|开始|就|上班|参加|至今)"
)
_YEARS = re.compile(r"(?<!\d)(?P<years>\d{1,2})年(?P<half>半)?")
_MONTHS = re.compile(r"(?<!\d)(?P<months>\d{1,3})个月")


def measured(field: Field, typed: str, today: date) -> str:
    """The option that the time fits, or '' where none is told, or it is told with a no."""
    least = sorted((int(each) for each in field.options if each.isdecimal()), reverse=True)
    if 0 not in least or len(least) < len(field.options):
        return ""
    said = arabic(plain(typed))
    months = None if _DENIED.search(said) else _months(said, today)
    if months is None:
        return ""
    unit = 1 if any(_MONTHS.search(label) for label in field.options.values()) else _YEAR
    return str(next(each for each in least if each * unit <= months))


def _months(said: str, today: date) -> int | None:
    """Where only a year is told, as few as it can be; nothing where that decides nothing."""
    if found := _SINCE.search(said):
        month = int(found["month"] or _YEAR)
        passed = (today.year - int(found["year"])) * _YEAR + today.month - month
        return passed if found["month"] or passed >= _YEAR else None
    if found := _YEARS.search(said):
        return int(found["years"]) * _YEAR + (_YEAR // 2 if found["half"] else 0)
    found = _MONTHS.search(said)
    return int(found["months"]) if found else None

"""How old somebody is, as told: in years, or by the year of birth."""

import re
from datetime import date

from knowledge.understand.numbers import NUMERAL, number

_AGE = re.compile(rf"(?P<age>{NUMERAL})(?:多|来|几)?(?:周)?岁(?!以下|以上|以内)")
_AGED = re.compile(
    r"(?:我|他|她|师傅|今年|年纪轻轻|岁数|年龄|年纪)(?:都|才|刚|快|已经|也|是|有|刚满|整)*"
    rf"(?P<age>{NUMERAL})(?:周岁)?(?:出头|多)?了?(?=[,。;!? 还]|$)"
)
_WORKING = range(16, 91)  # years of age of somebody who works
_BORN = re.compile(r"(?<!\d)(?P<year>(?:19|20)?\d\d)年(?:\d+月)?(?:生人|生的|生|出生|的人)")


def age_told(text: str, today: date) -> int | None:
    if found := _AGE.search(text):
        return int(number(found["age"]) or 0) or None
    for found in _AGED.finditer(text):
        if (years := int(number(found["age"]) or 0)) in _WORKING:
            return years
    if found := _BORN.search(text):
        year = int(found["year"])
        return today.year - (year if year > 1900 else 1900 + year)  # noqa: PLR2004 - 66年生人
    return None

"""A count held against the limit that a notice sets: 1600字超没超, 照片1.5M能交吗, 公示6天行不行."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from knowledge.model import Fact
from knowledge.understand.lexicon import lexicon
from knowledge.understand.numbers import NUMERAL, number

_UNIT = r"(?P<unit>个?工作日|份|字|张|m(?:b)?|兆)"
_SAID = re.compile(rf"(?P<count>{NUMERAL})\s*(?:个)?(?P<unit>工作日|天|份|字|张|m(?:b)?|兆)", re.IGNORECASE)
_RANGE = re.compile(rf"(?P<least>\d+)[-—–~至到](?P<most>\d+){_UNIT}", re.IGNORECASE)
_MOST = re.compile(
    rf"(?:不超过(?P<most>\d+){_UNIT}|(?P<within>\d+){_UNIT.replace('unit', 'of')}以内)", re.IGNORECASE
)
_LEAST = re.compile(
    rf"(?:不少于(?P<least>\d+){_UNIT}|(?P<from>\d+){_UNIT.replace('unit', 'of')}以上)", re.IGNORECASE
)
_ENDLESS = float("inf")


@dataclass(frozen=True, slots=True)
class _Limit:
    unit: str
    least: float
    most: float


def against(text: str, facts: Iterable[Fact]) -> str:
    """How a count stands to a limit: can, over or short; nothing where there is not one of each."""
    told = [(number(each["count"]) or 0, _alike(each["unit"])) for each in _SAID.finditer(text)]
    if len(told) != 1:
        return ""
    count, unit = told[0]
    limits = {each for fact in facts for each in _limits(fact.value) if each.unit == unit}
    if len(limits) != 1:
        return ""
    (limit,) = limits
    return "over" if count > limit.most else "short" if count < limit.least else "can"


def _limits(value: str) -> Iterator[_Limit]:
    for found in _RANGE.finditer(value):
        yield _Limit(_alike(found["unit"]), float(found["least"]), float(found["most"]))
    for found in _MOST.finditer(value):
        yield _Limit(_alike(found["unit"] or found["of"]), 0, float(found["most"] or found["within"]))
    for found in _LEAST.finditer(value):
        yield _Limit(_alike(found["unit"] or found["of"]), float(found["least"] or found["from"]), _ENDLESS)


def _alike(unit: str) -> str:
    units: Mapping[str, str] = lexicon("numbers")["units"]
    return units.get(unit.lower(), unit.lower())

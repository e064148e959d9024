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
_ORDINAL = re.compile(rf"第{NUMERAL}")
_NOT_ONE = re.compile(r"一(?:个|名|人|份|张)[^,。;!?]{0,4}[都也]")
_ABOVE = re.compile(r"(?:(?<!不)(?:超过|超|多于|大于|高于)|不止)$")
_BELOW = re.compile(r"(?:不超过|不到|不足|不满|未满|没到|少于|小于|低于|不够)$")
_OR_MORE, _OR_LESS = re.compile("(?:以上|多|出头)(?!少)"), re.compile("以内|以下|之内")
_OF_DAYS = re.compile("天$")
_WEEK, _AT_WORK = 7, 5


@dataclass(frozen=True, slots=True)
class _Limit:
    unit: str
    least: float
    most: float


def counts(text: str) -> str:
    """The text without numbers that count nothing: 公示第三天, 一个名额都没有."""
    return _NOT_ONE.sub(" ", _ORDINAL.sub(" ", text))


def compared(text: str, start: int, end: int) -> str:
    """Whether less or more than the count at this place is spoken of: 不到1500字, 1500字以上."""
    before, after = text[:start], text[end:]
    if _ABOVE.search(before) or _OR_MORE.match(after):
        return "more"
    return "less" if _BELOW.search(before) or _OR_LESS.match(after) else ""


def workdays(count: float, words: str) -> float:
    """How many days of work there are at least in what was said: 7天 hold 5."""
    return count * _AT_WORK // _WEEK if _OF_DAYS.search(words) else count


def against(text: str, facts: Iterable[Fact]) -> str:
    """How a count stands to a limit: can, over or short; nothing where there is not one of each."""
    plain = counts(text)
    told = list(_SAID.finditer(plain))
    if len(told) != 1:
        return ""
    (said,) = told
    count, unit = number(said["count"]) or 0, _alike(said["unit"])
    limits = {
        each for fact in _meant(plain, facts, unit) for each in _limits(fact.value) if each.unit == unit
    }
    if len(limits) != 1:
        return ""
    (limit,) = limits
    if than := compared(plain, said.start(), said.end()):
        return _beside(limit, count, than)
    if count > limit.most or count < limit.least:
        return "over" if count > limit.most else "short"
    return "can" if workdays(count, said.group()) >= limit.least else ""


def _beside(limit: _Limit, count: float, than: str) -> str:
    """What is more, or less, than the count, held against the limit, where that decides it."""
    if than == "more":
        return (
            "over"
            if count >= limit.most
            else "can"
            if count >= limit.least and limit.most == _ENDLESS
            else ""
        )
    return "short" if count <= limit.least else "can" if not limit.least and count <= limit.most else ""


def _meant(text: str, facts: Iterable[Fact], unit: str) -> list[Fact]:
    """Of several things that are counted alike, the one that is called by its name: 证件照两张."""
    alike = [fact for fact in facts if unit in fact.value.lower() or any(_limits(fact.value))]
    pairs = {text[start : start + 2] for start in range(len(text) - 1)}
    shared = [sum(pair in fact.value for pair in pairs) for fact in alike]
    best = max(shared, default=0)
    return [fact for fact, count in zip(alike, shared, strict=True) if count == best]


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

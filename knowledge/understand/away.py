"""How many months of a year somebody works at home, from what is said of the time away."""

import re
from dataclasses import dataclass

from knowledge.understand.lexicon import lexicon
from knowledge.understand.numbers import NUMERAL, number
from knowledge.understand.place import named_in

YEAR = 12
_HALF = YEAR / 2
_MOSTLY = 7  # 大半年: more than half of it
_MONTHS = rf"(?P<months>{NUMERAL})(?:来|多|几)?个(?:来|多)?(?P<half>半)?月"
_OUTSIDE = re.compile("外省|省外|国外|外海|公海|远洋|外地|外面|老家|援外|外派|海外|别的省|驻外")
_SOMEWHERE = re.compile(
    "外地|外面|出差|出去|出过门|跑外|在外(?!贸|企|资|卖|省|海|国)"
)  # perhaps in the province
_MISSING = re.compile("没回|没在|不在|出差|出去|出过门|离开|跑外|在外(?!贸|企|资|卖)")
_AFLOAT = re.compile("船|海上|路上|列车上|飞机|航线")
_BUSY = re.compile(
    "总部|总公司|开会|探亲|回家|家里|乡下|过年|农忙|学习|进修|培训|度假|旅游|看病|带孩子|伺候|照顾|歇|休|闲"
)  # not at work here, wherever it is
_HOME = re.compile("每年|一年|年年|在|省内|实地|待|干|上班|工作|本地|回")
_YEARLY = re.compile(
    rf"(?:(?:每年|一年|年年|全年|当年|那年)[^。;!?]{{0,14}}?|20\d\d年[^,。;!?]{{0,14}}?)(?<!差)(?<!满)(?:{_MONTHS}|大半年|多半年)(?P<rest>[^,。;!?]*)"
)
_LAST = re.compile(rf"(?:去年|前年)[^。;!?]{{0,14}}?(?:{_MONTHS}|大半年|多半年)(?P<rest>[^,。;!?]*)")
_ABSENT = re.compile(rf"{_MONTHS}(?:都|也)?(?:没回|没在|不在|没来)")
_WHOLE = re.compile(
    r"(?:20\d\d年|去年|前年|有一年)[^,。;!?]{0,14}(?:一整年|整整一年|全年|整年)[^,。;!?]{0,8}"
)
_HALVES = re.compile(r"半年(?:在|跑|待|回|去)[^,。;!?年]{1,8},?半年(?:在|跑|待|回|去)")
_LENT = re.compile(
    rf"(?:借调|借用|抽调|外派|派(?:我|他|她)?[到去往驻]|驻外|出差|进修|培训|学习|支援|支教|支边|援[疆藏非外建]|出国|挂职)[^,。;!?]{{0,8}}?{_MONTHS}"
)
_OFF = re.compile(
    rf"(?:病假|产假|养病|生病|因病|住院|休养|养伤|工伤|休了?|在家|停工|停产|停薪|隔离|坐月子|陪护)[^。;!?]{{0,8}}?{_MONTHS}"
)
_LASTING = re.compile(
    "(?:(?:一直|常年|长期|长年|到现在|至今)(?:都|还)?(?:在|驻)|常驻|长驻|派驻)[^,。;!?]{1,6}"
)
_NAMED = re.compile(r"每年|一年里|去年|前年|那年|当年|20\d\d年|有一年")


@dataclass(frozen=True, slots=True)
class Stay:
    """Months of the poorest year that were worked at home; None where that is not to be known."""

    months: float | None
    chars: frozenset[int]  # where it is said, so that it is not read as a time at work


def stay(text: str) -> Stay | None:
    """每年有8个月在外省 → 4; 借调到外省八个月, in some year → not known; None where nothing is said."""
    for read in (_whole, _halves, _absent, _yearly, _lent, _off, _lasting):
        if found := read(text):
            return found
    return None


def of_a_year(text: str) -> str:
    """The words that say how many months of a year somebody works somewhere."""
    found = _YEARLY.search(text) or _LAST.search(text)
    return found.group() if found and not is_away(found.group()) else ""


def months_named(text: str) -> float:
    """How many months of a year those words name; 0 where they name none."""
    found = _YEARLY.search(text) or _LAST.search(text)
    return _count(found) if found else 0


def is_away(text: str) -> bool:
    """Outside the province or the country, or not there, as people say it."""
    return is_outside(text) or bool(_MISSING.search(text))


def is_outside(text: str) -> bool:
    return bool(_OUTSIDE.search(text)) or any(name in text for name in lexicon("places")["abroad"])


def _whole(text: str) -> Stay | None:
    found = _WHOLE.search(text)
    return _stay(0, found) if found and is_away(found.group()) else None


def _halves(text: str) -> Stay | None:
    found = _HALVES.search(text)
    return _stay(_HALF, found) if found else None


def _absent(text: str) -> Stay | None:
    found = _ABSENT.search(text)
    return _stay(YEAR - _count(found), found) if found else None


def _yearly(text: str) -> Stay | None:
    found = _YEARLY.search(text)
    if found is None and (last := _LAST.search(text)) and (last["months"] is None or is_away(last.group())):
        found = last
    if found is None or not 0 < (months := _count(found)) <= YEAR:
        return None
    gone = is_away(found.group()) or _OFF.search(found.group()) or _LENT.search(found.group())
    if not gone and _BUSY.search(found.group()):
        return _stay(YEAR - months if YEAR - months >= _HALF else None, found)
    at_home = _HOME.search(found.group()) and not _AFLOAT.search(found.group())
    if gone and YEAR - months < _HALF and _perhaps_near(found.group()):
        return _stay(None, found)
    return _stay(YEAR - months if gone else months if at_home else None, found)


def _perhaps_near(text: str) -> bool:
    """Is it said only that somebody is elsewhere, not that it is outside the province: 八个月在外地?"""
    return bool(_SOMEWHERE.search(text)) and not is_away(_SOMEWHERE.sub("", text)) and not named_in(text)


def _lent(text: str) -> Stay | None:
    """More than half a year away may have fallen into two years, unless the year is named."""
    found = _LENT.search(text)
    if found is None or _count(found) > YEAR:
        return None
    left = YEAR - _count(found)
    sure = _NAMED.search(text) and not _perhaps_near(found.group())
    return _stay(left if left >= _HALF or sure else None, found)


def _off(text: str) -> Stay | None:
    """Whether a leave counts as time worked, the notices do not say."""
    found = _OFF.search(text)
    if found is None or _count(found) > YEAR:
        return None
    left = YEAR - _count(found)
    return _stay(left if left >= _HALF else None, found)


def _lasting(text: str) -> Stay | None:
    """一直在印尼: how much of each year that leaves, nobody says."""
    found = next((each for each in _LASTING.finditer(text) if is_outside(each.group())), None)
    return _stay(None, found) if found else None


def _count(found: re.Match[str]) -> float:
    if found["months"] is None:
        return _MOSTLY
    return (number(found["months"]) or 0) + (0.5 if found["half"] else 0)


def _stay(months: float | None, found: re.Match[str]) -> Stay:
    return Stay(months, frozenset(range(*found.span())))

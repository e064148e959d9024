"""Since when somebody works: a day, a month, a part of a year; how long ago that is, at least and at most."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.understand.lexicon import lexicon
from knowledge.understand.numbers import NUMERAL, number

_BEGAN = re.compile(
    r"入职|入的职|上的班|报的到|入行|进(?:厂|的|公司|单位|来|这|入|到|了|[一-鿿]{2,4}(?:厂|公司|院|局|所))|报到|上班|上岗|参加工作|开始|工作|毕业|转正|转[到来过]|换[到来]"
    r"|调(?:[来到进任]|[一-鿿]{2,3}[来去])|跳槽|应聘|招[进聘]|聘|考[进到上]|分[配到]|派[到来]|(?:才|又|刚|重新)回(?!国)|(?<!下)来(?!得|不|说|看|过)|到[一-鿿]{2,4}的|到岗|到这|干起|干到|做起|过来|搬来|到的"
    r"|去(?=[的了]|[一-鿿]{2,4}(?:上班|工作|干|做))|起(?=[,。;!? 就一在干做]|$)"
    r"|(?:到现在|至今|到今天)(?![^,。;!?]{0,4}(?:没|未|无))"
    r"|到(?!现在|今)(?=[一-鿿]{2,3}(?:[,。;!? 干做工上]|$))"
    r"|到(?!现在|今)(?=[一-鿿]{0,8}(?:一家|一个厂|厂|公司|单位|集团|医院|学校|车间|工地|码头|酒店|园区|站点))"
).pattern
_START = re.compile(
    r"(?<![\d到])(?:(?P<year>(?:19|20)?\d\d)年(?!生|出生|的)|(?P<word>大前年|前年|去年|今年))(?:的?年(?=[底末初中]))?(?P<part>底|末|初|中秋|中|上半年|下半年|春节|年后|过年|过完年|元宵|清明|五一|端午|暑假|夏天|国庆|双?十一|双11|复工|秋天|冬天|开春|元旦)?(?:以?后|前|的)?"
    rf"(?:(?P<month>{NUMERAL})月(?:份|(?P<third>初|中旬?|上旬|下旬|底))?)?(?:(?P<day>{NUMERAL})[日号])?[^,。;!?]{{0,10}}?(?P<began>{_BEGAN})"
)
_SINCE = re.compile(
    r"(?:入职|参加工作|到岗|上岗|进厂|报到|来苏|来这|[来到][一-鿿]{2,4}的?时候)(?:的)?(?:时间|日期)?(?:是|为|:)?(?P<word>大前年|前年|去年|今年)?(?P<year>(?:19|20)\d\d)?年?"
    rf"(?:(?P<month>{NUMERAL})月)?(?:(?P<day>{NUMERAL})[日号]?)?(?P<part>底|初)?"
)
_JOINED = re.compile(r"(?<!\d)(?P<year>(?:20)?\d\d)年的(?=[,。;!? ]|$)")
_RECENTLY = re.compile(rf"(?<![\d年])(?P<month>{NUMERAL})月(?:份)?(?:才|刚)(?:刚)?(?:{_BEGAN})")
_WON = re.compile(  # 18年我就是最美职工: the year of an honour
    r"(?:(?<=[,。;!? ])|^)(?:我|他|她)?(?:[01]\d|2\d)年"
    r"(?=(?:的时候|那年|那会儿?|那届)?(?:我|他|她|俺|咱)?(?:就|已经?|也|还)*(?:是|评|得|拿|获|当选|选上|当上|被))"
)
_SPELT = re.compile("二[零〇][零〇一二][零〇一二三四五六七八九](?=年)")
_DOTTED = re.compile(r"(?<!\d)(?P<year>20\d\d)[-./](?P<month>\d{1,2})(?:[-./](?P<day>\d{1,2}))?(?!\d)")
_FEAST = re.compile(  # of this year
    r"(?<![年\d])(?P<part>正月|春节|过年|过完年|年后|年初|元宵|清明|五一|端午|开春|元旦)(?:十五|初[一-十]|里)*(?:过?后|以后|之后|过完|刚过|一过)*"
    rf"[^,。;!?]{{0,3}}?(?:才|刚)(?:刚)?[^,。;!?]{{0,6}}?(?:{_BEGAN})"
)
_JUST = re.compile(
    r"(?:上?上个?月|前两个?月|前阵子|前不久|最近|这个月|本月|上周|上礼拜|前几天)(?:[^,。;!?]{0,6}把我)?(?:才|刚)?(?:从[^,。;!?]{1,8})?[^,。;!?]{0,3}"
    r"(?:进厂|进的|入职|来(?:的|这)|上班|报到|转正|到岗|调(?:[来到进]|[一-鿿]{2,3}[来去])|转[来到]|找[到着](?:了)?(?:工作|活|事)|跳槽|换(?:的|了)?(?:工作|单位|厂))"
)
_BEFORE_NOW = re.compile(  # 两年前从安徽到苏州一家药企
    rf"(?<![\d第])(?:(?P<years>{NUMERAL})年(?P<half>半)?|(?P<months>{NUMERAL})个月|(?P<halfyear>半)年)多?(?:以|之)?前[^,。;!?]{{0,10}}?(?:{_BEGAN})"
)
_FRESH = re.compile("(?:才|刚)(?:刚|开始|出来|正式)*(?:上班|工作|参加工作|就业|上岗)$")
_ARRIVED = re.compile(r"[来到]|过来|搬来")
_AT_WORK = re.compile("上班|工作|打工|干|做|厂|公司|入职|企|店|单位|医院|当|开")
_UNREAD = re.compile(
    rf"(?:{NUMERAL}年|{NUMERAL}月|今年|去年|前年)[^,。;!?]{{0,8}}?(?:来[^得不说看过自]|进厂|入职|上班|到岗|报到|开始干|干起|干的|做的|跑的|调[来到])"
)
_BACK = re.compile("(?:才|又|刚|重新)回(?!国)")  # who came back was there before
LONGEST = 70  # years; nobody has worked longer
YEAR = 12  # months
RECENT = 0.1  # years of somebody who came last month
_ROUGH = 0.4  # years by which 三年前 may be less
_SHORT = 15  # 2017年的 is when he joined, not when he was born


@dataclass(frozen=True, slots=True)
class Since:
    """How many years ago some work began, and where the text says so."""

    least: float
    most: float
    start: int
    end: int
    back: bool = False  # who came back then was there before, nobody says how long


def since(text: str, today: date) -> tuple[Since, ...]:
    """The beginnings that the text tells; `text` has no dotted days any more."""
    dated = (each for pattern in (_START, _SINCE) for each in pattern.finditer(text))
    found = [told for each in dated for told in _told(each, today)]
    found += [*_joined(text, today), *_recently(text, today), *_after_feast(text, today), *_before_now(text)]
    found = _at_work(text, found)
    if not found and (just := _JUST.search(text)):
        return (Since(RECENT, RECENT, *just.span()),)
    return tuple(found)


def unread(text: str) -> bool:
    """Does the text tell since when somebody works, in words that are not understood?"""
    return bool(_UNREAD.search(text))


def undotted(text: str) -> str:
    """2020-06-10 → 2020年6月10日."""
    whole, month = lexicon("numbers")["dated"]
    signs = lexicon("numbers")["signs"]
    text = _SPELT.sub(lambda each: "".join(str(signs[sign]) for sign in each.group()), text)
    return _DOTTED.sub(lambda each: (whole if each["day"] else month).format(**_plainly(each)), text)


def _plainly(found: re.Match[str]) -> dict[str, int]:
    return {name: int(value) for name, value in found.groupdict().items() if value}


def undated(text: str) -> str:
    """The text without the years since when: 21年进厂 is no 21 years."""
    begun = _START.sub(lambda each: " " * (each.start("began") - each.start()) + each["began"], text)
    return _WON.sub(lambda each: " " * len(each.group()), begun)


def _told(found: re.Match[str], today: date) -> Iterator[Since]:
    if not (found["word"] or found["year"]):
        return
    year = (
        today.year - lexicon("numbers")["years"][found["word"]]
        if found["word"]
        else _century(int(found["year"]), today)
    )
    first, last = _days(found, year)
    if first <= today:
        back = _BACK.search(found.group()) is not None
        yield Since(_ago(min(last, today), today), _ago(first, today), *found.span(), back)


def _joined(text: str, today: date) -> Iterator[Since]:
    """2017年的, of somebody who cannot have been born then."""
    for found in _JOINED.finditer(text):
        year = _century(int(found["year"]), today)
        if today.year - _SHORT <= year < today.year:
            yield Since(_ago(date(year, 12, 31), today), _ago(date(year, 1, 1), today), *found.span())


def _before_now(text: str) -> Iterator[Since]:
    """两年前来的: two years, more or less."""
    for found in _BEFORE_NOW.finditer(text):
        whole = (number(found["years"] or "") or 0) + (number(found["months"] or "") or 0) / YEAR
        years = whole + (0.5 if found["half"] or found["halfyear"] else 0)
        if 0 < years < LONGEST:
            rough = min(_ROUGH, years / 4)
            yield Since(years - rough, years + 1 - _ROUGH if found["years"] else years + rough, *found.span())


def _at_work(text: str, found: list[Since]) -> list[Since]:
    """Who came to a place and only later began to work has worked since then: 前年来读研，今年三月才上班."""
    begun = [each for each in found if _FRESH.search(text[each.start : each.end])]
    if not begun:
        return found
    return [each for each in found if each in begun or not _only_came(text, each)]


def _only_came(text: str, each: Since) -> bool:
    clause = re.split("[,。;!?]", text[each.start :])[0]
    return bool(_ARRIVED.search(clause)) and not _AT_WORK.search(clause)


def _recently(text: str, today: date) -> Iterator[Since]:
    """3月才来, in the last twelve months."""
    for found in _RECENTLY.finditer(text):
        month = int(number(found["month"]) or 0)
        if 1 <= month <= YEAR:
            year = today.year - (month > today.month)
            first, last = date(year, month, 1), _end(year, month)
            yield Since(_ago(min(last, today), today), _ago(first, today), *found.span())


def _after_feast(text: str, today: date) -> Iterator[Since]:
    """正月十五过后才来, the last time it was."""
    for found in _FEAST.finditer(text):
        first, last = lexicon("numbers")["parts"][found["part"]]
        year = today.year - (first > today.month)
        begun = date(year, first, 1)
        yield Since(_ago(min(_end(year, last), today), today), _ago(begun, today), *found.span())


def _days(found: re.Match[str], year: int) -> tuple[date, date]:
    """The first and the last day that the words may mean."""
    month = int(number(found["month"] or "") or 0)
    if not 1 <= month <= YEAR:
        first, last = lexicon("numbers")["parts"].get(found["part"], (1, YEAR))
        return date(year, first, 1), _end(year, last)
    day = int(number(found["day"] or "") or 0)
    if not day:
        opens, closes = lexicon("numbers")["thirds"].get(found.groupdict().get("third"), (1, 31))
        last = _end(year, month)
        return date(year, month, opens), min(last, date(year, month, 1) + timedelta(days=closes - 1))
    exact = min(date(year, month, 1) + timedelta(days=day - 1), _end(year, month))
    return exact, exact


def _end(year: int, month: int) -> date:
    return date(year + month // YEAR, month % YEAR + 1, 1) - timedelta(days=1)


def _ago(start: date, today: date) -> float:
    """Whole years count on the very day they are full."""
    whole = today.year - start.year - ((today.month, today.day) < (start.month, start.day))
    return whole + ((today - start).days % 365) / 366


def _century(year: int, today: date) -> int:
    if year >= 1900:  # noqa: PLR2004 - written in full
        return year
    return 2000 + year if 2000 + year <= today.year else 1900 + year

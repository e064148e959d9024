"""How long somebody has worked, and how many months of a year, from what they say."""

import re
from datetime import date

from knowledge.understand.lexicon import lexicon
from knowledge.understand.numbers import NUMERAL, number
from knowledge.understand.place import named_in, places

_SPAN = re.compile(
    rf"(?P<before>(?:到|差).{{1,5}}?(?:才|刚好|正好|就)?(?=满)|不到|不满|不足|还?差|将近|快|近|就差)?(?P<not>没|不)?(?:满|有|够|了|干|做)?"
    rf"(?:(?<!\d)(?P<years>{NUMERAL})(?P<some>来|多|几)?年(?!级|代|[前后内])(?P<half>半)?(?:多|零|又|加)*"
    rf"(?:(?P<extra>{NUMERAL})(?:来|多)?个?月)?|(?P<months>{NUMERAL})(?:来|多|几)?个(?:来|多)?月|(?P<halfyear>半)年)"
)
_START = re.compile(
    r"(?<!\d)(?:(?P<year>(?:19|20)?\d\d)年(?!生|出生|的)|(?P<word>大前年|前年|去年|今年))(?:底|初|中|的)?"
    rf"(?:(?P<month>{NUMERAL})月(?:份|底|初|中)?)?(?:(?P<day>{NUMERAL})[日号])?[^,。;!?]{{0,9}}?"
    r"(?:入职|入行|进(?:厂|的|公司|单位|来|这|入|到)|报到|上班|参加工作|开始|工作|毕业|转正|调[来到进]|招[进聘]|才来|来(?:的|这|到|本)|到[一-鿿]{2,4}的|到岗|干起|干到|过来|搬来|到的)"
)
_AWAY = r"外省|省外|国外|外地|外面|老家|没回|没在|不在|出差|援外|外派|海外|别的省"
_YEARLY = re.compile(
    rf"(?:每年|一年|年年|全年|当年|那年|20\d\d年)[^。;!?]{{0,14}}?(?P<months>{NUMERAL})(?:来|多|几)?个(?:来|多)?(?P<half>半)?月(?P<rest>[^,。;!?]*)"
)
_BEFORE = re.compile(r"之前|以前|原来|先前|早先|此前|原先|早年")
_STUDY = re.compile(r"读研|读博|读书|读大|上学|念书|大学|留学|当兵|服役|坐牢|刑")
_SHORT_OF = re.compile(r"差")
_ABSENT = re.compile(rf"(?P<months>{NUMERAL})(?:来|多|几)?个(?:来|多)?月(?:都|也)?(?:没回|没在|不在|没来)")
_WORK = re.compile(
    r"满|干|做|工作|上班|在岗|入职|从业|教|待|呆|来|进厂|进的|打工|跑|开|送|当|工龄|厂|单位|修|焊|在|年限|学|才|刚|了$"
)
YEAR = 12
_WHOLE = re.compile(r"(?:20\d\d年|去年|前年|有一年)[^,。;!?]{0,14}(?:一整年|整整一年|全年|整年)")
RECENT = 0.1  # years of somebody who came last month
_JUST = re.compile(
    r"(?:上个?月|这个月|本月|上周|上礼拜|前几天)(?:才|刚)?(?:从[^,。;!?]{1,8})?[^,。;!?]{0,3}(?:进厂|进的|入职|来(?:的|这)|上班|报到|转正|到岗)"
)


def months_a_year(text: str) -> float | None:
    """每年有8个月在外省 → 4; 一年在省内也就四个来月 → 4."""
    if (whole := _WHOLE.search(text)) and _is_away(whole.group()):
        return 0
    if found := _ABSENT.search(text):
        return YEAR - (number(found["months"]) or 0)
    if not (found := _YEARLY.search(text)):
        return None
    months = number(found["months"])
    if months is None or months > YEAR:
        return None
    months += 0.5 if found["half"] else 0
    away = _is_away(found.group())
    return YEAR - months if away else months


def _is_away(text: str) -> bool:
    """Outside the province or the country, as people say it."""
    return bool(re.search(_AWAY, text)) or any(name in text for name in lexicon("places")["abroad"])


def of_a_year(text: str) -> str:
    """The words that say how many months of a year somebody works somewhere."""
    found = _YEARLY.search(text)
    return found.group() if found and not _is_away(found.group()) else ""


def years_at_work(text: str, today: date) -> float | None:
    """The longest time the text gives for somebody's work, in years; None where it gives none."""
    told = _ABSENT.sub("", _YEARLY.sub("", text))
    if (started := _started(told, today)) is not None:
        return started
    spans = [
        (_elsewhere(_clause(told, found), told), years)
        for found in _SPAN.finditer(told)
        if (years := _years(found, told)) is not None
    ]
    here = [years for away, years in spans if not away]
    return max(here or [years for _, years in spans], default=None)


def _elsewhere(clause: str, text: str) -> bool:
    """Time worked before in a place that has nothing in common with the other places of the text."""
    if not _BEFORE.search(clause):
        return False
    there, others = _regions(clause), _regions(text.replace(clause, ""))
    return bool(there) and not there & others


def _regions(text: str) -> set[str]:
    """The provinces of the places that are named."""
    known = (places()[name] for name in named_in(text))
    return {place.within[-1] if place.within else place.name for place in known}


def _years(found: re.Match[str], text: str) -> float | None:
    clause = _clause(text, found)
    short = found["before"]
    if (
        not (_WORK.search(clause) or clause == found.group())
        or _STUDY.search(clause)
        or (_SHORT_OF.search(short or "") and found["years"] is None)
    ):
        return None
    if found["halfyear"]:
        years = 0.5
    elif found["months"]:
        years = (number(found["months"]) or 0) / YEAR
    else:
        years = (
            (number(found["years"]) or 0)
            + (0.5 if found["half"] else 0)
            + (number(found["extra"] or "") or 0) / YEAR
        )
    if years > 70:  # noqa: PLR2004 - nobody has worked longer
        return None
    return years - 0.1 if short or found["not"] else years


def _clause(text: str, found: re.Match[str]) -> str:
    left = max(text.rfind(mark, 0, found.start()) for mark in ",。;!? ")
    return re.split(r"[,。;!? ]", text[left + 1 :], maxsplit=1)[0]


def _started(text: str, today: date) -> float | None:
    """Years since the day the work began; where only the year is told, None if that leaves it open."""
    found = _START.search(text)
    if found is None:
        return RECENT if _JUST.search(text) else None
    year = (
        today.year - lexicon("numbers")["years"][found["word"]]
        if found["word"]
        else _century(int(found["year"]), today)
    )
    month = int(number(found["month"] or "") or 0)
    if not 1 <= month <= YEAR:
        least = (today - date(year, 12, 31)).days / 365.25
        most = (today - date(year, 1, 1)).days / 365.25
        return least if least >= 0 else most if most < 1 else None
    day = min(int(number(found["day"] or "") or 1), 28)
    return _since(date(year, month, day), today)


def _since(start: date, today: date) -> float:
    """Whole years count on the very day they are full."""
    whole = today.year - start.year - ((today.month, today.day) < (start.month, start.day))
    return whole + ((today - start).days % 365) / 366


def _century(year: int, today: date) -> int:
    if year >= 1900:  # noqa: PLR2004 - written in full
        return year
    return 2000 + year if 2000 + year <= today.year else 1900 + year

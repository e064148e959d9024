"""Numbers as people write them: Chinese and Arabic numerals, and days of the calendar."""

import re
from datetime import date, timedelta
from functools import cache

from knowledge.understand.lexicon import lexicon

NUMERAL = re.compile(r"(?:\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千万廿]+)").pattern
_MYRIAD, _TEN = 10_000, 10
_DATE = re.compile(
    r"(?<!\d)(?:(?P<year>20\d\d|\d\d)(?:年|[-./]))?(?P<month>1[0-2]|0?[1-9])(?:月|[-./])"
    r"(?P<day>3[01]|[12]\d|0?[1-9])(?:日|号|(?![\d个]))"
)

_SPELT = re.compile(r"([一二三四五六七八九十]+)(月)([一二三四五六七八九十]+)([日号])")
_MONTH_END = re.compile(r"(?<!\d)(?P<month>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月底")
_MONTH_START = re.compile(r"(?<!\d)(?P<month>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?:头|初)")
_NEXT_MONTH = re.compile(rf"下个?月(?:(?P<day>{NUMERAL})[日号]|初|头上)")
_FEAST = re.compile(
    r"(?P<name>五一|十一|国庆|元旦)(?:放假|假期|节|长假)?(?:(?P<after>后|回来|以后|之后|完|过)"
    r"|(?P<before>之前|以前|前)|(?=期间|那天|当天|放假|假期|节))"
)
_HOUR = re.compile(
    r"(?:(?P<late>下午|晚上|傍晚)|上午|早上|中午)?(?P<hour>[\d一二两三四五六七八九十]+)\s*[点时]"
)
_NOON = 12
_BARE_DAY = re.compile(r"(?<![\d月])(?P<day>[12]\d|3[01]|[1-9])[号日]")
_WEEKDAY = re.compile(r"(?<!是)(?P<next>下个?)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])")


def number(text: str) -> float | None:
    """一万 → 10000, 八百五 → 850, 两 → 2, 五六 → 5, 二〇二一 → 2021."""
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text)
    signs: dict[str, int] = lexicon("numbers")["signs"]
    if not text or not set(text) <= signs.keys():
        return None
    values = [signs[each] for each in text]
    if max(values) < _TEN:
        return float("".join(map(str, values))) if len(values) > 2 else float(values[0])  # noqa: PLR2004 - 五六 is a range
    return float(_counted(values))


def _counted(values: list[int]) -> int:
    """Units multiply what stands before them; 八百五 means 850, not 805."""
    total = section = digit = 0
    unit = 1
    for value in values:
        if value == _MYRIAD:
            total, section, digit, unit = (total + section + digit or 1) * value, 0, 0, value
        elif value >= _TEN:
            section, digit, unit = section + (digit or 1) * value, 0, value
        else:
            digit, unit = value, unit if value else 1
    return total + section + (digit * unit // _TEN if unit > _TEN else digit)


def days(text: str, today: date) -> tuple[date, ...]:
    """The days named in the text; a missing year is today's. 8月底 is the last day of August."""
    found = [_day(each, today) for each in _DATE.finditer(_arabic(text))]
    ends = [_end(each, today) for each in _MONTH_END.finditer(text)]
    following = [_in_next_month(each, today) for each in _NEXT_MONTH.finditer(text)]
    ends += [date(today.year, int(number(each["month"]) or 1), 1) for each in _MONTH_START.finditer(text)]
    feasts = [_feast(each, today) for each in _FEAST.finditer(text)]
    return tuple(each for each in (*found, *ends, *following, *feasts) if each)


def day_of_month(text: str, today: date) -> date | None:
    """30号 → the next 30th, today included; the 31st is not looked for in a shorter month."""
    found = _BARE_DAY.search(text)
    ahead = (today + timedelta(days=each) for each in range(31))
    return next((day for day in ahead if found and day.day == int(found["day"])), None)


def hour_in(text: str) -> int | None:
    """The hour of the day that is named: 晚上8点 is 20."""
    found = _HOUR.search(text)
    if not found:
        return None
    hour = int(number(found["hour"]) or 0)
    return hour + _NOON if found["late"] and hour < _NOON else hour


def _in_next_month(found: re.Match[str], today: date) -> date | None:
    """下月一号; 下月初 is its first day."""
    wanted = int(number(found["day"] or "1") or 1)
    following = date(today.year + today.month // 12, today.month % 12 + 1, 1)
    day = following + timedelta(days=wanted - 1)
    return day if day.month == following.month else None


def _feast(found: re.Match[str], today: date) -> date:
    """五一回来 → the first day after the days off that are usual; 五一前 → the day before."""
    month, day, off = lexicon("numbers")["feasts"][found["name"]]
    return date(today.year, month, day) + timedelta(days=off if found["after"] else -bool(found["before"]))


def _arabic(text: str) -> str:
    """六月二号 → 6月2号."""
    return _SPELT.sub(
        lambda found: f"{int(number(found[1]) or 0)}{found[2]}{int(number(found[3]) or 0)}{found[4]}", text
    )


def _end(found: re.Match[str], today: date) -> date:
    month = int(number(found["month"]) or 1)
    following = date(today.year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def relative_day(text: str, today: date) -> date | None:
    """大后天 → in three days."""
    for word, ahead in _ahead().items():
        if word in text:
            return today + timedelta(days=ahead)
    return _weekday(text, today)


def _weekday(text: str, today: date) -> date | None:
    """礼拜一 → the next one, after the day that the text names, if any; 下周一 is in the next week."""
    found = list(_WEEKDAY.finditer(text))
    if not found:
        return None
    wanted = lexicon("numbers")["weekdays"][found[-1]["day"]]
    start = max(days(text, today), default=today)
    if found[-1]["next"]:
        start += timedelta(days=6 - start.weekday())
    return start + timedelta(days=(wanted - start.weekday() - 1) % 7 + 1)


@cache
def _ahead() -> dict[str, int]:
    return dict(lexicon("numbers")["days"])


def _day(found: re.Match[str], today: date) -> date | None:
    year = int(found["year"] or today.year)
    try:
        return date(year + 2000 if year < 100 else year, int(found["month"]), int(found["day"]))  # noqa: PLR2004 - 21年
    except ValueError:
        return None

"""How long somebody has worked, and where, from what they say."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from knowledge.understand.away import is_outside, stay
from knowledge.understand.lexicon import lexicon
from knowledge.understand.numbers import NUMERAL, number
from knowledge.understand.place import lies_in, named_in, places
from knowledge.understand.since import LONGEST, RECENT, YEAR, since, undated, undotted

_SPAN = re.compile(
    rf"(?P<before>(?:到(?!岗|厂|职|这|位|今天|现在|目前)|差).{{1,5}}?(?:才|刚好|正好|就)?(?=满)|不到|不满|不足|还?差|将近|快|近|就差)?(?P<not>没|不)?(?:满|有|够|了|干|做)?"
    rf"(?:(?<!\d)(?P<years>{NUMERAL})(?P<some>来|多|几)?年(?!级|代|到头|[前后内])(?P<half>半)?(?:多|零|又|加)*"
    rf"(?:(?P<extra>{NUMERAL})(?:来|多)?个?月)?|(?P<months>{NUMERAL})(?:来|多|几)?个(?:来|多)?月|(?P<halfyear>半)年(?!前|后|内)"
    r"|(?<!\d)(?P<days>\d{2,4})天|(?P<long>一辈子|大?半辈子|[几数]十年|[好老]几年|好多年|好些年|多年))"
)
_BEFORE = re.compile(r"之前|以前|原来|先前|早先|此前|原先|早年|[上前]一?家(?:单位|公司|厂)?|老东家")
_CAREER = re.compile(r"总工龄|工龄|入行|行业|行龄|参加工作|从业|一共|累计|加(?:在)?一?起来?|毕业")
_STUDY = re.compile(r"读研|读博|读书|读大|上学|念书|大学|留学|当兵|服役|坐牢|刑")
_RANGE = re.compile(
    r"(?<!\d)(?P<since>(?:19|20)\d\d)年?(?:到|至|-|—|~)(?P<until>(?:19|20)\d\d)年(?=[^,。;!?]{0,4}在)"
)
_SHORT_OF = re.compile(r"差")
_FULL = re.compile(r"20\d\d年(?:全年|一整年|整年)(?!不|没|都不|都没)")
_NEW = re.compile(
    r"(?:刚|才)(?:刚)?(?:来|入职|进厂|进公司|参加工作|上岗|到岗)(?=[,。;!? 的这我不没]|$)(?!的?时候)"
)
_SHORT_BY = re.compile(r"(?:还|就|只|要|,)*差")
_NOT_YET = re.compile(
    r"(?:时间)?(?:都|也|还)*(?:没有|没到|不到|没满|不满|没干满|没干到|没待满|不够|不足)(?=[,。;!? 的吧呢]|$)"
)
_SO_FAR = re.compile(  # the whole of it, whatever else is told
    rf"(?:到现在|至今|满打满算|算到今天|到今天|掐头去尾|撑死)(?:才|也|还|就|都|一共|总共|不)*[^,。;!?]{{0,2}}?(?:不到|不满|没满|不足)?{NUMERAL}(?:年|个月)[^,。;!?]{{0,2}}(?:没有|没到|不到|没满|不满|不够)"
    rf"|(?:到现在|至今|满打满算|算到今天|到今天|掐头去尾|撑死)(?:才|也|还|就|都)*(?:不到|不满|没满|不足|不够){NUMERAL}(?:年|个月)"
    rf"|满打满算(?:才|也|还|就|都)*{NUMERAL}(?:年|个月)"
)
_DAYS_SHORT = 0.02
_YET = re.compile(
    r"(?:[日号]|下个?月|月份?|月[底初]|年底|过)[^,。;!?]{0,6}(?:才|就|正好|刚好|能)?(?:满|够|到)$"
)
_FROM = re.compile(r"(?:从|由|打|离开)(?:了)?$|(?:原来|以前|之前|原先|先前|早先)(?:一直)?(?:是)?在?$")
_PAPER = re.compile("劳动关系|合同|社保|编制|档案|户口|关系")
_PART = re.compile(rf"(?:头|前|后|中间|其中|有)(?:的)?{NUMERAL}年")
_SEAT = re.compile(
    r"(?:住|住在|总部|注册|户口|老家|户籍|籍贯|公司|单位|集团)(?:地)?(?:是|在)*$|(?<![上前一这那])家(?:是|住|在)+$"
)
_THERE = re.compile(r"(?:都|全|一直|就|全部)*在")
_BROKEN = re.compile(
    r"断过|中断|断断续续|[两二三四几]段|又回|(?:走|离开|离职|辞职|辞了)[^。;!?]{0,10}回来|中间(?:走|离|停|歇|辞)|走了又|实习|试用|见习|学徒"
)
_AGAIN = re.compile(r"全年|又|再|后来|然后|接着|换|加(?:上|起来)|两段|先")
_WORK = re.compile(
    r"[那这上前一]家|师|医|护|司机|工|员|驻|办公|实习|试用|满|干|做|工作|上班|在岗|入职|从业|教|待|呆|来|进厂|进的|打工|跑|开|送|当|工龄|厂|单位|修|焊|在|年限|学|才|刚|毕业|调|转正|派|到今天|到现在|至今|目前|了$"
)
_ASKED = re.compile(
    rf"(?:算|够|满)(?:不算|不够|不满|得上|是|作|成|满|有|了)*{NUMERAL}(?:年|个月)了?(?:吗|没)$|算满?{NUMERAL}年\w?$"
)
_ADDED = re.compile(r"(?<=[年月])(?:(?:再)?加上?(?=[^,。;!?起在一])|和|外加)")
_BRIEF = r"(?<![\d一二三四五六七八九十零〇])(?:\d|[一二两三四五六七八九十]{1,2})(?:年半?|个月)"
DAYS = 365  # of a year, as people count
_FULL_YET = re.compile("^[满够到]+")


@dataclass(frozen=True, slots=True)
class Time:
    """How long somebody worked, in years, at least and at most, and where."""

    least: float
    most: float
    places: tuple[str, ...] = ()  # where; empty: not said
    origin: tuple[str, ...] = ()  # from where somebody came
    before: bool = False  # in an earlier place
    career: bool = False  # the whole working life
    broken: bool = False  # one of several stretches, with gaps
    again: bool = False  # one of several, one after the other
    part: bool = False  # of another time that is told
    running: bool = False  # from a day that is told until today


def times(text: str, today: date) -> tuple[Time, ...]:
    """Every time at work that the text tells."""
    told = _each_place(_ADDED.sub(",", undotted(_without_stay(_born().sub("", text)))))
    spans = _spans(undated(told))
    stretches = sum(each.broken and each.places != (lexicon("people")["elsewhere"],) for each in spans)
    started = tuple(
        replace(
            _placed(each.least, LONGEST if each.back and not stretches else each.most, each.start, told),
            running=True,
        )
        for each in since(told, today)
        if not each.back or stretches <= 1
    )
    exact = [each for each in started if each.least == each.most]
    if spans and _SO_FAR.search(told):
        return (exact[-1] if exact else spans[-1],)
    if any(not each.career for each in started) and not _BROKEN.search(told):
        spans = tuple(
            _beside(each, started) for each in spans if each.places or each.before or _moved(started)
        )
    new = (Time(RECENT, 1.0),) if not (started or spans) and _NEW.search(told) else ()
    full = tuple(_placed(1.0, 1.0, each.start(), told) for each in _FULL.finditer(told))
    return (*started, *spans, *full, *new, *_ranges(told, today))


def _ranges(told: str, today: date) -> Iterator[Time]:
    """2012年到2019年在苏州, by somebody who went elsewhere then."""
    for found in _RANGE.finditer(told):
        years = int(found["until"]) - int(found["since"])
        if 0 < years < LONGEST and int(found["until"]) < today.year:
            yield replace(_placed(years - 1, years + 1, found.start(), told), before=True)


def _moved(started: Sequence[Time]) -> bool:
    """Did somebody come from a place that is named, so that more years may be meant: 从无锡调到苏州?"""
    return any(each.origin for each in started)


def _beside(time: Time, started: Sequence[Time]) -> Time:
    """Years told without a place beside a beginning in another are those of a whole working life."""
    return time if time.places or time.before or not started else replace(time, career=True)


def worked(told: Sequence[Time], region: str = "") -> Time | None:
    """The time that counts for a region, as far as it can be known; None where none is told."""
    if not told:
        return None
    away = [each for each in told if _elsewhere(each, told, region)]
    left = [each for each in told if each not in away]
    here = [each for each in left if not (each.career or each.before)]
    new = any(each.origin and not _within(each.origin, region) for each in here)
    perhaps = [each.most for each in left if each not in here] if not new else []
    if not here:
        return _longest(left) if left else Time(0, 0)
    broken = any(each.broken for each in here)
    several = any(each.again for each in here) or len({each.places for each in here if each.places}) > 1
    sum_ = _sum(here) if broken or several else 0
    elsewhere = sum(each.most for each in away if each.part)
    least = here[-1].least if broken else max(0, max(each.least for each in here) - elsewhere)
    if region and not (broken or away or new):
        least += sum(each.least for each in left if each.before and each.places)
    return Time(least, max(*(each.most for each in here), *perhaps, sum_))


def years_at_work(text: str, today: date) -> float | None:
    """The time the text gives for somebody's work, in years, as far as it is certain."""
    found = worked(times(text, today))
    return found.least if found else None


def months_a_year(text: str) -> float | None:
    """每年有8个月在外省 → 4; 一年在省内也就四个来月 → 4."""
    found = stay(text)
    return found.months if found else None


def _sum(here: Sequence[Time]) -> float:
    """One stretch after the other; those that go on until today overlap."""
    running = max((each.most for each in here if each.running), default=0)
    return running + sum(each.most for each in here if not each.running)


def _longest(told: Sequence[Time]) -> Time:
    return max(told, key=lambda each: each.least)


def _elsewhere(time: Time, told: Sequence[Time], region: str) -> bool:
    """Outside the region; where that is not known, an earlier time in another province than the rest."""
    if not time.places:
        return False
    if region:
        return not _within(time.places, region)
    if not time.before:
        return False
    others = {name for each in told if each is not time for name in each.places}
    return not _provinces(time.places) & _provinces(tuple(others))


def _within(names: tuple[str, ...], region: str) -> bool:
    return any(lies_in(name, region) for name in names)


def _provinces(names: tuple[str, ...]) -> set[str]:
    known = (places()[name] for name in names if name in places())
    return {place.within[-1] if place.within else place.name for place in known}


@cache
def _born() -> re.Pattern[str]:
    return re.compile(lexicon("people")["born_in"])


def _each_place(text: str) -> str:
    """南京一年半杭州三年 → 南京一年半,杭州三年."""
    for name in named_in(text):
        text = re.sub(rf"({_BRIEF})(?=(?:在|加)?{name})", r"\1,", text)
    return text


def _without_stay(text: str) -> str:
    """The text without what says how many months of a year somebody is there."""
    found = stay(text)
    if found is None:
        return text
    return "".join(" " if place in found.chars else char for place, char in enumerate(text))


def _spans(text: str) -> tuple[Time, ...]:
    """The stretches told; when a year will be full says something only where nothing else does."""
    found = [each for each in _SPAN.finditer(text) if not _ASKED.search(text[: each.end() + 2])]
    told = [(each, years) for each in found if (years := _years(each, text)) is not None]
    yet = [
        each
        for each, _ in told
        if _YET.search(text[: each.end()].removesuffix(_FULL_YET.sub("", each.group())))
    ]
    full = tuple(_placed(years, years, each.start(), text) for each, years in told if each not in yet)
    return full or tuple(_placed(years - RECENT, years, each.start(), text) for each, years in told)


def _placed(least: float, most: float, start: int, text: str) -> Time:
    clause = _clause(text, start)
    here, origin = _places(clause)
    after = text[text.find(clause, max(0, start - len(clause))) + len(clause) :].lstrip(",。;!? ")
    if not here and _THERE.match(after):
        here, _ = _places(re.split(r"[,。;!? ]", after, maxsplit=1)[0])
    if not here and is_outside(clause):
        here = (str(lexicon("people")["elsewhere"]),)
    before, broken = bool(_BEFORE.search(clause)), bool(_BROKEN.search(text))
    return Time(
        least,
        most,
        here,
        origin,
        before,
        bool(_CAREER.search(clause) and not here) or bool(_PAPER.search(clause)),
        broken and not before,
        bool(_AGAIN.search(text)),
        bool(_PART.search(clause)),
    )


def _places(clause: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Where somebody works, and from where he came; the seat of a firm is neither."""
    here: list[str] = []
    origin: list[str] = []
    start = 0
    for name in named_in(clause):
        start = clause.find(name, start)
        before = clause[:start]
        start += len(name)
        if _FROM.search(before) and not _BEFORE.search(before):
            origin.append(name)
        elif not _SEAT.search(before):
            here.append(name)
    return tuple(here), tuple(origin)


def _years(found: re.Match[str], text: str) -> float | None:
    clause = _clause(text, found.start())
    short = found["before"]
    if (
        not (_WORK.search(clause) or _bare(clause) == found.group())
        or _STUDY.search(clause)
        or (_SHORT_OF.search(short or "") and found["years"] is None)
    ):
        return None
    if found["halfyear"]:
        years = 0.5
    elif found["days"]:
        years = int(found["days"]) / DAYS
    elif found["long"]:
        years = lexicon("numbers")["long"][found["long"]]
    elif found["months"]:
        years = (number(found["months"]) or 0) / YEAR
    else:
        years = (
            (number(found["years"]) or 0)
            + (0.5 if found["half"] else 0)
            + (number(found["extra"] or "") or 0) / YEAR
        )
    if years > LONGEST:
        return None
    if found["not"] or short:
        return years - RECENT
    if _NOT_YET.match(text[found.end() :]):
        return years - RECENT
    return years - _DAYS_SHORT if _SHORT_BY.match(text[found.end() :]) else years


def _bare(clause: str) -> str:
    """The clause without the places it names: 杭州三年."""
    for name in named_in(clause):
        clause = clause.replace(name, "")
    return clause.lstrip(str(lexicon("people")["at"]))


def _clause(text: str, start: int) -> str:
    left = max(text.rfind(mark, 0, start) for mark in ",。;!? ")
    return re.split(r"[,。;!? ]", text[left + 1 :], maxsplit=1)[0]

"""What a question takes for granted, held against the notice, and the short word to begin with."""

import re
from calendar import monthrange
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any

from knowledge.answer.bounds import against, compared, counts, workdays
from knowledge.model import Fact, Library
from knowledge.question import Answer, AnswerKind
from knowledge.understand.asked import Asked
from knowledge.understand.index import named_people
from knowledge.understand.lexicon import lexicon
from knowledge.understand.numbers import NUMERAL, number

_COUNTED = re.compile(
    rf"(?<![头第])(?P<count>{NUMERAL})\s*(?P<unit>个?工作日|份|字|名|个(?!阶段|步骤|环节|程序|渠道|途径|意思|部门|地方|月|里|当中)|人|位|张|分|年|元|块|%|天|室|级|m|兆|寸)"
)
_DAY = re.compile(r"(?P<month>1[0-2]|[1-9])月(?P<day>3[01]|[12]\d|[1-9])(?:日|号)?")
_MONTH = re.compile(
    r"(?<![\d个])(?P<first>1[0-2]|[1-9])(?:月?(?:至|到|-|~|—)(?P<last>1[0-2]|[1-9]))?月(?![\d])"
)
_RANGE = re.compile(
    r"(?<!\d)(?P<least>\d{1,3})[-—–~至到](?P<most>\d{1,3})(?P<unit>份|张|名|个(?!月|工)|人|字)"
)
_BARE = re.compile(rf"(?:是|都|给|要|有|[区市县])(?P<words>(?P<count>{NUMERAL}))(?=[吧吗对呀啊?]|$)")
_ANY_YEAR = 2001
_AS_ONE = re.compile(r"(?<=[算同])一个")  # the same, no number
_PHONE = re.compile(r"\d{7,}")
_MAILBOX = re.compile(r"[a-z0-9._-]+@[a-z0-9.-]+[a-z]")
_MONTH_END = re.compile(r"(?<!\d)(?P<month>1[0-2]|[1-9])月底")
_MORE = re.compile(
    rf"(?:多|少|再|另外|加|缺|差|漏|丢)(?:了|报|推荐?|给|交|送|选)?(?:{NUMERAL})(?:个|名|人|张|份)"
)
_OF_PEOPLE = frozenset({"phone", "contact_person", "committee", "office"})
_PEOPLE = re.compile(rf"(?P<count>{NUMERAL})(?:个|名|位|人)(?!月|工作|单位|[县市区镇])")
_YEARS = re.compile(rf"{NUMERAL}(?:多|来|整)?年(?:多|了|整)?")  # of somebody's life
_BOUNDED = re.compile(r"\d[^\w]+\d|不超过|以内|最多")
_SOFT = re.compile("原则上")  # neither yes nor no
_OTHERWISE = re.compile(
    "本人|亲自|当面|原件|洗出来|冲洗|冲印|打印?出来|彩印"
)  # what is asked of one form says nothing of another
_SUBJECT = re.compile(r"[^,。;!?]{0,4}是[^,。;!?吧吗不]{1,8}的")  # 10个名额是投出来的吗
_LESSER = re.compile("提名奖")
_ROUGHLY = re.compile(r"(?P<count>\d+)(?P<unit>字|份|张)左右")
_EVERY = re.compile(r"每|各|都|一样")
_EMPTY = re.compile(
    "[是要吧吗的对就得需只都也最共每个啊呀呢了不用必须还再能可以行一定非到底这那我你他有没请问想先给会算嘛么成上才交查补盖办打]"
    "|候选人|推荐|通知|活动|时候|单位|应该|听说|据说|好像|规定|要求"
)
_POSTED = "public_notice"
_SHOWN = frozenset({"", "quota", "quotas", "share", "literal"})


def weighed(asked: Asked, found: Answer, library: Library) -> Answer:
    """The answer with the short word that a yes or no question wants first, where the facts decide it."""
    heard = asked.heard
    plain = found.kind is AnswerKind.ANSWER and found.manner in _SHOWN and len(found.notices) == 1
    papers = _called("papers") if heard.is_("yes_or_no") else _called("papers") + _called("lasting")
    if (
        plain
        and heard.is_("suffices")
        and not heard.is_("how_to")
        and (lead := _enough(heard.text, found, papers))
    ):
        return replace(found, lead=lead)
    limit = _limit(heard.text, found) if plain and not heard.is_("wh") else ""
    if (
        limit
        and heard.is_("allowed")
        and not heard.is_("to_the_full")
        and (limit == "can" or not heard.is_("confirms"))
    ):
        return replace(found, lead=limit)
    lasting = _enough(heard.text, found, _called("lasting")) if plain and found.topic == _POSTED else ""
    if lasting and heard.is_("allowed") and not heard.is_("confirms"):
        return replace(found, lead="short") if lasting == "short" else found
    if not plain or found.lead or heard.is_("wh") or not heard.is_("yes_or_no"):
        return found
    told = "".join(" " if place in heard.person.chars else char for place, char in enumerate(heard.text))
    told = _YEARS.sub("", told) if heard.person.told else told
    if said := denied(told, found) or _another(heard.text, found, library):
        return replace(found, denied=said)
    return replace(found, lead=_lead(asked, found))


def _limit(text: str, found: Answer) -> str:
    """How a count stands to what is told: of papers to their limits, of people to everybody's places."""
    places = {figure.value for figure in found.figures if found.manner in {"quota", "quotas"}}
    people = {number(each["count"]) or 0 for each in _PEOPLE.finditer(text)}
    if len(places) != 1 or len(people) != 1:
        return against(text, found.facts)
    (most,), (count,) = places, people
    return ("over" if count > int(most) else "can") if most.isdigit() else ""


def _enough(text: str, found: Answer, units: Collection[str]) -> str:
    """Whether it is enough or short, where one count is named and one of its kind is told."""
    plain = counts(text)
    asked = [each for each in _parts(plain) if each[1] in units]
    values = [fact.value for fact in found.facts]
    if len(asked) != 1:
        return ""
    ((have, unit, words),) = asked
    start = plain.find(words)
    if compared(plain, start, start + len(words)):
        return ""
    if any(unit in each and _BOUNDED.search(each) for each in values):
        return ""
    wanted = {value for each in values for value, kind, _ in _parts(each) if kind == unit}
    if len(wanted) != 1 or not isinstance(have, float):
        return ""
    least = max(each for each in wanted if isinstance(each, float))
    return "short" if have < least else "enough" if workdays(have, words) >= least else ""


def _another(text: str, found: Answer, library: Library) -> str:
    """Somebody whom another notice names: 丁晓宇 as the contact of 苏州."""
    names = named_people(text, library) if found.topic in _OF_PEOPLE else ()
    told = [name for name, ids in names if found.notices[0] not in ids]
    return told[0] if told and len(told) == len(names) else ""


def denied(text: str, found: Answer) -> str:
    """What the question names and the facts give otherwise, or '' where nothing is."""
    facts = found.facts
    told = " ".join((*(f"{fact.value} {fact.cites.quote}" for fact in facts), *_figures(found))).lower()
    return _counted(text, told) or _contrasted(text, told, found.topic)


def _figures(found: Answer) -> Iterator[str]:
    return (
        f"{figure.value}{_called('people')}"
        for figure in found.figures
        if found.manner in {"quota", "quotas"}
    )


def _called(what: str) -> Any:
    """How what is counted is called: people, or papers, of which more do no harm."""
    return lexicon("numbers")["words"][what]


def _counted(text: str, told: str) -> str:
    """A number or a day that is told otherwise."""
    known: dict[str, set[object]] = {}
    for value, unit, _ in _parts(told):
        known.setdefault(unit, set()).add(value)
    plain = counts(_MORE.sub(" ", text))
    asked = [each for each in _parts(plain) if not _SUBJECT.match(plain.partition(each[2])[2])]
    asked = [each for each in asked if not _about(each[0], each[2], told)]
    asked = [each for each in asked if each[2] not in _AS_ONE.findall(text)]
    if bare := _BARE.search(text):
        asked.append((number(bare["count"]), _called("people"), bare["words"]))
    if len({unit for _, unit, _ in asked}) != len(asked):
        return ""
    return next((words for value, unit, words in asked if unit in known and value not in known[unit]), "")


def _about(value: object, words: str, told: str) -> bool:
    """Is the count near one that is told only roughly: 3200字 where 3000字左右 are asked for?"""
    rough = (float(each["count"]) for each in _ROUGHLY.finditer(told) if words.endswith(each["unit"]))
    return isinstance(value, float) and any(abs(value - each) <= each / 10 for each in rough)


def _contrasted(text: str, told: str, topic: str) -> str:
    """A word for which the notice has another of the same kind: 单面 for 双面, 市级 for 县级."""
    for kind in lexicon("contrasts"):
        if topic not in kind.get("topics", (topic,)):
            continue
        named: list[str] = [word for word in kind["words"] if word in text]
        stated = [word for word in kind["words"] if word in told]
        if named and not set(named) & set(stated) and (stated or kind.get("alone")):
            return named[0]
    return ""


def _parts(text: str) -> Iterator[tuple[object, str, str]]:
    """Each day, month and counted thing: value, unit, the very words."""
    alike: dict[str, str] = lexicon("numbers")["units"]
    for found in _PHONE.finditer(text):
        yield found.group(), "phone", found.group()
    for found in _MAILBOX.finditer(text):
        yield found.group(), "mailbox", found.group()
    for found in _MONTH_END.finditer(text):
        month = int(found["month"])
        yield (month, monthrange(_ANY_YEAR, month)[1]), "day", found.group()
    for found in _DAY.finditer(text):
        yield (int(found["month"]), int(found["day"])), "day", found.group()
    rest = _RANGE.sub(_each_of, _DAY.sub(" ", _MAILBOX.sub(" ", text)))
    for found in _MONTH.finditer(rest):
        first, last = int(found["first"]), int(found["last"] or found["first"])
        for month in range(first, last + 1):
            yield month, "month", found.group()
    for found in _COUNTED.finditer(rest):
        if (value := number(found["count"])) is not None:
            yield value, alike.get(found["unit"], found["unit"]), found.group()


def _each_of(found: re.Match[str]) -> str:
    """2-3张 → 2张 3张."""
    return " ".join(f"{each}{found['unit']}" for each in range(int(found["least"]), int(found["most"]) + 1))


def _lead(asked: Asked, found: Answer) -> str:
    """must, cannot, can, optional, stated, not_all; '' where the question says more than the facts settle."""
    text = asked.heard.text
    if found.manner == "quotas":
        return "not_all" if _EVERY.search(text) and len({each.value for each in found.figures}) > 1 else ""
    if found.manner or not found.facts or asked.heard.is_("only") or found.unstated or _beyond(asked):
        return ""
    if _OTHERWISE.search(text) or _differing(found.facts):
        return ""
    stance = _stance(found.facts)
    if len(asked.heard.cued & {fact.topic for fact in found.facts}) > 1:
        return ""  # 电子版要不要盖章: of one thing it is so, of the other it is not said
    if stance == "must":
        if asked.heard.is_("no_rule"):
            return "stated"
        return "cannot" if asked.heard.is_("without") else "must" if asked.heard.is_("need") else ""
    if stance == "never":
        return "cannot" if asked.heard.is_("can") else ""
    if stance == "may":
        return "can" if asked.heard.is_("can") else ""
    return "optional" if stance == "optional" and asked.heard.is_("need") else ""


def _differing(facts: Iterable[Fact]) -> bool:
    """Does only some of what is told hold of the lesser award, so that no one word fits both?"""
    lesser = [bool(_LESSER.search(fact.value)) for fact in facts]
    return any(lesser) and not all(lesser)


def _stance(facts: Iterable[Fact]) -> str:
    """What the first fact says of its matter: must, never, may, optional, or ''."""
    value = next(fact.value for fact in facts)
    stances: dict[str, str] = lexicon("stances")
    if _SOFT.search(value):
        return ""
    return next((name for name, says in stances.items() if re.search(says, value)), "")


def _beyond(asked: Asked) -> bool:
    """Does the question name something besides its topic, so that a bare yes or no might mislead?"""
    heard = asked.heard
    left = "".join(" " if place in heard.covered else char for place, char in enumerate(heard.text))
    for word in sorted((*heard.named.places, *heard.named.units), key=len, reverse=True):
        left = left.replace(word, " ")
    return bool(re.search(r"[一-鿿\d]", _EMPTY.sub("", left)))

"""What a message says of a nominee: a profile of traits, and the traits it leaves open."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from functools import cache

from knowledge.model import Profile
from knowledge.traits import traits
from knowledge.understand.away import stay
from knowledge.understand.lexicon import lexicon
from knowledge.understand.numbers import NUMERAL, number
from knowledge.understand.plainly import (
    denied_far,
    described,
    hearsay,
    missed,
    not_lacking,
    of_others_deeds,
)
from knowledge.understand.since import unread
from knowledge.understand.span import Time, times, worked
from knowledge.understand.subject import of_others, of_the_asked

_OF = re.compile(r"(?<!任何)(?<!什么)的")
_WITHIN = re.compile(r"没|未|并?不是")
_WANTED = frozenset({"union_member", "union_real_name", "media_coverage", "in_service", "technical_worker"})
YEARS = frozenset({"years_in_post", "years_in_province"})
LEADING = frozenset({"deputy_division_head", "division_head", "higher"})
"""Ranks of which nobody is a front-line worker for what his post is called: 纪检组长."""
NEAR = 6  # characters between a negation and what it denies
_AGE = re.compile(rf"(?P<age>{NUMERAL})(?:多|来|几)?(?:周)?岁(?!以下|以上|以内)")
_AGED = re.compile(
    r"(?:我|他|她|师傅|今年|年纪轻轻|岁数|年龄|年纪)(?:都|才|刚|快|已经|也|是|有|刚满|整)*"
    rf"(?P<age>{NUMERAL})(?:周岁)?(?:出头|多)?了?(?=[,。;!? 还]|$)"
)
_WORKING = range(16, 91)  # years of age of somebody who works
_BORN = re.compile(r"(?<!\d)(?P<year>(?:19|20)?\d\d)年(?:\d+月)?(?:生人|生的|生|出生|的人)")
_UNSURE = re.compile(
    r"([一-鿿])没有?\1|[搞说闹弄记分]不清|不清楚|不确定|不懂(?!事|规矩|行|法)|不了解|没听说过?|拿不准|吃不准|说不(?:[好准]|上来?)|打不了包票|不敢(?:打包票|说|保证|肯定)|不好说|不?记不?得了?$"
    r"|记不得|忘了(?:有没有|是不是|算不算|录|入)|没(?:去)?(?:查|问|留意|注意)过|(?:有没有|有无|是否)(?:已经?|被|给|把|我|他|她|人)*[录登入进加在]"
    r"|不知道(?:名字|信息|实名|工会|系统|会员|到底|究竟|我)*(?:里|的)?(?:有没有|是不是|算不算|录|入)|好像|似乎|貌似"
)
_WHETHER = re.compile(r"有没有|是不是|到底|究竟|([一-鿿])[没不]\1")
_IGNORANT = re.compile(
    r"[,。;!? ]*(?:这|那|我|他|她|自己|真|也|都|还|具体|现在)*(?:的|是)*"
    r"(?:不(?:知道|清楚|确定|记得|敢(?:说|打包票|保证|肯定))|没(?:去)?(?:查|问)过|[搞说闹弄记]不清|说不[好准上]|记不得|忘了)"
)
_UNION = frozenset({"union_member", "union_real_name"})
_POST = frozenset({"unit_head", "rank", "role"})
_ONCE = re.compile(
    r"(?:退休|离职|转业|下岗|辞职|改制|退下来)(?:之|以)?前|原来|以前|之前|曾经|先前|早先|早年|当过|做过|干过|前任"
)
_NOW = re.compile(
    r"辞职|离职|转行|下海|进(?:了|的)?厂|改行|现在|如今|目前|后来|退(?:下来|居|到)|不(?:当|干|做|是)了|免了|辞了|卸任|转(?:到|岗|为)|调(?:到|去|进)|安置|分流|下来(?:当|做|了)|改(?:当|做)|当(?:普通|一线)?(?:工人|职工|员工)"
)
_WAS = re.compile(
    r"^原[一-鿿]{0,3}$|(?:原来|以前|之前|早先|早年|年轻时候?|当年|曾经?)(?:一直)?(?:是|当|做|干)(?:过)?(?:一名|个|名)?$"
)
_BY_ORIGIN = re.compile(r"工?出身")
_TRADE = "technical_worker"
_SERVANT = "civil_servant"
_LEFT = re.compile(
    r"(?:的?(?:位置|位子|岗位|职务|任)上?)?"
    r"(?:转(?:企|行|岗|到|业)|辞(?:了|职|去)|不(?:当|干|做)了|下海|退出|退了?下来?(?:当|做|干|到|去|在)|卸任|免[了职])"
)
_COUNTY_CITY = re.compile(r"(?<=(县)级)市")
_QUOTED = re.compile(r"(?<=[颁评授给获得拿的是过])“[^“”,。;!?]{2,12}”")
_FOR = re.compile(
    r"(?:给|替|帮|跟|和|被|找|随|换)(?:过|了|着)?(?:这|那|一|哪|某|别的|另外?|我们?|[几两三四五六七八九十\d])*[个家位]?$"
)
_SOMEBODYS = re.compile(
    r"(?:代表|人)?是(?:我|他|她)?(?:的)?(?:老婆|媳妇|爱人|老公|丈夫|妻子|爸|妈|哥|弟|姐|妹|儿子|女儿|别人|亲戚|朋友)|(?:的)?(?:助理|秘书|办公室|身边|手下|司机|老婆|爱人|儿子|女儿)"
)
_DOUBTED = re.compile(
    r"(?:算不算|算(?:是|成|得上)?|属不属于|属于|够得上|够不够|够|顶得上|能?顶|抵得上|达到)(?:有|个|受过?|不|没)?$"
)
_BLEMISHES = frozenset({"violation", "sanctioned", "dishonesty", "tax_unpaid", "accident_liable"})
"""A deed that is told weighs although somebody calls it harmless: 偷过东西，没留案底."""
_RECORD = frozenset(
    {
        "rank",
        "union_member",
        "union_real_name",
        "media_coverage",
        "honour_by",
        "highest_honour",
        "work_form",
        "industry",
        "unit_head",
        "technical_worker",
        "violation",
        "sanctioned",
        "dishonesty",
        "tax_unpaid",
        "accident_liable",
    }
)
_LACKS = re.compile(
    r"[,。;!? ](?:我|他|她|可我?|但我?|这个)*(?:可|都|也|一个都|一样都)?(?:没有?|没得|不是|还没)(?:啊|呢|的)?"
    r"(?=[,。;!? ]|$)"
)
_BREAK = re.compile(r"[,。;!? ]")
_DENIED_AFTER = re.compile(
    r"^[^,。;!?]{0,3}?(?:也|都|倒|还|从来|一个|一点|一次|什么的?)*"
    r"(?:没有?|不是|无|没过|没得|没入|没加入|没办|没录)(?:过|了|啊|呢)*(?=[,。;!? ]|$)"
)


@dataclass(frozen=True, slots=True)
class Person:
    profile: Profile = field(default_factory=dict)
    open: frozenset[str] = frozenset()  # traits whose value depends on a reading the notice does not give
    told: bool = False  # something about a person was said
    sayings: int = 0  # how many things
    chars: frozenset[int] = frozenset()  # where in the text
    vague: frozenset[str] = (
        frozenset()
    )  # traits told in words that are not understood: not to be taken for granted
    times: tuple[Time, ...] = ()  # at work

    def joined(self, later: "Person") -> "Person":
        """What was said before, corrected by what is said now."""
        return Person(
            {**self._still(later), **later.profile},
            (self.open - later.profile.keys()) | later.open,
            self.told or later.told,
            self.sayings + later.sayings,
            vague=(self.vague - later.profile.keys()) | later.vague,
            times=self._times(later),
        )

    def _still(self, later: "Person") -> Profile:
        """What still holds: a post that is told anew is not the one told before, 不是厂长，是副厂长."""
        joins = later.profile.get("union_member") is True and self.profile.get("union_member") is False
        gone = (_POST & later.open) | (
            {"union_real_name"} if joins else set()
        )  # no member, so not on its list
        return {key: value for key, value in self.profile.items() if key not in gone}

    def _times(self, later: "Person") -> tuple[Time, ...]:
        """A time in an earlier place adds to what is known; any other takes its place."""
        if all(each.before for each in later.times):
            return () if YEARS & later.profile.keys() and not later.times else (*self.times, *later.times)
        return later.times


@dataclass(frozen=True, slots=True)
class _Saying:
    says: re.Pattern[str]
    gives: Mapping[str, object]
    denied: Mapping[str, object]
    open: tuple[str, ...]
    plain: bool  # the wording holds its own negation
    soft: bool  # anything more certain wins


def person(told: str, today: date) -> Person:
    text = _COUNTY_CITY.sub(r"\1", _QUOTED.sub(_as_honour, of_the_asked(told)))
    profile: dict[str, object] = {}
    soft: dict[str, object] = {}
    opened: set[str] = set()
    hinted: set[str] = set()
    doubted: set[str] = set()
    unsure: set[str] = set()
    said = set()
    chars: set[int] = set()
    opened |= _kept_ranks(text)
    for saying, span, how in _said(text, _sayings("said")):
        said.add(saying.says.pattern)
        chars.update(range(*span))
        if how in (_How.DOUBTED, _How.UNSURE):
            (doubted if how is _How.DOUBTED else unsure).update(saying.gives)
            continue
        denied = how is _How.DENIED
        (hinted if saying.soft else opened).update(() if denied else saying.open)
        for trait, value in (saying.denied if denied else saying.gives).items():
            _note(soft if saying.soft else profile, trait, value)
    if profile.get("rank") in LEADING:
        soft.pop("role", None)
    opened |= hinted - profile.keys()
    weighty = set(_unread(text, frozenset(chars)))
    opened |= {each for each in weighty if each not in profile or _made_light(each, profile[each])}
    told_times = times(text, today)
    numbers = _numbers(text, today, told_times)
    if (away := stay(text)) and away.months is None:
        opened.add("months_a_year")
    vague = YEARS if unread(text) and not told_times else frozenset()
    known = {**soft, **profile, **numbers}
    opened |= doubted - known.keys()
    return Person(
        {key: known[key] for key in known if key in numbers or key not in opened},
        frozenset(opened - numbers.keys()),
        bool(said or numbers or opened),
        len(said) + len(numbers.keys() - {"years_in_province"}),
        frozenset(chars),
        frozenset((vague | unsure) - known.keys()),
        told_times,
    )


class _How(Enum):
    """In what way something is said of a person."""

    SAID = auto()
    DENIED = auto()
    DOUBTED = auto()  # it is the very thing asked
    UNSURE = auto()  # the asker does not know: 不知道录没录


def _said(text: str, sayings: tuple[_Saying, ...]) -> Iterator[tuple[_Saying, tuple[int, int], _How]]:
    """Each thing said of a person, where and how."""
    others = of_others(text)
    for saying in sayings:
        for found in saying.says.finditer(text):
            before = _BREAK.split(text[: found.start()])[-1]
            if _POST & {*saying.gives, *saying.open} and _former(before, text[found.end() :]):
                continue
            if _not_told(saying, before, text[found.end() :]):
                continue
            if _unknown(before, text[found.start() :]):
                yield saying, found.span(), _How.UNSURE
                continue
            other = found.start() in others
            if (
                ("unit_head" in (*saying.gives, *saying.open) and _somebodys(before, text[found.end() :]))
                or (_asked_for().search(before) and not _LACKS.search(text[found.end() :]))
                or (other and saying.plain)
            ):
                continue
            denied = not saying.plain and (
                other
                or bool(_asked_for().search(before))
                or _denies(before)
                or (bool(_BLEMISHES & saying.gives.keys()) and denied_far(before))
                or bool(_DENIED_AFTER.match(text[found.end() :]))
                or bool(_WITHIN.search(found.group()))
            )
            of_record = not saying.gives.keys() - _RECORD or saying.gives.get("role") == _SERVANT
            doubt = _DOUBTED.search(before) is not None and of_record
            once = _TRADE in saying.gives and _learnt(before, text[found.end() :])
            planned = not denied and saying.gives.keys() & _UNION and _plans().search(before)
            blamed = not denied and _BLEMISHES & saying.gives.keys() and hearsay(_around(text, found.span()))
            how = (
                _How.DOUBTED
                if doubt or planned or once or blamed or (saying.plain and not_lacking(before))
                else _How.DENIED
                if denied
                else _How.SAID
            )
            yield saying, found.span(), how


def _not_told(saying: _Saying, before: str, after: str) -> bool:
    """Is it not told of anybody: 处级单位的, 给处长开车, 考过公务员没考上, 评上以后犯了错?"""
    if {"rank", "unit_head"} & {*saying.gives, *saying.open} or saying.gives.get("role") == _SERVANT:
        return described(before, after) or missed(before, after)
    return bool(_BLEMISHES & {*saying.gives, *saying.open}) and of_others_deeds(before, after)


def _around(text: str, span: tuple[int, int]) -> str:
    """The clause of which something is part, and the next one."""
    rest = _BREAK.split(text[span[1] :])
    return _BREAK.split(text[: span[0]])[-1] + text[slice(*span)] + ",".join(rest[:2])


def _unknown(before: str, after: str) -> bool:
    """Does the asker not know it, as the clause says or the next one: 录没录，我也不清楚?"""
    rest = _BREAK.split(after)[0]
    clause = before + rest
    return bool(_UNSURE.search(clause) or (_WHETHER.search(clause) and _IGNORANT.match(after[len(rest) :])))


def _made_light(trait: str, value: object) -> bool:
    """Is a deed that is told called harmless all the same?"""
    return trait in _BLEMISHES and value is False


def _unread(text: str, chars: frozenset[int]) -> Iterator[str]:
    """What a title, a deed or a blemish leaves open that nothing else has read."""
    for saying, span, how in _said(text, _sayings("weighty")):
        if how is not _How.DENIED and not chars.issuperset(range(*span)):
            yield from saying.open


def _as_honour(found: re.Match[str]) -> str:
    """A title in quotation marks is an honour, whatever its words: “最美货车司机”."""
    inside = found.group()[1:-1]
    title = str(lexicon("people")["honoured"])
    return f"“{(title + inside)[: len(inside)]}”" if len(inside) >= len(title) else found.group()


def _kept_ranks(text: str) -> frozenset[str]:
    """A rank somebody had before may be his still: 以前是副处，现在退二线了."""
    ranks = (each for each in _sayings("said") if "rank" in each.gives)
    found = (each for saying in ranks for each in saying.says.finditer(text))
    held = any(_former(_BREAK.split(text[: each.start()])[-1], text[each.end() :]) for each in found)
    return frozenset({"rank"} if held else ())


def _former(before: str, after: str) -> bool:
    """Did somebody hold the post only before: 原来是厂长，前年退下来当工人了?"""
    return bool((_ONCE.search(before) and _NOW.search(after)) or _LEFT.match(after))


def _learnt(before: str, after: str) -> bool:
    """Is it only what somebody was: 原来是钳工出身?"""
    return bool(_WAS.search(before) or _BY_ORIGIN.match(after))


def _somebodys(before: str, after: str) -> bool:
    """Is the head only somebody's: 校长助理, 给厂长开车?"""
    return bool(_SOMEBODYS.match(after) or _FOR.search(before))


def _denies(before: str) -> bool:
    """A negation shortly before; two in a row affirm, 也不是说没有处分, and so does 不带长的调研员."""
    found = list(_negators().finditer(before))
    if not found or len(before) - found[-1].end() > NEAR:
        return False
    if _OF.search(before[found[-1].end() :]):
        return False
    return not (len(found) > 1 and found[-1].start() - found[-2].end() <= 1)


def _note(profile: dict[str, object], trait: str, value: object) -> None:
    """Of several grades the highest counts; of contrary flags the worse one."""
    old = profile.get(trait)
    scale = list(traits()[trait].options)
    if (
        old is not None
        and traits()[trait].type == "scale"
        and scale.index(str(old)) > scale.index(str(value))
    ):
        return
    if isinstance(old, bool) and isinstance(value, bool) and _better(trait, value, old):
        return
    profile[trait] = value


def _better(trait: str, value: bool, old: bool) -> bool:  # noqa: FBT001 - both are values of the trait
    """Does the new value make light of the old one: no violation after one, a member after none?"""
    if trait == "unit_head":
        return False
    return value is (trait in _WANTED) and old is not value


def _numbers(text: str, today: date, told: tuple[Time, ...]) -> dict[str, object]:
    found: dict[str, object] = {}
    if (age := _age(text, today)) is not None:
        found["age"] = age
    if years := worked(told):
        found["years_in_post"] = found["years_in_province"] = round(years.least, 2)
    if (away := stay(text)) and away.months is not None:
        found["months_a_year"] = away.months
    return found


def _age(text: str, today: date) -> int | None:
    if found := _AGE.search(text):
        return int(number(found["age"]) or 0) or None
    for found in _AGED.finditer(text):
        if (age := int(number(found["age"]) or 0)) in _WORKING:
            return age
    if found := _BORN.search(text):
        year = int(found["year"])
        return today.year - (year if year > 1900 else 1900 + year)  # noqa: PLR2004 - 66年生人
    return None


@cache
def _sayings(kind: str) -> tuple[_Saying, ...]:
    return tuple(
        _Saying(
            re.compile(each["says"]),
            each.get("gives", {}),
            each.get("not", {}),
            tuple(each.get("open", ())),
            bool(each.get("plain")),
            bool(each.get("soft")),
        )
        for each in lexicon("people")[kind]
    )


@cache
def _negators() -> re.Pattern[str]:
    return re.compile(lexicon("people")["negators"])


@cache
def _plans() -> re.Pattern[str]:
    return re.compile(lexicon("people")["plans"])


@cache
def _asked_for() -> re.Pattern[str]:
    return re.compile(lexicon("people")["asks_for"])

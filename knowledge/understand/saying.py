"""Each thing that is said of a person, where, and how: told, denied, doubted or not known."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from knowledge.understand.former import former, learnt
from knowledge.understand.lexicon import lexicon
from knowledge.understand.plainly import (
    denied_far,
    described,
    hearsay,
    missed,
    not_lacking,
    of_others_deeds,
)
from knowledge.understand.subject import of_others
from knowledge.understand.unsure import unknown

BLEMISHES = frozenset({"violation", "sanctioned", "dishonesty", "tax_unpaid", "accident_liable"})
"""A deed that is told weighs although somebody calls it harmless: 偷过东西，没留案底."""
POST = frozenset({"unit_head", "rank", "role"})
_UNION = frozenset({"union_member", "union_real_name"})
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
_TRADE = "technical_worker"
_SERVANT = "civil_servant"
_NEAR = 6  # characters between a negation and what it denies
_OF = re.compile(r"(?<!任何)(?<!什么)的")
_WITHIN = re.compile(r"没|未|并?不是")
_FOR = re.compile(
    r"(?:给|替|帮|跟|和|被|找|随|换)(?:过|了|着)?(?:这|那|一|哪|某|别的|另外?|我们?|[几两三四五六七八九十\d])*[个家位]?$"
)
_SOMEBODYS = re.compile(
    r"(?:代表|人)?是(?:我|他|她)?(?:的)?(?:老婆|媳妇|爱人|老公|丈夫|妻子|爸|妈|哥|弟|姐|妹|儿子|女儿|别人|亲戚|朋友)|(?:的)?(?:助理|秘书|办公室|身边|手下|司机|老婆|爱人|儿子|女儿)"
)
_DOUBTED = re.compile(
    r"(?:算不算|算(?:是|成|得上)?|属不属于|属于|够得上|够不够|够|顶得上|能?顶|抵得上|达到)(?:有|个|受过?|不|没)?$"
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
class Saying:
    """Words of people.yaml and what they give."""

    says: re.Pattern[str]
    gives: Mapping[str, object]
    denied: Mapping[str, object]
    open: tuple[str, ...]
    plain: bool  # the wording holds its own negation
    soft: bool  # anything more certain wins

    @property
    def touches(self) -> frozenset[str]:
        """The traits it gives or leaves open."""
        return frozenset({*self.gives, *self.open})


class How(Enum):
    """In what way something is said of a person."""

    SAID = auto()
    DENIED = auto()
    DOUBTED = auto()  # it is the very thing asked
    UNSURE = auto()  # the asker does not know: 不知道录没录


def said(text: str, kind: str) -> Iterator[tuple[Saying, tuple[int, int], How]]:
    """Each thing of this kind (a list of people.yaml) said of a person, where and how."""
    others = of_others(text)
    for saying in _sayings(kind):
        for found in saying.says.finditer(text):
            how = _how(saying, found, other=found.start() in others)
            if how is not None:
                yield saying, found.span(), how


def _how(saying: Saying, found: re.Match[str], *, other: bool) -> How | None:
    """In what way it is said; None where it is not said of the person."""
    before, after = _around(found)
    if _not_told(saying, before, after):
        return None
    if unknown(before, found.group() + after):
        return How.UNSURE
    if _only_wanted(saying, before, after) or (other and saying.plain):
        return None
    denied = not saying.plain and (other or _denied(saying, found))
    if _doubtful(saying, before, after) or (saying.plain and not_lacking(before)):
        return How.DOUBTED
    if not denied and (_planned(saying, before) or _blamed(saying, found)):
        return How.DOUBTED
    return How.DENIED if denied else How.SAID


def _around(found: re.Match[str]) -> tuple[str, str]:
    """The clause before it, and all that comes after."""
    return _BREAK.split(found.string[: found.start()])[-1], found.string[found.end() :]


def _not_told(saying: Saying, before: str, after: str) -> bool:
    """Is it not told of anybody: 处级单位的, 给处长开车, 考过公务员没考上, 评上以后犯了错?"""
    if POST & saying.touches and former(before, after):
        return True
    if {"rank", "unit_head"} & saying.touches or saying.gives.get("role") == _SERVANT:
        return described(before, after) or missed(before, after)
    return bool(BLEMISHES & saying.touches) and of_others_deeds(before, after)


def _only_wanted(saying: Saying, before: str, after: str) -> bool:
    """Is the head only somebody's, or only asked for what is said: 厂长的司机, 要什么荣誉?"""
    if "unit_head" in saying.touches and _somebodys(before, after):
        return True
    return bool(_asked_for().search(before) and not _LACKS.search(after))


def _denied(saying: Saying, found: re.Match[str]) -> bool:
    before, after = _around(found)
    return (
        bool(_asked_for().search(before))
        or _denies(before)
        or (bool(BLEMISHES & saying.gives.keys()) and denied_far(before))
        or bool(_DENIED_AFTER.match(after))
        or bool(_WITHIN.search(found.group()))
    )


def _doubtful(saying: Saying, before: str, after: str) -> bool:
    """Is it what is asked, 算不算中层, or only what somebody learnt?"""
    of_record = not saying.gives.keys() - _RECORD or saying.gives.get("role") == _SERVANT
    doubt = of_record and _DOUBTED.search(before) is not None
    return doubt or (_TRADE in saying.gives and learnt(before, after))


def _planned(saying: Saying, before: str) -> bool:
    """Is joining the union only planned?"""
    return bool(saying.gives.keys() & _UNION and _plans().search(before))


def _blamed(saying: Saying, found: re.Match[str]) -> bool:
    """Do only others say it, as this clause or one of the next tells?"""
    before, after = _around(found)
    clause = before + found.group() + ",".join(_BREAK.split(after)[:2])
    return bool(BLEMISHES & saying.gives.keys()) and hearsay(clause)


def kept_ranks(text: str) -> frozenset[str]:
    """A rank somebody had before may be his still: 以前是副处，现在退二线了."""
    ranks = (each for each in _sayings("said") if "rank" in each.gives)
    found = (each for saying in ranks for each in saying.says.finditer(text))
    held = any(former(*_around(each)) for each in found)
    return frozenset({"rank"} if held else ())


def _somebodys(before: str, after: str) -> bool:
    """Is the head only somebody's: 校长助理, 给厂长开车?"""
    return bool(_SOMEBODYS.match(after) or _FOR.search(before))


def _denies(before: str) -> bool:
    """A negation shortly before; two in a row affirm, 也不是说没有处分, and so does 不带长的调研员."""
    found = list(_negators().finditer(before))
    if not found or len(before) - found[-1].end() > _NEAR:
        return False
    if _OF.search(before[found[-1].end() :]):
        return False
    return not (len(found) > 1 and found[-1].start() - found[-2].end() <= 1)


@cache
def _sayings(kind: str) -> tuple[Saying, ...]:
    return tuple(
        Saying(
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

"""What a message says of a nominee: a profile of traits, and the traits it leaves open."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from knowledge.model import Profile
from knowledge.traits import traits
from knowledge.understand.age import age_told
from knowledge.understand.away import stay
from knowledge.understand.lexicon import lexicon
from knowledge.understand.saying import BLEMISHES, POST, How, Saying, kept_ranks, said
from knowledge.understand.since import unread
from knowledge.understand.span import Time, times, worked
from knowledge.understand.subject import of_the_asked

_WANTED = frozenset({"union_member", "union_real_name", "media_coverage", "in_service", "technical_worker"})
_ON_LIST = "union_real_name"
YEARS = frozenset({"years_in_post", "years_in_province"})
LEADING = frozenset({"deputy_division_head", "division_head", "higher"})
"""Ranks of which nobody is a front-line worker for what his post is called: 纪检组长."""
_COUNTY_CITY = re.compile(r"(?<=(县)级)市")
_QUOTED = re.compile(r"(?<=[颁评授给获得拿的是过])“[^“”,。;!?]{2,12}”")


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
        gone = (POST & later.open) | (
            {"union_real_name"} if joins else set()
        )  # no member, so not on its list
        return {key: value for key, value in self.profile.items() if key not in gone}

    def _times(self, later: "Person") -> tuple[Time, ...]:
        """A time in an earlier place adds to what is known; any other takes its place."""
        if all(each.before for each in later.times):
            return () if YEARS & later.profile.keys() and not later.times else (*self.times, *later.times)
        return later.times


@dataclass(slots=True)
class _Read:
    """What the sayings of a text come to, one after the other."""

    profile: dict[str, object] = field(default_factory=dict)
    soft: dict[str, object] = field(default_factory=dict)
    opened: set[str] = field(default_factory=set)
    hinted: set[str] = field(default_factory=set)  # opened, unless told otherwise
    doubted: set[str] = field(default_factory=set)
    unsure: set[str] = field(default_factory=set)
    patterns: set[str] = field(default_factory=set)
    chars: set[int] = field(default_factory=set)

    def take(self, saying: Saying, how: How) -> None:
        match how:
            case How.DOUBTED:
                self.doubted.update(saying.gives)
            case How.UNSURE:
                self.unsure.update(saying.gives)
            case How.DENIED:
                self._note(saying.denied, soft=saying.soft)
            case How.SAID:
                (self.hinted if saying.soft else self.opened).update(saying.open)
                self._note(saying.gives, soft=saying.soft)

    def _note(self, given: Mapping[str, object], *, soft: bool) -> None:
        for trait, value in given.items():
            if not soft and _contrary(trait, self.profile.get(trait), value):
                self.opened |= {trait, _ON_LIST} if trait == "union_member" else {trait}
            _note(self.soft if soft else self.profile, trait, value)


def person(told: str, today: date) -> Person:
    text = _COUNTY_CITY.sub(r"\1", _QUOTED.sub(_as_honour, of_the_asked(told)))
    read = _read(text)
    told_times = times(text, today)
    numbers = _numbers(text, today, told_times)
    vague = YEARS if unread(text) and not told_times else frozenset()
    known = {**read.soft, **read.profile, **numbers}
    opened = _opened(text, read) | (read.doubted - known.keys())
    return Person(
        {key: known[key] for key in known if key in numbers or key not in opened},
        opened - numbers.keys(),
        bool(read.patterns or numbers or opened),
        len(read.patterns) + len(numbers.keys() - {"years_in_province"}),
        frozenset(read.chars),
        (vague | read.unsure) - known.keys(),
        told_times,
    )


def _read(text: str) -> _Read:
    read = _Read()
    for saying, span, how in said(text, "said"):
        read.patterns.add(saying.says.pattern)
        read.chars.update(range(*span))
        read.take(saying, how)
    if read.profile.get("rank") in LEADING:
        read.soft.pop("role", None)
    return read


def _opened(text: str, read: _Read) -> frozenset[str]:
    """The traits whose value what is said leaves open."""
    weighty = _unread(text, frozenset(read.chars))
    heavier = {each for each in weighty if each not in read.profile or _made_light(each, read.profile[each])}
    away = stay(text)
    months = {"months_a_year"} if away and away.months is None else set()
    hinted = read.hinted - read.profile.keys()
    return frozenset(kept_ranks(text) | read.opened | hinted | heavier | months)


def _made_light(trait: str, value: object) -> bool:
    """Is a deed that is told called harmless all the same?"""
    return trait in BLEMISHES and value is False


def _unread(text: str, chars: frozenset[int]) -> Iterator[str]:
    """What a title, a deed or a blemish leaves open that nothing else has read."""
    for saying, span, how in said(text, "weighty"):
        if how is not How.DENIED and not chars.issuperset(range(*span)):
            yield from saying.open


def _as_honour(found: re.Match[str]) -> str:
    """A title in quotation marks is an honour, whatever its words: “最美货车司机”."""
    inside = found.group()[1:-1]
    title = str(lexicon("people")["honoured"])
    return f"“{(title + inside)[: len(inside)]}”" if len(inside) >= len(title) else found.group()


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


def _contrary(trait: str, old: object, value: object) -> bool:
    """Is something told that is wanted, and that it is not there: 去年没上过媒体，今年播了?"""
    return trait in _WANTED - {_ON_LIST} and isinstance(old, bool) and old is not value


def _better(trait: str, value: bool, old: bool) -> bool:  # noqa: FBT001 - both are values of the trait
    """Does the new value make light of the old one: no violation after one, a member after none?"""
    if trait == "unit_head":
        return False
    return value is (trait in _WANTED) and old is not value


def _numbers(text: str, today: date, told: tuple[Time, ...]) -> dict[str, object]:
    found: dict[str, object] = {}
    if (age := age_told(text, today)) is not None:
        found["age"] = age
    if years := worked(told):
        found["years_in_post"] = found["years_in_province"] = round(years.least, 2)
    if (away := stay(text)) and away.months is not None:
        found["months_a_year"] = away.months
    return found

"""One message understood by itself: what it asks, which notices it names, what it says of a person."""

import re
from dataclasses import dataclass
from datetime import date

from knowledge.model import Library
from knowledge.understand.guess import A_PERSON, OUTSIDE, SMALL_TALK, likeness
from knowledge.understand.index import index_of
from knowledge.understand.lexicon import lexicon
from knowledge.understand.manner import MEANINGLESS, manner
from knowledge.understand.normalise import plain
from knowledge.understand.notice import Named, named
from knowledge.understand.person import Person, person
from knowledge.understand.topic import Hint, hints, topics
from knowledge.understand.weigh import NO_TOPIC, shape, weighed

PLAINLY = 0.9  # share of the likeness by which it is clear what a message is about
SURELY = 0.6  # the same where a notice is to be called silent on it
BARELY = 0.05  # the same where a cue speaks for it
LIKELY = 0.6  # the same where nothing else is found
FOREIGN = (0.3, 0.6, 0.8)  # by which it lies outside: no word speaks for a topic, one does, a notice is named
IDLE = 0.4  # by which it is small talk
SHORT = 26  # characters; in a message that is not longer, every word counts
FEW = 2  # sayings that only tell what people they are: 3名护士
_CLAUSE = re.compile(r"[^,。;!? ]+")
_ONCE = re.compile(r"[^,。;!? ]+(?:以后|之后|完后|了后|完了|的时候|的话)(?=,)")
_NOTICES = re.compile(r"(哪|这|几|[二两三四五])([几一])?(个|份|家)(通知|文件|活动|评选|是|里|当中)")
_NUMBERED = re.compile(r"\d+号(?:文|公?函)?(?!是|指|对应)")
_OF_RANKS = ("honours_required",)  # what 算国家级吗 asks
_DOCUMENT = re.compile(r"(?<![\d月])\d{1,3}号(?:文件?|公?函)(?!是|指|对应)")
AWARD = "◇"  # stands for the name of one of the awards
ADVERSE = frozenset({"violation", "sanctioned", "dishonesty", "tax_unpaid", "accident_liable"})
"""What stands against somebody is told for the sake of the selection, whatever else it speaks of."""
OF_WORK = frozenset({"role", "rank", "work_form", "industry"})
OF_TRADE = frozenset({"unit_head", "technical_worker", "industry"})
PLACES = "quota"
UNION = ("union_member", "union_real_name")
FIRST_STEPS = frozenset(
    {
        "nomination_ways",
        "self_nomination",
        "stages",
        "materials",
        "form",
        "rank",
        "unit_head",
        "who",
        "mentoring",
    }
)
"""Topics whose words may stand in a question on how to begin."""
BEGINNING = ("nomination_ways", "materials", "deadline")
_OF_HONOURS = frozenset(
    {
        "office",
        "committee",
        "benefits",
        "bonus",
        "ceremony",
        "certificates",
        "points",
        "review",
        "gender_share",
        "tech_support",
    }
)


@dataclass(frozen=True, slots=True)
class Heard:
    """What one message says, by itself."""

    text: str  # in plain wording
    topics: tuple[str, ...]  # best first
    named: Named
    person: Person
    weak: bool = False  # the topics were found by words that say little
    tied: frozenset[str] = frozenset()  # topics for which as much speaks as for the first
    covered: frozenset[int] = frozenset()  # where the words stand that led to the topics
    like_person: float = 0.0  # how like it is to messages about a certain person
    like_outside: float = 0.0  # how like it is to what lies outside the notices
    like_talk: float = 0.0  # how like it is to small talk
    like_topic: float = 0.0  # how like it is to questions about the likest topic
    cued: frozenset[str] = frozenset()  # topics that words speak for
    unsure: bool = False  # no cue speaks for the first topic, and it is not plainly like it

    def is_(self, name: str) -> bool:
        return bool(manner(self.text, name))

    @property
    def facts(self) -> tuple[str, ...]:
        """Topics that a verdict on a person does not answer."""
        return tuple(each for each in self.topics if not topics()[each].condition)

    @property
    def blemished(self) -> bool:
        """Is something told that stands against a person: then it is no foreign matter."""
        told = self.person.profile
        outside = self.like_outside >= LIKELY
        return bool(ADVERSE & told.keys()) or (not outside and any(told.get(each) is False for each in UNION))

    @property
    def troubled(self) -> bool:
        """Is something told that stands against a person, or may?"""
        told = self.person.profile
        lacks = {each for each in UNION if told.get(each) is False} or told.get("nominated_elsewhere") is True
        return bool(
            lacks
            or (ADVERSE | set(UNION))
            & ({each for each in ADVERSE if told.get(each) is True} | self.person.open)
        )

    @property
    def of_work(self) -> bool:
        """Is only somebody's work told, and nothing asked: then his life beside it is no foreign matter."""
        told = (OF_WORK & self.person.profile.keys()) | ({"in_service"} & self.person.open)
        return bool(told) and not self.is_("asks")

    @property
    def starts(self) -> bool:
        """Does somebody who may take part want to know what is to be done, and tells little of himself?"""
        told = self.person.profile.keys()
        little = self.person.sayings <= 1 or told <= OF_WORK | OF_TRADE
        return (
            little
            and not self.troubled
            and self.is_("begins")
            and self.is_("wishes")
            and not self.covered_elsewhere
        )

    @property
    def covered_elsewhere(self) -> bool:
        """Does a word speak for anything but the first steps?"""
        return bool(self.cued - FIRST_STEPS)

    @property
    def several(self) -> bool:
        """Does an employer want to put up the asker and others, of whom nothing more is told?"""
        return self.is_("several_of_us") and self.person.sayings <= FEW and not self.troubled

    @property
    def foreign(self) -> bool:
        """Is it most like what lies outside the notices?"""
        alone, cued, named_ = FOREIGN
        least = named_ if self.named.notices else cued if self.covered else alone
        return self.like_outside >= least and self.like_outside > self.like_topic

    @property
    def idle(self) -> bool:
        """Is it most like small talk, and does no word speak for anything else or ask?"""
        if self.named.notices or self.named.units or (self.covered and self.is_("asks")):
            return False
        least = LIKELY if self.covered else IDLE
        return self.like_talk >= least and self.like_talk > max(self.like_topic, self.like_person)

    @property
    def only_reckons(self) -> bool:
        """Only words of reckoning, 加起来最多: they are likest to places and may be of anything."""
        return self.topics[:1] == (PLACES,) and not self.cued and self.reckons and not self.named.units

    @property
    def reckons(self) -> bool:
        return self.is_("sum") or self.is_("difference")

    @property
    def empty(self) -> bool:
        return bool(MEANINGLESS.match(self.text)) and not self.topics and not any(map(str.isdigit, self.text))


def hear(text: str, library: Library, today: date) -> Heard:
    whole = plain(text)
    said = _without_purpose(whole)
    told = person(without_names(said, library), today)
    found = _unspent(_beside_number(said, hints(_masked(said))), told)
    weak = bool(found) and all(hint.weak for hint in found)
    asked = weighed(_asking(said, found), said, lambda piece: shaped(piece, library))
    names = named(whole, library)
    asked = asked if names.units else _without_places(said, asked, found)
    asked = asked or (_OF_RANKS if manner(said, "ranks") else ())
    like = likeness(shaped(said, library))
    covered = frozenset().union(*(hint.chars for hint in found))
    return Heard(
        said,
        asked,
        names,
        told,
        weak,
        _tied(asked, found),
        covered,
        like_person=like[A_PERSON],
        like_outside=like[OUTSIDE],
        like_talk=like[SMALL_TALK],
        like_topic=max(share for topic, share in like.items() if topic not in NO_TOPIC),
        cued=frozenset(hint.topic for hint in found),
        unsure=bool(asked)
        and like.get(asked[0], 0.0) < (BARELY if asked[0] in {each.topic for each in found} else SURELY),
    )


def _without_places(text: str, asked: tuple[str, ...], found: tuple[Hint, ...]) -> tuple[str, ...]:
    """Without places where only words of reckoning are like them and something else is named: 奖金差多少."""
    cued = {hint.topic for hint in found}
    reckons = any(manner(text, each) for each in ("sum", "difference", "more"))
    if PLACES not in asked or PLACES in cued or not reckons or not cued & set(asked):
        return asked
    return tuple(each for each in asked if each != PLACES)


def _without_purpose(text: str) -> str:
    """The text without clauses that only tell what the answer is for, where another asks: 我写请示要抬头."""
    clauses = [(each.span(), each.group()) for each in _CLAUSE.finditer(text)]
    idle = [span for span, each in clauses if manner(each, "purpose") and not manner(each, "asks")]
    if not idle or not any(manner(each, "asks") for span, each in clauses if span not in idle):
        return text
    return "".join(" " if any(a <= at < b for a, b in idle) else char for at, char in enumerate(text)).strip(
        " ,"
    )


def shaped(text: str, library: Library) -> str:
    """The plain text without the names of places, units and awards."""
    return shape(without_names(_DOCUMENT.sub(AWARD, text), library), index_of(library).words)


def _beside_number(text: str, found: tuple[Hint, ...]) -> tuple[Hint, ...]:
    """A document's number is only its name where something else is asked: 7号文落款是哪天."""
    if not _NUMBERED.search(text):
        return found
    others = tuple(each for each in found if each.topic != "number")
    return others or found


def _unspent(found: tuple[Hint, ...], told: Person) -> tuple[Hint, ...]:
    """Words that tell of a person ask for nothing: 镇里发的奖状 is no question about benefits."""
    return tuple(each for each in found if each.topic not in _OF_HONOURS or not each.chars <= told.chars)


def _tied(asked: tuple[str, ...], found: tuple[Hint, ...]) -> frozenset[str]:
    covered = {hint.topic: len(hint.chars) for hint in found}
    if asked and asked[0] not in covered:
        return frozenset(covered)
    return frozenset(each for each in asked if covered.get(each) == covered.get(asked[0]))


def _masked(text: str) -> str:
    """Names of honours and words for notices blanked: 劳动奖章 asks for no seal, 哪几份通知 for no copies."""
    text = _NOTICES.sub(lambda found: found.group()[0] + " " * (len(found.group()) - 1), text)
    for word in lexicon("words")["honours"]:
        text = text.replace(word, " " * len(word))
    return text


def _asking(text: str, found: tuple[Hint, ...]) -> tuple[Hint, ...]:
    """The hints in clauses that ask; in a long message the others only tell the story."""
    once = {place for clause in _ONCE.finditer(text) for place in range(*clause.span())}
    found = tuple(hint for hint in found if not hint.chars <= once) or found
    if len(text) <= SHORT:
        return found
    asking = {
        place
        for clause in _CLAUSE.finditer(text)
        if manner(clause.group() + text[clause.end() : clause.end() + 1], "asks")
        for place in range(*clause.span())
    }
    return tuple(hint for hint in found if hint.chars & asking) or found


def without_names(text: str, library: Library) -> str:
    """The text without the awards' names, which would say something of a person: 最美工匠."""
    return index_of(library).honours.sub(lambda found: AWARD * len(found.group()), text)

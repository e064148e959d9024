"""One message understood, and a conversation followed: what is asked now, of which notice, about whom."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from knowledge.model import Library
from knowledge.question import Question
from knowledge.understand.guess import A_PERSON, OUTSIDE, SMALL_TALK, likeness
from knowledge.understand.index import index_of
from knowledge.understand.lexicon import lexicon
from knowledge.understand.manner import MEANINGLESS, manner
from knowledge.understand.normalise import plain
from knowledge.understand.notice import Named, named
from knowledge.understand.person import Person, person
from knowledge.understand.place import lies_in
from knowledge.understand.reply import LONGEST, answered
from knowledge.understand.topic import Hint, hints, topics
from knowledge.understand.weigh import NO_TOPIC, shape, weighed

BARE = 12  # characters; a unit named in no more is asked for its places
LITTLE = 5  # characters beside a unit's name; with no more its places are asked for
PLAINLY = 0.9  # share of the likeness by which it is clear what a message is about
WHOLLY = 0.95  # the same where it need not ask whether he is able to
SURELY = 0.8  # the same where a notice is to be called silent on it
BARELY = 0.05  # the same where a cue speaks for it
LIKELY = 0.6  # the same where nothing else is found
SEVERAL = 3  # things said of a person; then it is the person that is asked about
SHORT = 26  # characters; in a message that is not longer, every word counts
_CLAUSE = re.compile(r"[^,。;!? ]+")
_ONCE = re.compile(r"[^,。;!? ]+(?:以后|之后|完后|了后|完了|的时候|的话)(?=,)")
_COUNTED = frozenset({"quota", "gender_share", "age_share"})
_ANOTHER = re.compile(r"呢[?。!]?$|^(那|换成|要是|如果)")
_NOTICES = re.compile(r"(哪|这|几|[二两三四五])(几)?(个|份|家)(通知|文件|活动|评选|是)")
_NUMBERED = re.compile(r"\d+号文?(?!是|指|对应)")
AWARD = "◇"  # stands for the name of one of the awards
ADVERSE = frozenset({"violation", "sanctioned", "dishonesty", "tax_unpaid", "accident_liable"})
"""What stands against somebody is told for the sake of the selection, whatever else it speaks of."""
UNION = ("union_member", "union_real_name")
_FAINT = frozenset({"gender", "age", "laureate"})  # said of groups as often as of a person
_OF_HONOURS = frozenset(
    {"office", "committee", "benefits", "bonus", "ceremony", "certificates", "points", "review"}
)
_OF_WORDS = frozenset({"category"})  # what a word means, although it is a condition
_OCCUPATION = frozenset({"role", "rank", "unit_head", "work_form", "industry"})


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
    def empty(self) -> bool:
        return bool(MEANINGLESS.match(self.text)) and not self.topics and not any(map(str.isdigit, self.text))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the last message asks, in the light of those before it."""

    heard: Heard
    notices: tuple[str, ...] = ()  # in focus; empty: not known
    maybe: tuple[str, ...] = ()  # those the award fits
    topics: tuple[str, ...] = ()
    units: tuple[str, ...] = ()  # in focus
    units_before: tuple[str, ...] = ()  # all that were spoken of, oldest first
    person: Person = field(default_factory=Person)
    about_person: bool = False
    topic_is_new: bool = True


def hear(text: str, library: Library, today: date) -> Heard:
    said = plain(text)
    told = person(without_names(said, library), today)
    found = _unspent(_beside_number(said, hints(_masked(said))), told)
    weak = bool(found) and all(hint.weak for hint in found)
    asked = weighed(_asking(said, found), said, lambda piece: shaped(piece, library))
    like = likeness(shaped(said, library))
    covered = frozenset().union(*(hint.chars for hint in found))
    return Heard(
        said,
        asked,
        named(said, library),
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


def shaped(text: str, library: Library) -> str:
    """The plain text without the names of places, units and awards."""
    return shape(without_names(text, library), index_of(library).words)


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


def follow(
    question: Question,
    library: Library,
    today: date,
    awaited: Callable[[Asked], tuple[str, ...]] = lambda _: (),
) -> Asked:
    """The last turn, with what it leaves unsaid taken from the turns before.

    `awaited` gives the traits that the answer to a turn asks for, so that a mere 是 or 5年 is understood.
    """
    open_ = (question.notice,) if question.notice in library else ()
    asked = Asked(Heard("", (), Named(), Person()), notices=open_)
    *before, last = question.turns or ("",)
    for turn in before:
        asked = _turn(asked, turn, library, today, awaited)
    if question.pinned and open_:
        asked = replace(asked, notices=open_, maybe=())
    return _turn(asked, last, library, today, awaited)


def _turn(
    asked: Asked, turn: str, library: Library, today: date, awaited: Callable[[Asked], tuple[str, ...]]
) -> Asked:
    heard = hear(turn, library, today)
    if asked.about_person and _bare_reply(heard):
        heard = _completed(heard, awaited(asked))
    if _goes_on(asked, heard):
        heard = replace(heard, topics=())
    return _next(asked, heard, library)


def _goes_on(before: Asked, heard: Heard) -> bool:
    """Only likeness finds a topic in what is told of somebody; or 你确定？ asks the same again."""
    if heard.is_("sure") and before.topics:
        return True
    stated = before.about_person or heard.is_("myself") or not heard.is_("asks")
    of_person = heard.person.told and stated
    return of_person and not heard.covered and not heard.is_("wh")


def _bare_reply(heard: Heard) -> bool:
    """A few words that ask nothing, name no notice and correct nothing."""
    asks = heard.is_("asks") or heard.is_("repairs") or _ANOTHER.search(heard.text)
    return len(heard.text) <= LONGEST and not heard.named.notices and not asks


def _completed(heard: Heard, wanted: tuple[str, ...]) -> Heard:
    """The reply with what it says of the traits that were asked for."""
    left = [each for each in wanted if each not in heard.person.profile and each not in heard.person.open]
    said = "".join(" " if place in heard.person.chars else char for place, char in enumerate(heard.text))
    found = answered(said, left)
    if not found:
        return replace(heard, topics=()) if set(wanted) & heard.person.profile.keys() else heard
    told = Person({**heard.person.profile, **found}, heard.person.open, told=True, sayings=1)
    return replace(heard, person=told, topics=())


def _next(before: Asked, heard: Heard, library: Library) -> Asked:
    if _aside(heard):
        return replace(before, heard=heard, topic_is_new=False)
    notices, maybe = _notices(before, heard, library)
    now_person = _person(before, heard)
    about = _about_person(before, heard, now_person)
    topics_ = _topics(before, heard, about)
    same = notices == before.notices and (heard.is_("follows") or bool(_COUNTED & set(topics_)))
    units = heard.named.units or (before.units if same else ())
    return Asked(
        heard=heard,
        notices=notices,
        maybe=maybe,
        topics=topics_,
        units=units,
        units_before=tuple(dict.fromkeys((*before.units_before, *heard.named.units))),
        person=now_person,
        about_person=about,
        topic_is_new=bool(heard.topics) and not (heard.unsure and heard.topics[0] in before.topics),
    )


def _aside(heard: Heard) -> bool:
    """Small talk and foreign matters leave the talk where it was."""
    if heard.person.sayings > 1 or heard.blemished:
        return False
    if heard.topics or heard.named.notices or heard.named.units:
        return heard.is_("unrelated") and not heard.named.notices
    return heard.empty or any(
        heard.is_(each) for each in ("hello", "thanks", "who_are_you", "complaint", "unrelated")
    )


def _notices(before: Asked, heard: Heard, library: Library) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = heard.named
    if found.notices and not _only_works_there(before, found, library):
        return found.notices, ()
    left = tuple(each for each in before.notices if each not in found.denied)
    if found.maybe:
        fitting = tuple(each for each in left if each in found.maybe)
        return (fitting, found.maybe) if fitting else ((), found.maybe)
    return left, () if left else before.maybe


def _only_works_there(before: Asked, found: Named, library: Library) -> bool:
    """A place of work inside the open notice's region does not change the subject: 在苏州 under 江苏."""
    regions = [library[key].notice.region for key in before.notices]
    return all(
        place in (*found.works_at, *found.lived_in) and any(lies_in(place, region) for region in regions)
        for place in found.places
    )


def _person(before: Asked, heard: Heard) -> Person:
    """Another kind of person replaces the one before; anything else adds to what is known."""
    if not before.person.told:
        return heard.person
    if heard.is_("follows") and _OCCUPATION & heard.person.profile.keys():
        return heard.person
    return before.person.joined(heard.person)


def _about_person(before: Asked, heard: Heard, now: Person) -> bool:
    """Is it asked whether a certain person may take part?"""
    if _spans(before, heard) or (heard.is_("rule") and heard.topics and not heard.is_("myself")):
        return False
    least = PLAINLY if heard.topics else LIKELY
    able = heard.is_("able") or not heard.topics or heard.like_person >= WHOLLY
    if heard.like_person >= least and able and len(heard.text) > BARE:
        return True
    of_words = heard.facts or set(heard.topics[:1]) & _OF_WORDS or heard.is_("meaning")
    if heard.like_topic >= PLAINLY and of_words and heard.person.sayings < SEVERAL:
        return False
    if heard.person.sayings >= SEVERAL and (heard.is_("able") or not heard.is_("asks")):
        return True
    if heard.facts:
        return heard.person.sayings > 1 and not heard.is_("asks")
    if heard.is_("able") and _somebody(heard, now):
        return True
    if heard.is_("apply") and (heard.is_("myself") or heard.is_("someone")) and not heard.topics:
        return True
    if heard.is_("confirms") and heard.topics and not heard.is_("myself"):
        return False
    return _told_of(before, heard)


def _spans(before: Asked, heard: Heard) -> bool:
    """Is it asked which of the notices allows something?"""
    which = heard.is_("which_notice")
    if which and heard.is_("written"):
        return True
    free = not before.notices and not heard.named.notices
    return bool(which or (free and heard.is_("which"))) and not heard.is_("myself")


def _somebody(heard: Heard, now: Person) -> bool:
    """Was anything said by which a person could be judged?"""
    judged = now.open or now.profile.keys() - ({"laureate"} if "," not in heard.text else set())
    return bool(judged) or (heard.person.told and not heard.person.profile)


def _told_of(before: Asked, heard: Heard) -> bool:
    """A statement about somebody, or the talk about somebody goes on."""
    said = len(heard.person.profile.keys() - _FAINT) + len(heard.person.open)
    if heard.person.told and not heard.topics and not heard.is_("asks"):
        return True
    plainly = said and "," in heard.text and not heard.is_("asks")
    if set(heard.topics) & {"who", "criteria", "vetoes"} and not plainly:
        return before.about_person and heard.person.told
    if said and (heard.is_("myself") or not heard.is_("asks") or not heard.topics):
        return True
    return before.about_person and (heard.person.told or not heard.topics)


def _topics(before: Asked, heard: Heard, about_person: bool) -> tuple[str, ...]:  # noqa: FBT001 - a plain fact about the turn
    if heard.named.elsewhere and before.notices and heard.topics:
        return ("sent_upward", *heard.topics)  # what lies above the region, such as 河南最美职工
    vague = heard.weak or (heard.unsure and not heard.covered and heard.is_("follows"))
    if heard.topics and not (vague and before.topics):
        return heard.topics
    if about_person and heard.person.told:
        return ()
    rest = len(heard.text) - sum(map(len, heard.named.places or heard.named.units))
    bare = rest <= LITTLE or heard.is_("counts")
    if heard.named.units and bare and not (before.topics and heard.is_("follows")):
        return ("quota",)
    return before.topics


def without_names(text: str, library: Library) -> str:
    """The text without the awards' names, which would say something of a person: 最美工匠."""
    return index_of(library).honours.sub(lambda found: AWARD * len(found.group()), text)

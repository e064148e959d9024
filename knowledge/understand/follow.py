"""A conversation followed: what the last message asks, of which notice, about whom."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from knowledge.model import Library
from knowledge.question import Question
from knowledge.understand.heard import BEGINNING, LIKELY, PLAINLY, Heard, hear
from knowledge.understand.lexicon import lexicon
from knowledge.understand.manner import clauses, manner, wants
from knowledge.understand.normalise import plain
from knowledge.understand.notice import Named
from knowledge.understand.person import Person
from knowledge.understand.place import lies_in, short
from knowledge.understand.reply import LONGEST, answered, corrected
from knowledge.understand.topic import hints, topics

TWO = 2  # notices that are held against each other
ALIKE = 0.5  # share of the likeness by which 那材料呢 asks for another topic
BARE = 12  # characters; a unit named in no more is asked for its places
SCANT = 4  # characters of what only goes on
LITTLE = 5  # characters beside a unit's name; with no more its places are asked for
WHOLLY = 0.95  # the same where it need not ask whether he is able to
SEVERAL = 3  # things said of a person; then it is the person that is asked about
_COUNTED = frozenset({"quota", "gender_share", "age_share"})
_ANOTHER = re.compile(r"呢[?。!]?$|^(那|换成|要是|如果)")
_HONOUR = (  # of a place, and not the award of its notice
    r"(?:[省市区县]?级?的?(?:劳动模范|劳模|(?!最美)[^,。;!?的]{0,2}(?:工匠|能手|状元|标兵|好人|模范|奖章|大师|首席)|五一)"
    r"|[省市区县]?(?:市委|委|市?政府|人社局|总工会|工信局)*(?:发|授予?|评|给|颁)(?:的|过)[^,。;!?]{0,4}(?:奖|荣誉|称号|表彰))"
)
_BY = re.compile(
    r"比(?P<other>[^,。;!?比]{1,6}?)的?(?:更|还|要)?(?:长|短|多|少|高|低|早|晚|严|松|大|小|久|宽|难)"
)
_FAINT = frozenset({"gender", "age", "laureate"})  # said of groups as often as of a person
_LASTING = frozenset({"online_vote", "publicity", "ceremony", "review", "launch", "publication", "learning"})
_CHECKS = frozenset({"police_check", "credit_check"})
_PEOPLE_COUNTED = frozenset({"finalist_award", "winners", "sent_upward", "committee"})
_COUNTED_TRAITS = frozenset({"years_in_post", "years_in_province", "months_a_year", "age"})
_OF_KINDS = frozenset({"civil_servant", "who", "rank", "unit_head"})
_OF_WORDS = frozenset({"category"})  # what a word means, although it is a condition
_OF_THE_PLACE = frozenset({"replacement"})  # what becomes of a place, whoever had it
_OF_ALL = frozenset({"who", "criteria", "vetoes", "prefer", "exceptions"})  # asked of nobody in particular
_OCCUPATION = frozenset({"role", "rank", "unit_head", "work_form", "industry"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What the last message asks, in the light of those before it."""

    heard: Heard
    notices: tuple[str, ...] = ()  # in focus; empty: not known
    maybe: tuple[str, ...] = ()  # those the award fits
    topics: tuple[str, ...] = ()
    spoken_of: tuple[str, ...] = ()  # the notices that were in focus, the last ones last
    units: tuple[str, ...] = ()  # in focus
    units_before: tuple[str, ...] = ()  # all that were spoken of, oldest first
    person: Person = field(default_factory=Person)
    about_person: bool = False
    topic_is_new: bool = True
    role: str = ""  # of the contact that is spoken of, where a notice names several
    people: int = 0  # to be nominated, as the asker told


def follow(
    question: Question,
    library: Library,
    today: date,
    awaited: Callable[[Asked], tuple[str, ...]] = lambda _: (),
    settled: Callable[[Asked, Asked], Asked] = lambda _, now: now,
) -> Asked:
    """The last turn, with what it leaves unsaid taken from the turns before.

    `awaited` gives the traits that the answer to a turn asks for, so that a mere 是 or 5年 is understood.
    `settled` adds to a turn, given the one before, what only the notices' own words tell: whose number it is.
    """
    open_ = (question.notice,) if question.notice in library else ()
    asked = Asked(Heard("", (), Named(), Person()), notices=open_, spoken_of=open_)
    *before, last = question.turns or ("",)
    for turn in before:
        asked = settled(asked, _turn(asked, turn, library, today, awaited))
    if question.pinned and open_ and not manner(plain(last), "there"):
        asked = replace(asked, notices=open_, maybe=())
    return settled(asked, _turn(asked, last, library, today, awaited))


def _turn(
    asked: Asked, turn: str, library: Library, today: date, awaited: Callable[[Asked], tuple[str, ...]]
) -> Asked:
    heard = hear(turn, library, today)
    if asked.about_person and (set_right := _set_right(asked, heard)):
        heard = set_right
    elif asked.about_person and _bare_reply(heard):
        heard = _completed(heard, awaited(asked))
    if _holds_against(asked, heard, library):
        both = replace(heard.named, notices=(*asked.notices, *heard.named.notices))
        heard = replace(heard, named=both, topics=heard.topics if heard.covered else asked.topics)
    if _of_both(asked, heard):
        both = replace(heard.named, notices=asked.spoken_of[-TWO:])
        same = heard.cued or frozenset(asked.topics)  # 有什么不一样: in what was spoken of
        heard = replace(heard, named=both, topics=heard.topics if heard.cued else asked.topics, cued=same)
    if _goes_on(asked, heard):
        heard = replace(heard, topics=())
    return _next(asked, heard, library)


def _goes_on(before: Asked, heard: Heard) -> bool:
    """Only likeness finds a topic in what is told of somebody; or 你确定？ asks the same again."""
    if before.topics and heard.only_reckons:
        return True
    if (heard.is_("sure") or heard.is_("bare_source")) and before.topics:
        return True
    if before.about_person and heard.is_("still_able"):
        return True
    if before.topics and heard.is_("nth_item"):
        return True
    stated = before.about_person or heard.is_("myself") or not heard.is_("asks")
    of_person = heard.person.told and stated
    return of_person and not heard.covered and not heard.is_("wh") and not heard.is_("who_does")


def _holds_against(before: Asked, heard: Heard, library: Library) -> bool:
    """Is another notice held against the one before: 那江苏呢，比苏州的长不?"""
    found = _BY.search(heard.text)
    new = heard.named.notices and not set(heard.named.notices) & set(before.notices)
    names = [short(library[key].notice.region) for key in before.notices]
    return bool(found and new and before.topics and any(name in found["other"] for name in names))


def _of_both(before: Asked, heard: Heard) -> bool:
    """Are the two notices spoken of last held against each other: 苏州截止哪天 / 莱芜呢 / 哪个早?"""
    free = not (heard.named.notices or heard.named.units or heard.named.maybe or heard.person.sayings)
    two = len(before.spoken_of) >= TWO and len(before.notices) == 1 and not before.about_person
    return bool(free and two and before.topics) and not before.units and heard.is_("both_before")


def _bare_reply(heard: Heard) -> bool:
    """A few words that ask nothing, name no notice and correct nothing."""
    asks = heard.is_("asks") or heard.is_("repairs") or _ANOTHER.search(heard.text)
    return len(heard.text) <= LONGEST and not heard.named.notices and not asks


def _set_right(before: Asked, heard: Heard) -> Heard | None:
    """The message with what it puts right of the person: 不对，是一年八个月."""
    if len(heard.text) > LONGEST or heard.named.notices or not heard.is_("corrects"):
        return None
    known = before.person.profile.keys() - heard.person.profile.keys()
    found = corrected(heard.text, tuple(before.person.profile)) if known else {}
    said = {each: value for each, value in heard.person.profile.items() if each not in _COUNTED_TRAITS}
    told = replace(heard.person, profile=said | found, told=True, sayings=1)
    return replace(heard, person=told, topics=(), cued=frozenset(), like_talk=0.0) if found else None


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
        spoken_of=tuple(
            dict.fromkeys((*(each for each in before.spoken_of if each not in notices), *notices))
        ),
        topics=topics_,
        units=units,
        units_before=tuple(dict.fromkeys((*before.units_before, *heard.named.units))),
        person=now_person,
        about_person=about,
        topic_is_new=bool(heard.topics) and not (heard.unsure and heard.topics[0] in before.topics),
    )


def _aside(heard: Heard) -> bool:
    """Small talk and foreign matters leave the talk where it was."""
    if heard.person.sayings > 1 or heard.blemished or heard.troubled or heard.of_work:
        return False
    if heard.person.sayings and heard.is_("able"):
        return False
    if heard.topics or heard.named.notices or heard.named.units:
        return heard.is_("unrelated") and not heard.named.notices
    return heard.empty or any(
        heard.is_(each) for each in ("hello", "thanks", "who_are_you", "complaint", "unrelated")
    )


def _notices(before: Asked, heard: Heard, library: Library) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = heard.named
    beside = _only_beside(before, heard, library) or _everywhere(before, found)
    if found.notices and not beside:
        return found.notices, ()
    left = tuple(each for each in before.notices if each not in found.denied)
    if found.maybe:
        fitting = tuple(each for each in left if each in found.maybe)
        return (fitting, found.maybe) if fitting else ((), found.maybe)
    return left, () if left else before.maybe


def _everywhere(before: Asked, found: Named) -> bool:
    """A name that any city may have leaves the open notice open: 高新区, 园区."""
    common = lexicon("places")["shared"]
    return bool(before.notices and found.places) and all(place in common for place in found.places)


def _only_beside(before: Asked, heard: Heard, library: Library) -> bool:
    """Are all places named only where somebody works, or whose honour he has: 在昆山, 苏州工匠 under 江苏?"""
    regions = [library[key].notice.region for key in before.notices]
    found = heard.named
    return all(
        any(lies_in(short(place), region) for region in regions)
        and (place in (*found.works_at, *found.lived_in) or re.search(re.escape(place) + _HONOUR, heard.text))
        for place in found.places
    )


def _person(before: Asked, heard: Heard) -> Person:
    """Another kind of person replaces the one before; anything else adds to what is known."""
    if not before.person.told:
        return heard.person
    if heard.is_("follows") and _OCCUPATION & heard.person.profile.keys():
        return heard.person
    nothing_told = not (heard.person.profile or heard.person.open or heard.named.notices or heard.named.units)
    if heard.is_("another_kind") and nothing_told and not set(heard.topics[:1]) - _OF_KINDS:
        return heard.person  # 公务员能报吗 / 那事业编呢
    return before.person.joined(heard.person)


def _about_person(before: Asked, heard: Heard, now: Person) -> bool:
    """Is it asked whether a certain person may take part?"""
    if _of_no_person(before, heard):
        return False
    if _for_sure(before, heard):
        return True
    least = PLAINLY if heard.topics else LIKELY
    able = heard.is_("able") or not heard.topics or heard.like_person >= WHOLLY
    if heard.like_person >= least and able and len(heard.text) > BARE:
        return True
    of_words = heard.facts or set(heard.topics[:1]) & _OF_WORDS or heard.is_("meaning")
    plain_topic = heard.like_topic >= PLAINLY and of_words and heard.person.sayings < SEVERAL
    if plain_topic or _of_a_fact(heard):
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


def _of_a_fact(heard: Heard) -> bool:
    """Is a fact asked, by somebody who tells beside it who he is: 我是焊工想报，要哪些材料?"""
    first = heard.topics[:1]
    of_fact = bool(first) and first == heard.facts[:1] and first[0] in heard.cued
    return of_fact and heard.is_("wh") and not manner(heard.text, "of_verdict")


def _of_no_person(before: Asked, heard: Heard) -> bool:
    """Is something else asked, whatever is told of somebody: a fact, how to begin, a rule, another?"""
    if _of_a_fact(heard) and not heard.is_("able") and not heard.troubled:
        return True
    if heard.starts or heard.several or _wants_a_fact(heard):
        return True
    return _spans(before, heard) or _of_a_rule(heard) or _of_another(heard)


def _wants_a_fact(heard: Heard) -> bool:
    """Does the clause that asks want something else than a verdict: 我没入会,到哪里加入?"""
    *before, last = clauses(heard.text) or [""]
    if not before or not wants(last) or not heard.topics:
        return False
    if heard.topics[0] not in {each.topic for each in hints(last)}:
        return False
    if any(manner(last, each) for each in ("able", "apply", "effect", "enough_years", "of_verdict")):
        return False
    return bool(manner(last, "wh"))


def _of_a_rule(heard: Heard) -> bool:
    """Is a rule meant, or of what level an honour is, and nobody in particular: 苏州工匠算省级荣誉吗?

    Or who sees to a check: 无犯罪证明是单位去查还是他自己开?
    """
    if heard.is_("who_does") and _CHECKS & set(heard.topics[:1]):
        return True
    if heard.named.units and manner(heard.text, "of_a_part"):
        return True  # 吴中区女的要推340吧
    if (heard.is_("kinds_compared") and "prefer" in heard.topics) or (
        heard.is_("which_award") and heard.topics and heard.person.sayings < SEVERAL
    ):
        return True
    if heard.topics[:1] == ("deadline",) and heard.is_("limits"):
        return True  # 两边都要报，各自几号之前
    return not heard.is_("myself") and (
        heard.is_("ranks") or heard.is_("who_else") or bool(heard.is_("rule") and heard.topics)
    )


def _of_another(heard: Heard) -> bool:
    """Is it asked whether another may take the place, whatever is told of the one who lost it?"""
    return "replacement" in heard.cued and "repeat_award" not in heard.topics


def _for_sure(before: Asked, heard: Heard) -> bool:
    """Are somebody's years in question, or a blemish; or does he who told of himself ask: 我能报吗?"""
    if before.about_person and heard.is_("apply") and heard.is_("myself") and not heard.is_("wh"):
        return True
    if heard.is_("enough_years") and heard.person.told and not heard.is_("over_all"):
        return True
    if (
        heard.person.profile.get("laureate") is True
        and "," in heard.text
        and "points" not in heard.topics
        and (
            set(heard.topics[:1] if heard.is_("able") else heard.topics) <= {"repeat_award"}
            or not heard.is_("wh")
        )
    ):
        return True
    return heard.troubled and (heard.is_("able") or heard.is_("effect") or not heard.is_("asks"))


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
    whole = heard.person.sayings > 1 and not heard.is_("wh")  # 开行车的，有个区劳模，能优先不
    if set(heard.topics) & (_OF_ALL - ({"prefer"} if whole else frozenset())) and not plainly:
        return before.about_person and heard.person.told
    if said and (heard.is_("myself") or not heard.is_("asks") or not heard.topics):
        return True
    return before.about_person and (heard.person.told or not heard.topics)


def _of_beginning(heard: Heard) -> tuple[str, ...]:
    """How one begins, after what is named of it: 我想自荐，怎么操作."""
    own = (each for each in heard.topics if each in heard.cued and not topics()[each].condition)
    return tuple(dict.fromkeys((*own, *BEGINNING)))


def _keeps_to(topic: str, heard: Heard) -> bool:
    """Is it still the topic spoken of before, although its words would lead to another?"""
    if topic in _LASTING and (heard.is_("bare_time") or heard.is_("then")):
        return True  # 几号结束, 那接下来呢 after the vote was spoken of
    if topic == "online_vote" and heard.is_("bare_end"):
        return True  # 哪天关门: of the vote, not of the hand-in
    if topic in _PEOPLE_COUNTED and heard.is_("bare_count"):
        return True  # 提名奖 / 几个
    if heard.is_("other_award"):
        return True  # 正奖呢 after 提名奖多少个
    return heard.is_("counts_on") and not heard.named.units  # 企业算一个, 一共几个


def _topics(before: Asked, heard: Heard, about_person: bool) -> tuple[str, ...]:  # noqa: FBT001 - a plain fact about the turn
    if heard.several or heard.starts:
        return tuple(dict.fromkeys(("quota", *heard.topics))) if heard.several else _of_beginning(heard)
    if heard.named.elsewhere and before.notices and heard.topics:
        return ("sent_upward", *heard.topics)  # what lies above the region, such as 河南最美职工
    scant = heard.unsure and len(heard.text) <= SCANT  # 哪几级 is like many things
    vague = heard.weak or (
        not heard.covered and (scant or (heard.like_topic < ALIKE and heard.is_("follows")))
    )
    if before.topics[:1] == ("tenure",) and heard.is_("each_year"):
        return ("residence",)  # 要满几年, 每年呢
    if before.topics and _keeps_to(before.topics[0], heard):
        return before.topics
    if heard.topics and not (vague and before.topics):
        return heard.topics
    if about_person and heard.person.told:
        return ()
    rest = len(heard.text) - sum(map(len, heard.named.places or heard.named.units))
    bare = (rest <= LITTLE and not heard.is_("apply")) or heard.is_("counts")
    if heard.named.units and bare and not (before.topics and heard.is_("follows")):
        return ("quota",)
    return before.topics

"""A conversation followed: what the last message asks, of which notice, about whom."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from knowledge.model import Library
from knowledge.question import Question
from knowledge.understand.about import about_person
from knowledge.understand.asked import Asked
from knowledge.understand.heard import BEGINNING, Heard, hear
from knowledge.understand.lexicon import lexicon
from knowledge.understand.manner import manner
from knowledge.understand.normalise import plain
from knowledge.understand.notice import Named
from knowledge.understand.person import Person
from knowledge.understand.place import lies_in, short
from knowledge.understand.reply import LONGEST, answered, corrected
from knowledge.understand.topic import topics

TWO = 2  # notices that are held against each other
ALIKE = 0.5  # share of the likeness by which 那材料呢 asks for another topic
SCANT = 4  # characters of what only goes on
LITTLE = 5  # characters beside a unit's name; with no more its places are asked for
_COUNTED = frozenset({"quota", "gender_share", "age_share"})
_ANOTHER = re.compile(r"呢[?。!]?$|^(那|换成|要是|如果)")
_HONOUR = (  # of a place, and not the award of its notice
    r"(?:[省市区县]?级?的?(?:劳动模范|劳模|(?!最美)[^,。;!?的]{0,2}(?:工匠|能手|状元|标兵|好人|模范|奖章|大师|首席)|五一)"
    r"|[省市区县]?(?:市委|委|市?政府|人社局|总工会|工信局)*(?:发|授予?|评|给|颁)(?:的|过)[^,。;!?]{0,4}(?:奖|荣誉|称号|表彰))"
)
_BY = re.compile(
    r"比(?P<other>[^,。;!?比]{1,6}?)的?(?:更|还|要)?(?:长|短|多|少|高|低|早|晚|严|松|大|小|久|宽|难)"
)
_AS_THERE = re.compile(
    r"(?:跟|和|像|同|与|照|按)(?P<other>[^,。;!?]{2,3}?)市?(?:那边|那样|那里|的)*(?:一样|那样|似的)"
)
_LASTING = frozenset({"online_vote", "publicity", "ceremony", "review", "launch", "publication", "learning"})
_PEOPLE_COUNTED = frozenset({"finalist_award", "winners", "sent_upward", "committee"})
_COUNTED_TRAITS = frozenset({"years_in_post", "years_in_province", "months_a_year", "age"})
_OF_KINDS = frozenset({"civil_servant", "who", "rank", "unit_head"})
_CALLED = frozenset({"phone", "contact_person", "receiver"})
_OCCUPATION = frozenset({"role", "rank", "unit_head", "work_form", "industry"})


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
        both = replace(heard.named, notices=tuple(dict.fromkeys((*asked.notices, *heard.named.notices))))
        kept = heard.covered and not (heard.is_("differs") and asked.topics)
        same = heard.cued if kept else frozenset(asked.topics)
        heard = replace(heard, named=both, topics=heard.topics if kept else asked.topics, cued=same)
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
    if before.about_person and heard.is_("differs") and not heard.cued:
        return True  # 我能报吗 / 那焦作呢，一样吗
    if before.topics and heard.is_("nth_item"):
        return True
    stated = before.about_person or heard.is_("myself") or not heard.is_("asks")
    of_person = heard.person.told and stated
    return of_person and not heard.covered and not heard.is_("wh") and not heard.is_("who_does")


def _holds_against(before: Asked, heard: Heard, library: Library) -> bool:
    """Is another notice held against the one before: 那江苏呢，比苏州的长不?"""
    found = _BY.search(heard.text)
    new = set(heard.named.notices) - set(before.notices)
    names = [short(library[key].notice.region) for key in before.notices]
    if _likened(before, heard, library):
        return True
    if not (new and before.topics):
        return False
    if heard.is_("differs") and not before.about_person:  # 莱芜呢? 有什么不一样
        return not heard.cued - set(before.topics)
    return bool(found and any(name in found["other"] for name in names))


def _likened(before: Asked, heard: Heard, library: Library) -> bool:
    """Is the open notice taken to be as another is: 推荐表跟苏州一样网上填就行吧?"""
    other = [short(library[key].notice.region) for key in heard.named.notices if key not in before.notices]
    found = _AS_THERE.search(heard.text)
    alone = len(other) == len(heard.named.notices) == len(before.notices) == 1
    return bool(alone and found and found["other"] in other and heard.cued and not heard.person.sayings)


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
    about = about_person(before, heard, now_person)
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
    if heard.is_("as_before") and (topic in _COUNTED or not heard.cued):
        return True  # 吴江推多少 / 昆山也是这个数吗
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
    if set(before.topics[:1]) & _CALLED and heard.is_("bare_name"):
        return ("contact_person",)  # 电话多少 / 叫什么名字
    if before.topics and heard.named.notices and heard.is_("corrects") and not heard.is_("asks"):
        return before.topics  # 错了，我要九江的
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

"""Whether a message asks if a certain person may take part, and not for a fact, a rule or a notice."""

from knowledge.understand.asked import Asked
from knowledge.understand.heard import LIKELY, PLAINLY, Heard
from knowledge.understand.manner import clauses, manner, wants
from knowledge.understand.person import Person
from knowledge.understand.topic import hints

_BRIEF = 12  # characters; of no more it is not told by likeness of whom it speaks
_WHOLLY = 0.95  # likeness to talk of a person by which it need not ask whether he is able to
_SEVERAL = 3  # things said of a person; then it is the person that is asked about
_FAINT = frozenset({"gender", "age", "laureate"})  # said of groups as often as of a person
_CHECKS = frozenset({"police_check", "credit_check"})
_OF_WORDS = frozenset({"category"})  # what a word means, although it is a condition
_OF_ALL = frozenset({"who", "criteria", "vetoes", "prefer", "exceptions"})  # asked of nobody in particular


def about_person(before: Asked, heard: Heard, now: Person) -> bool:
    """Is it asked whether a certain person may take part?"""
    if _of_no_person(before, heard):
        return False
    if _for_sure(before, heard):
        return True
    least = PLAINLY if heard.topics else LIKELY
    able = heard.is_("able") or not heard.topics or heard.like_person >= _WHOLLY
    if heard.like_person >= least and able and len(heard.text) > _BRIEF:
        return True
    of_words = heard.facts or set(heard.topics[:1]) & _OF_WORDS or heard.is_("meaning")
    plain_topic = heard.like_topic >= PLAINLY and of_words and heard.person.sayings < _SEVERAL
    if plain_topic or _of_a_fact(heard):
        return False
    if heard.person.sayings >= _SEVERAL and (heard.is_("able") or not heard.is_("asks")):
        return True
    if heard.facts:
        return heard.person.sayings > 1 and (not heard.is_("asks") or _only_guessed(heard))
    if heard.is_("able") and _somebody(heard, now):
        return True
    if heard.is_("apply") and (heard.is_("myself") or heard.is_("someone")) and not heard.topics:
        return True
    if heard.is_("confirms") and heard.topics and not heard.is_("myself"):
        return False
    return _told_of(before, heard)


def _of_no_person(before: Asked, heard: Heard) -> bool:
    """Is something else asked, whatever is told of somebody: a fact, how to begin, a rule, another?"""
    if _of_a_fact(heard) and not heard.is_("able") and not heard.troubled:
        return True
    if heard.starts or heard.several or heard.is_("award_counted") or _wants_a_fact(heard):
        return True
    return _spans(before, heard) or _of_a_rule(heard) or _of_another(heard)


def _of_a_fact(heard: Heard) -> bool:
    """Is a fact asked, by somebody who tells beside it who he is: 我是焊工想报，要哪些材料?"""
    first = heard.topics[:1]
    fact = first == heard.facts[:1] or (set(first) <= _OF_WORDS and not heard.is_("able"))
    of_fact = bool(first) and fact and first[0] in heard.cued
    return of_fact and heard.is_("wh") and not manner(heard.text, "of_verdict")


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
    if heard.is_("part_counted") and heard.is_("puts_up") and "gender_share" in heard.cued:
        return True
    if (heard.is_("kinds_compared") and "prefer" in heard.topics) or (
        heard.is_("which_award") and heard.topics and heard.person.sayings < _SEVERAL
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
    said = _told(heard)
    if heard.person.told and not heard.topics and not heard.is_("asks"):
        return True
    plainly = said and "," in heard.text and not heard.is_("asks")
    whole = heard.person.sayings > 1 and not heard.is_("wh")  # 开行车的，有个区劳模，能优先不
    if set(heard.topics) & (_OF_ALL - ({"prefer"} if whole else frozenset())) and not plainly:
        return before.about_person and heard.person.told
    if said and (heard.is_("myself") or not heard.is_("asks") or not heard.topics):
        return True
    return before.about_person and (heard.person.told or not heard.topics)


def _only_guessed(heard: Heard) -> bool:
    """Is it asked whether one who was told of may, and the topic only guessed: 自由职业,没单位,可以报吗?"""
    return heard.is_("able") and not heard.cued and bool(_told(heard))


def _told(heard: Heard) -> int:
    """How many traits are told of a person and not of groups."""
    return len(heard.person.profile.keys() - _FAINT) + len(heard.person.open)

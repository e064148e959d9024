"""Small talk, and what lies outside the notices."""

import re
from datetime import date

from knowledge.answer.alike import alike
from knowledge.model import Library
from knowledge.question import Answer, AnswerKind
from knowledge.understand.asked import Asked
from knowledge.understand.heard import LIKELY, SHORT, Heard
from knowledge.understand.index import former_names
from knowledge.understand.lexicon import lexicon
from knowledge.understand.manner import manner
from knowledge.understand.place import holds, region_name

_LASTING = frozenset({"frequency", "repeat_award", "points"})  # topics that speak of other years themselves
_OF_ITSELF = ("its_sources", "its_price", "its_secrecy", "its_writing", "its_promise", "its_text", "its_help")
_OF_ONE_NOTICE = ("its_writing", "its_text")  # said to it although a notice is named
_CLAUSE = re.compile(r"[,。;!? ]+")
_TALK = ("hello", "who_are_you", "thanks", "complaint")


def aside(asked: Asked, library: Library, today: date) -> Answer | None:
    heard = asked.heard
    if heard.empty:
        return Answer(AnswerKind.CHAT, manner="empty")
    if heard.is_("you_yourself") and not (heard.named.notices or heard.person.sayings > 1):
        return Answer(AnswerKind.CHAT, manner="who_are_you")
    if itself := _itself(heard):
        return Answer(AnswerKind.CHAT, manner=itself)
    if outside := _outside(asked, library, today):
        return outside
    named = heard.named.notices and not heard.is_("glad")
    if not (heard.topics or named or heard.named.units or asked.about_person):
        for talk in _TALK:
            if heard.is_(talk) and not _asks(heard, talk):
                return Answer(AnswerKind.CHAT, manner=talk)
    if heard.is_("who_are_you") and not heard.facts and not heard.named.notices and not asked.about_person:
        return Answer(AnswerKind.CHAT, manner="who_are_you")
    if heard.is_("injection"):
        return Answer(AnswerKind.CHAT, manner="injection")
    return Answer(AnswerKind.CHAT, manner="chatting") if heard.idle else None


def _itself(heard: Heard) -> str:
    """What is asked of the assistant: whence it knows, what it costs, whether it keeps a secret."""
    free = not heard.named.notices and heard.person.sayings <= 1
    return next((each for each in (_OF_ITSELF if free else _OF_ONE_NOTICE) if heard.is_(each)), "")


def _asks(heard: Heard, talk: str) -> bool:
    """Thanks within a question, or in a long message, are no small talk."""
    return talk == "thanks" and (heard.is_("asks") or heard.is_("able") or len(heard.text) > SHORT)


def _outside(asked: Asked, library: Library, today: date) -> Answer | None:
    heard = asked.heard
    about_person = (asked.about_person or heard.blemished) and bool(asked.notices)
    if not _quoting(heard) and not _away(asked, library) and (name := alike(asked, library)):
        return _no("other_award", name)
    if (
        heard.named.elsewhere
        and not _above(heard.named.elsewhere, asked, library)
        and not about_person
        and not (asked.notices and heard.person.told)
    ):
        return _no("other_place", heard.named.elsewhere)
    if not about_person and (name := _former(heard.text, library)):
        return _no("other_place", name)
    if not about_person and (name := _another_award(asked, library)):
        return _no("other_award", name)
    if instead := _instead(heard.text, library) or _same(heard, library):
        return _no("other_award", instead)
    if _unrelated(asked, about_person):
        return _no("unrelated")
    if (
        not about_person
        and not _LASTING & set(heard.topics[:1])
        and "laureate" not in heard.person.profile
        and (year := _other_year(asked, library, today))
    ):
        return _no("other_year", year, asked.notices)
    return None


def _another_award(asked: Asked, library: Library) -> str:
    """An award that no notice here is about, unless somebody only holds it or it is weighed."""
    heard = asked.heard
    found = None if _quoting(heard) else manner(heard.text, "other_awards")
    if found is None or _ours(found.group(), library):
        return ""
    weighs = heard.is_("counted") or bool({"prefer", "honours_required"} & set(heard.topics))
    held = manner(heard.text[: found.start()], "held_before") or heard.is_("counts_for")
    return "" if asked.notices and (held or (heard.person.told and weighs)) else found.group()


def _unrelated(asked: Asked, about_person: bool) -> bool:  # noqa: FBT001 - a plain fact about the turn
    """Is it a matter that the notices have nothing to do with?"""
    heard = asked.heard
    like_person = heard.is_("able") or heard.like_person > heard.like_outside
    of_work = bool(asked.notices) and heard.of_work
    if heard.foreign and not heard.starts and not of_work and not (about_person and like_person):
        return True
    if about_person:
        return False
    if heard.is_("other_matter") and heard.person.sayings <= 1:
        return True
    if heard.is_("errand") and not (heard.named.notices and heard.topics):
        return True
    return bool(heard.is_("unrelated") and not heard.named.notices and heard.like_topic < LIKELY)


def _away(asked: Asked, library: Library) -> bool:
    """Is a place named that has no notice here and holds none, whatever it awards?"""
    place = asked.heard.named.elsewhere
    own = {region_name(edition.notice.region) for edition in library.values()}
    return bool(place) and place not in own and not _above(place, asked, library)


def _quoting(heard: Heard) -> bool:
    """Is it asked which notice has the words, or of what level an honour is: 哪家要比照劳模的标准?"""
    return heard.is_("mentions") or heard.is_("ranks") or (heard.is_("which") and heard.is_("written"))


def _former(text: str, library: Library) -> str:
    """A neighbour that a notice's place does not take in, with an award: 钢城区最美职工."""
    regions = tuple(region_name(edition.notice.region) for edition in library.values())
    names = (name for name in former_names() if not name.startswith(regions))
    awards = "|".join(map(re.escape, lexicon("words")["awards"]))
    return next((name for name in names if re.search(rf"{name}的?({awards})", text)), "")


def _above(place: str, asked: Asked, library: Library) -> bool:
    """Does the place hold the region of the notice in focus: 河南最美职工 under 焦作?"""
    return any(holds(place, library[key].notice.region) for key in asked.notices)


def _instead(text: str, library: Library) -> str:
    """Another honour, of which it is said that ours is not meant: 我问的是江苏工匠，不是最美工匠."""
    found = manner(text, "meant_instead")
    name = (found["name"] or found["other"]).strip() if found else ""
    denied = (found["ours"] or found["theirs"] or "") if found else ""
    named = any(award in denied for award in lexicon("words")["awards"])
    honour = manner(name, "an_honour") and not any(award in name for award in lexicon("words")["awards"])
    return name if named and honour and not _ours(name, library) else ""


def _same(heard: Heard, library: Library) -> str:
    """Another honour, of which it is asked whether it is the same as ours: 跟苏州时代工匠是一回事吗."""
    found = None if heard.cued else manner(heard.text, "same_thing")
    if not found:
        return ""
    before = _CLAUSE.split(heard.text[: found.start()])[-1]
    names = (found["name"], "" if manner(before, "of_this") else before)
    return next((each for each in names if _another_honour(each, library)), "")


def _another_honour(name: str, library: Library) -> bool:
    """Is it what an honour is called, and none that a notice here is about?"""
    ours = manner(name, "main_award") or _ours(name, library)
    return bool(name and manner(name, "an_honour") and not ours)


def _ours(name: str, library: Library) -> bool:
    notices = [each.notice for each in library.values()]
    also = (name in award for each in notices for award in each.awards.values())
    return any(each.award in name or name in each.award for each in notices) or any(also)


def _no(why: str, subject: str = "", notices: tuple[str, ...] = ()) -> Answer:
    return Answer(AnswerKind.OUT_OF_SCOPE, notices, manner=why, subject=subject)


def _other_year(asked: Asked, library: Library, today: date) -> str:
    """A year that the notice in focus (or any, if none is) is not about."""
    found = manner(asked.heard.text, "other_years")
    if found is None:
        return ""
    year = int(found["year"]) if found["year"] else today.year + (1 if found["next"] else -1)
    of_notices = {library[key].notice.issued.year for key in asked.notices or library}
    if year in of_notices:
        return ""
    return next(said for said in found.groupdict().values() if said)

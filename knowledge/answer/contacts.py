"""Whom to reach for what, where a notice names several contacts: 管系统的那个, 王子清管不管系统."""

import re
from datetime import date
from functools import lru_cache

from knowledge.answer.stated import contact, stated
from knowledge.answer.verbatim import plain_source
from knowledge.model import Contact, Fact, Library, Notice
from knowledge.question import Answer, AnswerKind
from knowledge.understand.asked import Asked
from knowledge.understand.index import named_people
from knowledge.understand.kept import Kept
from knowledge.understand.manner import manner
from knowledge.understand.normalise import plain

_TECHNICAL = "tech_support"
_REACHED = frozenset({"phone", "contact_person", "email", "address", _TECHNICAL})
_DUTY = frozenset({_TECHNICAL, "system_login"})
_WAYS = ("email", "address")
_WHOM = frozenset({"phone", "contact_person", "receiver", "hand_in_place", "form"})
"""What may be asked in one breath of whom to call: nothing else is left out by telling the contact whole."""
DIALLED = 7  # digits of a telephone number at least
PART, SELDOM = 2, 2  # characters of what a contact is for, and how often they may stand in a notice
_NUMBER = re.compile(r"[\d-]+")
_MOBILE = re.compile(r"1\d{10}")


def reached(asked: Asked, library: Library, today: date) -> Answer | None:  # noqa: ARG001 - every way of answering takes the same
    """Only where the notice's contacts have different duties and one of these is spoken of."""
    if owner := _whose_number(asked, library):
        return owner
    if whole := _with_number(asked, library):
        return whole
    if not asked.role or len(asked.notices) != 1 or not _reaches(asked):
        return None
    notice = library[asked.notices[0]].notice
    meant = next(each for each in notice.contacts if each.role == asked.role)
    way = next((each for each in asked.heard.topics if each in _WAYS), "")
    if way and not getattr(meant, way):
        return Answer(AnswerKind.NOT_STATED, (notice.id,), way, topics=(way,), unstated=(way,), contact=meant)
    named = (each for each in notice.contacts if each is not meant and _called(each, asked.heard.text))
    facts = tuple(_fact(each, way, asked.heard.text) for each in (meant, *named))
    return Answer(AnswerKind.ANSWER, (notice.id,), way or "phone", facts, topics=("phone",))


def _with_number(asked: Asked, library: Library) -> Answer | None:
    """Who is to be called by what number, both asked at once: 找谁问，叫啥，电话多少."""
    recipient = asked.heard.is_("recipient")
    both = asked.heard.is_("called_what") and ("phone" in asked.heard.topics or recipient)
    if asked.role or len(asked.notices) != 1 or not both or not set(asked.heard.topics) <= _WHOM:
        return None
    notice = library[asked.notices[0]].notice
    meant = contact(notice)
    if meant is None or not meant.person or named_people(asked.heard.text, library):
        return None
    if recipient and not any(meant.office in fact.value for fact in stated(notice, "receiver")):
        return None  # the papers go another way, level by level
    return Answer(
        AnswerKind.ANSWER, (notice.id,), "phone", (_fact(meant, "", asked.heard.text),), topics=("phone",)
    )


def _whose_number(asked: Asked, library: Library) -> Answer | None:
    """Whose a telephone number is that the notice has: 15651085133是谁的."""
    text = asked.heard.text
    if len(asked.notices) != 1 or not (set(asked.topics[:1]) & _REACHED or asked.heard.is_("whose")):
        return None
    notice = library[asked.notices[0]].notice
    numbers = {each for each in _NUMBER.findall(text) if len(each) >= DIALLED}
    meant = [each for each in notice.contacts if numbers & set(_NUMBER.findall(each.phone))]
    if not meant or any(not _called(meant[0], name) for name, _ in named_people(text, library)):
        return None
    facts = tuple(_fact(each, "", "") for each in meant)
    return Answer(AnswerKind.ANSWER, (notice.id,), "phone", facts, topics=("phone",))


def role_now(before: Asked, now: Asked, library: Library) -> str:
    """The duty that the turn speaks of, or goes on about while it asks how to reach somebody."""
    if len(now.notices) != 1:
        return ""
    notice = library[now.notices[0]].notice
    text = now.heard.text
    technical = manner(text, "technical") or now.heard.topics[:1] == (_TECHNICAL,)
    if found := _by_words(text, notice) or (contact(notice, _TECHNICAL) if technical else None):
        return found.role
    goes_on = before.role and before.notices == now.notices and set(now.topics[:1]) & (_REACHED | _DUTY)
    return before.role if goes_on and not manner(text, "other_duty") else ""


def _reaches(asked: Asked) -> bool:
    """Who it is that has the duty is asked, or how to reach somebody."""
    wanted = {*asked.topics[:1], *({"phone"} & set(asked.heard.topics))}
    return asked.heard.is_("whose_duty") or bool(wanted & _REACHED)


def _by_words(text: str, notice: Notice) -> Contact | None:
    return next(
        (each for each in notice.contacts if any(part in text for part in _parts(Kept(notice), each))), None
    )


@lru_cache(maxsize=512)
def _parts(kept: Kept, meant: Contact) -> frozenset[str]:
    """Pieces of what a contact is for that hardly stand elsewhere in the notice: 系统, but not 申报."""
    role, packed = plain(meant.role), plain_source(kept)
    pieces = {role[start : start + PART] for start in range(len(role) - PART + 1)}
    return frozenset(each for each in pieces if packed.count(each) <= SELDOM)


def _called(each: Contact, text: str) -> bool:
    return any(name and name in text for name in re.split(r"[、，\s]+", each.person))


def _fact(meant: Contact, way: str, text: str) -> Fact:
    whole = (meant.office, meant.person, _number(meant, text))
    told = {"email": meant.email, "address": meant.address}.get(way) or " ".join(filter(None, whole))
    return Fact(way or "phone", told, meant.cites)


def _number(meant: Contact, text: str) -> str:
    """All numbers, or only those of the kind that is asked for: 座机, 手机."""
    numbers: list[str] = _NUMBER.findall(meant.phone)
    mobile = [each for each in numbers if _MOBILE.fullmatch(each)]
    if manner(text, "mobile") and mobile:
        return mobile[0]
    fixed = [each for each in numbers if each not in mobile]
    return fixed[0] if manner(text, "landline") and fixed else meant.phone

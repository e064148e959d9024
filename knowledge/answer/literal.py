"""Looks for the very words of a question in the official texts: numbers, names, rare expressions."""

import heapq
import re
from dataclasses import replace
from datetime import date

from knowledge.answer.nearest import nearest
from knowledge.answer.stated import contact, stated
from knowledge.answer.told import told
from knowledge.answer.verbatim import filled, passage_with, plain_source, sentence
from knowledge.model import Fact, Library, Notice
from knowledge.question import Answer, AnswerKind
from knowledge.understand.asked import Asked
from knowledge.understand.guess import likeness
from knowledge.understand.heard import shaped
from knowledge.understand.index import clued, index_of, named_people
from knowledge.understand.kept import Kept
from knowledge.understand.lexicon import lexicon
from knowledge.understand.manner import manner
from knowledge.understand.place import region_name
from knowledge.understand.topic import topics
from knowledge.understand.weigh import NO_TOPIC

_LARGE = re.compile(r"(?<!\d)\d{3}(?!\d)")
_COUNTED = frozenset({"quota", "gender_share", "age_share"})
_TOKEN = re.compile(
    r"[a-z][a-z0-9@._-]{3,}|\d{6,}[\d-]*|\d{3,4}-\d{7,}|\d{1,3}(?=室)|(?<!\d)\d{3}(?=那[个边里])|(?<=[路街巷])\d{1,4}号"
)
_NUMBER = re.compile(
    r"(?<![\d月])\d{1,3}号(?=(?:这|那)?[个份]?(?:文|通知|公?函)|(?:是|指)哪[^,。;!?]{0,4}的?(?:文|通知))"
)

_CALLED = re.compile(r"\d{3,4}-\d{7,8}|(?<!\d)\d{7,11}(?!\d)|[a-z0-9._-]+@[a-z0-9.-]+")
_OF_YEAR = re.compile(r"(?P<year>20\d\d)年(?:发)?的?(?:那|这)(?:一)?(?:份|个|家)")
_ROOM = re.compile(r"(?<!\d)\d{3}(?![\d名个人字元分份天家])")
_PLACES = frozenset({"hand_in_place", "receiver", "address", "hand_in_way", "office"})
"""Topics of a question in which a bare number is that of a room."""
_WAYS = ("hand_in_place", "address", "email", "phone")
FEW = 8  # characters of what may be an exclamation
SHORT = 2  # characters; what is not longer asks nothing
LONG = 30  # characters; what is longer tells too much besides
LIKELY, CLEARLY = 0.2, 2.0  # share of the topic taken at last, and how far it stands above the next
BOTH = 0.5  # share of two topics together that are both told
OFFERED, CHOICES = 0.1, 3  # share of a topic that is offered, and how many of them
SELDOM = 0.3  # how much less often people ask what a notice does not state


def literal(asked: Asked, library: Library, today: date) -> Answer:  # noqa: ARG001 - every way of answering takes the same
    """The sentence that holds the question's own words; else the notices do not say it, or we ask back."""
    focus = asked.notices or holders(asked, library)
    for key in focus:
        if found := _word_for_word(asked.heard.text, library[key].notice, library):
            return Answer(AnswerKind.ANSWER, (key,), "", (found,), manner="literal")
    if len(focus) == 1 and (guess := _guessed(asked, library[focus[0]].notice, library)):
        return told(library[focus[0]].notice, guess)
    if len(focus) == 1 and (found := _nearest(asked, library[focus[0]].notice)):
        return Answer(AnswerKind.ANSWER, focus, "", (found,), manner="literal")
    if len(focus) == 1 and asked.heard.is_("private"):
        return Answer(
            AnswerKind.NOT_STATED, focus, manner="private", contact=contact(library[focus[0]].notice)
        )
    choices = focus if len(focus) > 1 else _likeliest(asked, focus, library)
    if not choices and _says_little(asked):
        return Answer(AnswerKind.CHAT, manner="chatting")
    return Answer(AnswerKind.CLARIFY, focus, choices=choices, manner="what")


def _nearest(asked: Asked, notice: Notice) -> Fact | None:
    """A short question of which only some words stand in the notice, and nobody is spoken of."""
    heard = asked.heard
    told = asked.about_person or heard.person.told or heard.is_("private") or not heard.is_("asks")
    return None if told or len(heard.text) > LONG else nearest(notice, heard.text)


def _half_told(text: str, notice: Notice) -> Fact | None:
    """The sentence of which the question has a part: 什么立区、什么强区, 十四五提到了吗."""
    found = manner(text, "said_at_all")
    words = next(filter(None, found.groupdict().values())).strip('“”"') if found else ""
    return filled(notice, text) or (passage_with(notice, words) if words else None)


def _word_for_word(text: str, notice: Notice, library: Library) -> Fact | None:
    """The sentence with the question's words, with those between its blanks, or with a platform it names."""
    if found := filled(notice, text) or sentence(notice, text):
        return found
    called = (word for word, ids in index_of(library).clues.items() if notice.id in ids and word in text)
    return next((said for word in called if (said := passage_with(notice, word))), None)


def _says_little(asked: Asked) -> bool:
    """A few words that ask nothing, name nothing and tell of nobody: 急死我了."""
    heard = asked.heard
    bare = not (
        heard.covered or heard.person.told or heard.named.notices or heard.named.units or heard.named.maybe
    )
    return bare and len(heard.text) <= FEW and not heard.is_("asks") and heard.like_person < LIKELY


def held(asked: Asked, library: Library, today: date) -> Answer | None:  # noqa: ARG001 - every way of answering takes the same
    """Where a number or address is all that is told, 915室是莱芜的吗: the sentence that holds it."""
    if unknown := _unknown(asked, library):
        return unknown
    near = asked.notices or tuple(key for key in library if filled(library[key].notice, asked.heard.text))
    if len(near) == 1 and (said := _half_told(asked.heard.text, library[near[0]].notice)):
        return Answer(AnswerKind.ANSWER, near, "", (said,), manner="literal")
    if asked.heard.covered or asked.about_person:
        return None
    named = asked.heard.named.notices
    if _NUMBER.search(asked.heard.text) and set(asked.topics) - {"number"}:
        return None  # the number only says which document is meant
    for key in holders(asked, library):
        if found := sentence(library[key].notice, asked.heard.text):
            other = named[0] if named and key not in named else ""
            wrong = region_name(library[other].notice.region) if other else ""
            own = _own(library, other, key, found) if other else ()
            return Answer(
                AnswerKind.ANSWER, (key,), "", (found, *own), manner="literal", near=own, denied=wrong
            )
    return None


def _own(library: Library, named: str, holder: str, found: Fact) -> tuple[Fact, ...]:
    """What the notice that is named gives instead of another's number, room or mailbox."""
    theirs = next((each for each in library[holder].notice.facts if _overlap(each, found)), None)
    return stated(library[named].notice, theirs.topic)[:1] if theirs else ()


def _overlap(fact: Fact, found: Fact) -> bool:
    """Does the fact rest on the very words that were found?"""
    mine, theirs = "".join(fact.cites.quote.split()), "".join(found.cites.quote.split())
    return fact.topic in _WAYS and (mine in theirs or theirs in mine)


def _unknown(asked: Asked, library: Library) -> Answer | None:
    """A telephone number or mailbox that no notice has, where it is asked whose it is."""
    if asked.about_person or not asked.heard.is_("whose"):
        return None
    sources = [plain_source(Kept(each.notice)) for each in library.values()]
    numbers = _CALLED.findall(asked.heard.text)
    if not numbers or any(number in source for number in numbers for source in sources):
        return None
    return Answer(AnswerKind.NOT_STATED, tuple(library), manner="unmentioned", subject=numbers[0])


def _guessed(asked: Asked, notice: Notice, library: Library) -> tuple[str, ...]:
    """The topic the notice states that the question is far more like than any other; or the likest two."""
    if asked.heard.person.told or not SHORT < len(asked.heard.text) <= LONG:
        return ()
    weights = _weights(asked, notice, library)
    best, second = heapq.nlargest(2, weights, key=lambda topic: weights[topic])
    clear = weights[best] >= max(LIKELY, CLEARLY * weights[second])
    two = weights[best] + weights[second] >= BOTH
    meant = (best,) if clear else (best, second) if two else ()
    return meant if all(each not in NO_TOPIC and stated(notice, each) for each in meant) else ()


def _likeliest(asked: Asked, focus: tuple[str, ...], library: Library) -> tuple[str, ...]:
    """Topics that may be meant, to choose from."""
    if not focus:
        return ()
    weights = _weights(asked, library[focus[0]].notice, library)
    best = heapq.nlargest(CHOICES, weights, key=lambda topic: weights[topic])
    return tuple(topic for topic in best if topic not in NO_TOPIC and weights[topic] >= OFFERED)


def _weights(asked: Asked, notice: Notice, library: Library) -> dict[str, float]:
    """How like the question is to each topic; what the notice does not state is asked for less often."""
    return {
        topic: share * (1 if topic in NO_TOPIC or stated(notice, topic) else SELDOM)
        for topic, share in likeness(shaped(asked.heard.text, library)).items()
    }


def located(asked: Asked, library: Library) -> Asked:
    """A number, address or name that only one notice has says which is meant: 8222232, 617室, 丁晓宇."""
    if asked.heard.named.notices:
        return asked
    found = holders(asked, library) or _clued(asked, library) or _alone(asked, library)
    return replace(asked, notices=found) if found else asked


def _alone(asked: Asked, library: Library) -> tuple[str, ...]:
    """With no notice in focus: the one that alone has the number in its table, or what is called so."""
    if asked.notices:
        return ()
    sizes = (
        {int(each) for each in _LARGE.findall(asked.heard.text)} if _COUNTED & set(asked.topics) else set()
    )
    years = {int(each["year"]) for each in _OF_YEAR.finditer(asked.heard.text)}
    called = [each for each in asked.topics if topics()[each].telling and each in asked.heard.topics]
    found = {
        key
        for key, edition in library.items()
        if sizes & _sizes(edition.notice)
        or any(stated(edition.notice, each) for each in called)
        or edition.notice.issued.year in years
    }
    return tuple(found) if len(found) == 1 else ()


def _sizes(notice: Notice) -> set[int]:
    return {row.most for row in notice.quota_rows}


def holders(asked: Asked, library: Library) -> tuple[str, ...]:
    """The notices that alone hold a number, address or name of the question."""
    text = asked.heard.text
    numbers = (f"〕{each}" for each in _NUMBER.findall(text))
    rooms = (
        f"{each}{lexicon('numbers')['words']['room']}"
        for each in _ROOM.findall(text)
        if set(asked.topics) & _PLACES
    )
    words = (*_TOKEN.findall(text), *numbers, *rooms, *(name for name, _ in named_people(text, library)))
    found = {key for word in words for key in _holding(word, library)}
    return tuple(key for key in library if key in found)


def _clued(asked: Asked, library: Library) -> tuple[str, ...]:
    """The notice that alone speaks of a paper, house or platform of the question, one in focus aside."""
    ids = () if asked.about_person else clued(asked.heard.text, library)
    if any(each & set(asked.notices) for each in ids):
        return ()
    found = {key for each in ids if len(each) == 1 for key in each}
    return tuple(key for key in library if key in found)


def _holding(word: str, library: Library) -> tuple[str, ...]:
    found = tuple(key for key, edition in library.items() if word in plain_source(Kept(edition.notice)))
    return found if len(found) == 1 else ()

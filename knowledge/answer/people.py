"""What a notice says of the people it names: whose contact somebody is, on which list, who holds a post."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from knowledge.answer.facts import contact, told
from knowledge.answer.verbatim import LONGEST_QUOTE
from knowledge.model import Citation, Fact, Library, Notice
from knowledge.question import Answer, AnswerKind
from knowledge.understand.follow import Asked
from knowledge.understand.index import named_people

_WAYS = ("phone", "email", "address")
_LISTED = re.compile(
    r"^(?P<role>[^\t\n]*)\t(?P<name>[一-鿿] ?[一-鿿]{1,2})\t(?P<post>[^\t\n]+)$", re.MULTILINE
)
_HELD = re.compile(
    r"(?:^|委员会|组委会|领导小组|那?名单)(?:里|上|中|的|当中|有|那个|这次)*(?P<role>副?主任|副?组长|[委成]员)(?!会|的?(?:电话|手机|单位)|.*办公室)"
)
_OF_OFFICE = re.compile(r"办公室(?:里|那个)?的?(?:副?主任)")  # named in words, on no list
_MEMBER = re.compile(r"[委成]员")
SURE = 2  # pairs of characters of a post by which it is meant


def of_person(asked: Asked, library: Library, today: date) -> Answer | None:  # noqa: ARG001 - every way of answering takes the same
    """What a notice says of somebody it names; private matters it does not say."""
    found = named_people(asked.heard.text, library)
    if not found:
        return _with_post(asked, library)
    name, (key, *_) = found[0]
    if asked.heard.named.notices and key not in asked.heard.named.notices:
        return None
    notice = library[key].notice
    said = tuple(_naming(notice, name))[:1]
    reachable = _reachable(notice, name)
    if asked.heard.is_("private") or ("phone" in asked.topics and not reachable):
        return Answer(
            AnswerKind.NOT_STATED,
            (notice.id,),
            "phone",
            manner="private",
            subject=name,
            near=said,
            contact=contact(notice),
        )
    if reachable:
        way = next((each for each in asked.topics if each in _WAYS), "")
        if several := _of_several(found, way, library):
            return several
        return replace(told(notice, (way or "phone",)), facts=_reaching(notice, name, way) or said)
    return Answer(AnswerKind.ANSWER, (notice.id,), "committee", said) if said else None


def _of_several(found: tuple[tuple[str, tuple[str, ...]], ...], way: str, library: Library) -> Answer | None:
    """Contacts of several notices, each with his own."""
    ids = tuple(dict.fromkeys(key for name, (key, *_) in found if _reachable(library[key].notice, name)))
    facts = (fact for name, (key, *_) in found for fact in _reaching(library[key].notice, name, way))
    if len(ids) == 1:
        return None
    topic = way or "phone"
    return Answer(AnswerKind.ANSWER, ids, topic, tuple(dict.fromkeys(facts)), topics=(topic,), manner="each")


def _with_post(asked: Asked, library: Library) -> Answer | None:
    """Who on a list holds the post that is named: 团市委那个副部长叫什么."""
    heard = asked.heard
    called = (heard.is_("calls") and not heard.is_("a_post")) or _OF_OFFICE.search(heard.text)
    if len(asked.notices) != 1 or not heard.is_("who_is") or heard.is_("how_many_are") or called:
        return None
    notice, text = library[asked.notices[0]].notice, heard.text
    if holding := tuple(_holding(notice, text)):
        return Answer(AnswerKind.ANSWER, (notice.id,), "committee", holding, topics=("committee",))
    listed = [
        (_shared(found["role"] + found["post"], text), clause.id, found)
        for clause in notice.clauses
        for found in _LISTED.finditer(clause.text)
    ]
    best = max((count for count, _, _ in listed), default=0)
    if best < SURE:
        return None
    facts = tuple(
        Fact("committee", " ".join(found.group().split()), Citation(notice.id, clause, found.group().strip()))
        for count, clause, found in listed
        if count == best
    )
    return Answer(AnswerKind.ANSWER, (notice.id,), "committee", facts, topics=("committee",))


def _holding(notice: Notice, text: str) -> Iterator[Fact]:
    """Those who hold a post in the committee itself, whatever else they are: 委员会副主任都有谁."""
    asked = _HELD.search(text)
    for clause in notice.clauses if asked else ():
        role = ""
        for found in _LISTED.finditer(clause.text):
            role = "".join(found["role"].split()).rstrip("：:") or role
            if asked and (role == asked["role"] or (_MEMBER.match(role) and _MEMBER.match(asked["role"]))):
                name = "".join(found["name"].split())
                told_ = f"{role} {name} {found['post'].strip()}"
                yield Fact("committee", told_, Citation(notice.id, clause.id, found.group().strip()))


def _shared(post: str, text: str) -> int:
    """How many pairs of characters of a post the text holds."""
    packed = "".join(post.split())
    return len(
        {packed[start : start + 2] for start in range(len(packed) - 1) if packed[start : start + 2] in text}
    )


def _reachable(notice: Notice, name: str) -> bool:
    return any(name in each.person for each in notice.contacts)


def _reaching(notice: Notice, name: str, way: str) -> tuple[Fact, ...]:
    """The number, mailbox or house of somebody; else whose contact it is, with the number."""
    return tuple(
        Fact(way or "phone", told_, each.cites)
        for each in notice.contacts
        if name in each.person
        and (
            told_ := f"{each.office} {each.person} {each.phone}"
            if way in ("", "phone")
            else getattr(each, way)
        )
    )


def _naming(notice: Notice, name: str) -> Iterator[Fact]:
    spread = re.compile(r"\s*".join(map(re.escape, name)))
    for clause in notice.clauses:
        for line in re.split(r"[\n。；]", clause.text):
            if spread.search(line):
                quote = line.strip()[:LONGEST_QUOTE]
                yield Fact("committee", " ".join(quote.split()), Citation(notice.id, clause.id, quote))

"""Looks for the very words of a question in the official texts: numbers, names, rare expressions."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache

from knowledge.answer.facts import contact, told
from knowledge.answer.verbatim import LONGEST_QUOTE, sentence
from knowledge.model import Citation, Fact, Library, Notice
from knowledge.question import Answer, AnswerKind
from knowledge.understand.guess import guessed
from knowledge.understand.heard import AWARD, Asked, without_names

_TOKEN = re.compile(r"[a-z][a-z0-9@._-]{3,}|\d{6,}[\d-]*|\d{3,4}-\d{7,}|\d{1,3}(?=号文|室)")


def literal(asked: Asked, library: Library, today: date) -> Answer:  # noqa: ARG001 - every way of answering takes the same
    """The sentence that holds the question's own words; else the notices do not say it, or we ask back."""
    focus = asked.notices or holders(asked, library)
    for key in focus:
        if found := sentence(library[key].notice, asked.heard.text):
            return Answer(AnswerKind.ANSWER, (key,), "", (found,), manner="literal")
    if len(focus) == 1 and asked.heard.is_("private"):
        return Answer(
            AnswerKind.NOT_STATED, focus, manner="private", contact=contact(library[focus[0]].notice)
        )
    if len(focus) == 1 and not asked.topics and (topic := _guess(asked, library)):
        found_facts = told(library[focus[0]].notice, (topic,))
        if found_facts.kind is AnswerKind.ANSWER:
            return found_facts
    return Answer(AnswerKind.CLARIFY, focus, choices=focus if len(focus) > 1 else (), manner="what")


def _guess(asked: Asked, library: Library) -> str:
    """The topic by likeness to the examples; nothing about people."""
    if asked.heard.person.told:
        return ""
    text = without_names(asked.heard.text, library).replace(AWARD, "")
    for word in asked.heard.named.places:
        text = text.replace(word, "")
    return guessed(text.strip())


def located(asked: Asked, library: Library) -> Asked:
    """A number, address or name that only one notice has says which is meant: 8222232, 617室, 丁晓宇."""
    if asked.heard.named.notices:
        return asked
    found = holders(asked, library)
    return replace(asked, notices=found) if found else asked


def holders(asked: Asked, library: Library) -> tuple[str, ...]:
    """The notices that alone hold a number, address or name of the question."""
    words = (*_TOKEN.findall(asked.heard.text), *names_in(asked.heard.text, library))
    found = {key for word in words for key in _holding(word, library)}
    return tuple(key for key in library if key in found)


def names_in(text: str, library: Library) -> tuple[str, ...]:
    """People of the notices' lists and contacts that the text names."""
    found = (name for edition in library.values() for name in people(_Kept(edition.notice)) if name in text)
    return tuple(dict.fromkeys(found))


class _Kept:
    """A notice as a cache key."""

    def __init__(self, notice: Notice) -> None:
        self.notice = notice

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and self.notice is other.notice

    def __hash__(self) -> int:
        return id(self.notice)


@lru_cache(maxsize=1024)
def people(kept: _Kept) -> tuple[str, ...]:
    """Names in the notice's contacts and in lists that set each name off by tabs."""
    names = [name for each in kept.notice.contacts for name in re.split(r"[、，\s]+", each.person) if name]
    listed = re.findall(r"\t([一-鿿] ?[一-鿿]{1,2})\t", kept.notice.source)
    return tuple(dict.fromkeys((*names, *(each.replace(" ", "") for each in listed))))


def _holding(word: str, library: Library) -> tuple[str, ...]:
    found = tuple(key for key, edition in library.items() if word in plain_source(_Kept(edition.notice)))
    return found if len(found) == 1 else ()


@lru_cache(maxsize=1024)
def plain_source(kept: _Kept) -> str:
    return re.sub(r"\s+", "", kept.notice.source).lower()


def of_person(asked: Asked, library: Library, today: date) -> Answer | None:  # noqa: ARG001 - every way of answering takes the same
    """What a notice says of a person it names; private matters it does not say."""
    found = [
        (key, name)
        for key in library
        for name in people(_Kept(library[key].notice))
        if name in asked.heard.text
    ]
    if not found:
        return None
    notice, name = library[found[0][0]].notice, found[0][1]
    said = tuple(_naming(notice, name))[:1]
    reachable = any(name in each.person for each in notice.contacts)
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
        return replace(told(notice, ("phone",)), facts=_reaching(notice, name) or said)
    return Answer(AnswerKind.ANSWER, (notice.id,), "committee", said) if said else None


def _reaching(notice: Notice, name: str) -> tuple[Fact, ...]:
    return tuple(
        Fact("phone", each.phone, each.cites)
        for each in notice.contacts
        if name in each.person and each.phone
    )


def _naming(notice: Notice, name: str) -> Iterator[Fact]:
    spread = re.compile(r"\s*".join(map(re.escape, name)))
    for clause in notice.clauses:
        for line in clause.text.splitlines():
            if spread.search(line):
                quote = line.strip()[:LONGEST_QUOTE]
                yield Fact("committee", " ".join(quote.split()), Citation(notice.id, clause.id, quote))

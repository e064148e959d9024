"""How many pieces all the nominees together come to: copies of a sheet, photos."""

import re
from collections.abc import Iterator
from datetime import date

from knowledge.answer.shares import people_in
from knowledge.model import Library, Material, Notice
from knowledge.question import Answer, AnswerKind, Figure
from knowledge.understand.asked import Asked

_PIECES = frozenset({"copies", "photos", "portrait"})
_COUNT = re.compile(r"(?P<least>\d+)(?:\D(?P<most>\d+))?(?P<of>\D)$")
NAME = 3  # characters of a paper's name by which it is meant


def pieces(asked: Asked, library: Library, today: date) -> Answer | None:  # noqa: ARG001 - every way of answering takes the same
    """Only where a number of people and their total is spoken of."""
    topic = next((each for each in asked.topics if each in _PIECES), "")
    if len(asked.notices) != 1 or not topic or not asked.heard.is_("in_all"):
        return None
    notice = library[asked.notices[0]].notice
    people = next(iter(people_in(asked.heard.text)), 0) or asked.people
    figures = tuple(_figures(asked.heard.text, notice, topic, people)) if people > 1 else ()
    if not figures:
        return None
    return Answer(
        AnswerKind.ANSWER,
        (notice.id,),
        topic,
        (),
        figures,
        topics=(topic,),
        manner="pieces",
        subject=str(people),
    )


def _figures(text: str, notice: Notice, topic: str, people: int) -> Iterator[Figure]:
    """Each paper with what one person brings, what all bring, and what it is counted by."""
    meant = [each for each in notice.materials if _is(each, topic)]
    named = [each for each in meant if _named(each.name, text)]
    for material in named or meant:
        found = _COUNT.match(material.count)
        each, most, of = found.group("least", "most", "of") if found else (str(material.copies), "", "")
        total = str(int(each) * people) + (f"-{int(most) * people}" if most else "")
        yield Figure(material.name, f"{each}{f'-{most}' if most else ''} {total} {of}", material.cites[:1])


def _is(material: Material, topic: str) -> bool:
    if topic == "copies":
        return material.copies is not None
    return topic in (material.id, material.field) and bool(material.count)


def _named(name: str, text: str) -> bool:
    return any(name[start : start + NAME] in text for start in range(len(name) - NAME + 1))

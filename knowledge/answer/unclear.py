"""Asking back where it matters which notice is meant and nobody said."""

import re
from datetime import date

from knowledge.answer.stated import stated
from knowledge.model import Library
from knowledge.question import Answer, AnswerKind
from knowledge.understand.asked import Asked

_NUMBER = re.compile(r"(?<![\d月])(\d{1,4})号(?:文件?|通知)")
COMPARED = ("criteria", "quota", "deadline", "benefits")
TWO = 2  # notices at least that are compared


def unnumbered(asked: Asked, library: Library, today: date) -> Answer | None:  # noqa: ARG001 - every way of answering takes the same
    """A document's number that no notice has, 45号文: which is meant?"""
    numbers = _NUMBER.findall(asked.heard.text)
    if not numbers or any(
        re.search(rf"〕{each}号", edition.notice.number) for each in numbers for edition in library.values()
    ):
        return None
    numbered = tuple(key for key in library if library[key].notice.number)
    return Answer(
        AnswerKind.CLARIFY,
        tuple(library),
        "number",
        tuple(fact for key in numbered for fact in stated(library[key].notice, "number")[:1]),
        choices=tuple(library),
        manner="which_number",
        subject=numbers[0],
    )


def compared(asked: Asked, library: Library, today: date) -> Answer | None:  # noqa: ARG001 - every way of answering takes the same
    """Which of several notices is better or stricter: in what?"""
    named = asked.heard.named.notices or asked.notices
    if len(named) < TWO or asked.heard.cued or asked.about_person or not asked.heard.is_("compares"):
        return None
    return Answer(AnswerKind.CLARIFY, named, choices=COMPARED, manner="compare")


def unclear(asked: Asked, library: Library, today: date) -> Answer | None:  # noqa: ARG001 - every way of answering takes the same
    if over_all(asked):
        return None
    if asked.notices or not (asked.topics or asked.about_person or asked.person.told):
        return None
    choices = asked.maybe or tuple(library)
    return Answer(
        AnswerKind.CLARIFY, choices, _main(asked), topics=asked.topics, choices=choices, manner="which_notice"
    )


def over_all(asked: Asked) -> bool:
    """Is it asked of a person which of all the notices are open to him: 五个里能报几个?"""
    return not asked.notices and not asked.maybe and asked.about_person and asked.heard.is_("over_all")


def _main(asked: Asked) -> str:
    return asked.topics[0] if asked.topics else ""

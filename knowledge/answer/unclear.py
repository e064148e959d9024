"""Asking back where it matters which notice is meant and nobody said."""

from datetime import date

from knowledge.model import Library
from knowledge.question import Answer, AnswerKind
from knowledge.understand.follow import Asked


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

"""What the open notice nowhere speaks of, however near its topics lie: it is silent, and whom to ask."""

from datetime import date

from knowledge.answer.facts import NEAR, contact, stated
from knowledge.answer.verbatim import plain_source
from knowledge.model import Fact, Library, Notice
from knowledge.question import Answer, AnswerKind
from knowledge.understand.beyond import Matter, matters
from knowledge.understand.follow import Asked
from knowledge.understand.heard import PLAINLY
from knowledge.understand.index import named_people
from knowledge.understand.kept import Kept


def unwritten(asked: Asked, library: Library, today: date) -> Answer | None:  # noqa: ARG001 - every way of answering takes the same
    heard = asked.heard
    if len(asked.notices) != 1 or heard.named.elsewhere or heard.blemished:
        return None
    notice = library[asked.notices[0]].notice
    people = named_people(heard.text, library)
    told = asked.about_person and heard.person.sayings and heard.like_person >= PLAINLY
    if told and not people and not heard.is_("asks") and not heard.is_("once_chosen"):
        return None
    if heard.person.sayings > 1 and not people and not heard.is_("once_chosen"):
        return None
    found = (each for each in matters(heard.text) if people or not each.named)
    matter = next((each for each in found if not each.says.search(plain_source(Kept(notice)))), None)
    return _silent(notice, matter) if matter else None


def _silent(notice: Notice, matter: Matter) -> Answer:
    return Answer(
        AnswerKind.NOT_STATED,
        (notice.id,),
        near=_near(notice, matter),
        subject=matter.label,
        contact=contact(notice),
    )


def _near(notice: Notice, matter: Matter) -> tuple[Fact, ...]:
    """The first topic beside it that the notice states."""
    return next((found for topic in matter.near if (found := stated(notice, topic))), ())[:NEAR]

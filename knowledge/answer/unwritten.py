"""What the open notice nowhere speaks of, however near its topics lie: it is silent, and whom to ask."""

from datetime import date

from knowledge.answer.stated import contact, stated
from knowledge.answer.told import NEAR
from knowledge.answer.verbatim import plain_source
from knowledge.model import Fact, Library, Notice
from knowledge.question import Answer, AnswerKind
from knowledge.understand.asked import Asked
from knowledge.understand.beyond import Matter, matters
from knowledge.understand.heard import PLAINLY
from knowledge.understand.index import named_people
from knowledge.understand.kept import Kept


def unwritten(asked: Asked, library: Library, today: date) -> Answer | None:  # noqa: ARG001 - every way of answering takes the same
    found = unspoken(asked, library)
    return _silent(library[asked.notices[0]].notice, found[0]) if found else None


def unspoken(asked: Asked, library: Library) -> tuple[Matter, ...]:
    """What is asked and the one open notice nowhere speaks of."""
    heard = asked.heard
    if len(asked.notices) != 1 or heard.named.elsewhere or heard.blemished:
        return ()
    if heard.is_("which_annex"):
        return ()
    notice = library[asked.notices[0]].notice
    people = named_people(heard.text, library)
    told = asked.about_person and heard.person.sayings and heard.like_person >= PLAINLY
    if told and not people and not heard.is_("asks") and not heard.is_("once_chosen"):
        return ()
    if heard.person.sayings > 1 and not people and not heard.is_("once_chosen"):
        return ()
    found = (each for each in matters(heard.text) if people or not each.named)
    return tuple(each for each in found if not each.says.search(plain_source(Kept(notice))))


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

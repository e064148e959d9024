"""Topics made into an answer: what the notice states on the first, or that it is silent on it."""

from knowledge.answer.stated import contact, own, stated
from knowledge.model import Fact, Notice
from knowledge.question import Answer, AnswerKind
from knowledge.understand.topic import topics

NEAR = 2  # facts told beside a silence


def told(notice: Notice, wanted: tuple[str, ...], tied: frozenset[str] = frozenset()) -> Answer:
    """The first topic decides whether it is an answer; the others are told beside it."""
    wanted = _settled(notice, wanted, tied)
    main, *others = wanted
    others += [each for each in topics()[main].beside if each not in others and own(notice, each)]
    found = stated(notice, main)
    beside = tuple(fact for topic in others for fact in stated(notice, topic))
    unstated = tuple(topic for topic in wanted if not stated(notice, topic))
    if found:
        return Answer(
            AnswerKind.ANSWER, (notice.id,), main, (*found, *beside), topics=wanted, unstated=unstated
        )
    return silent(notice, wanted, beside)


def _settled(notice: Notice, wanted: tuple[str, ...], tied: frozenset[str]) -> tuple[str, ...]:
    """What the notice states goes before a neighbour, an equal, or a condition of persons it does not."""
    main = topics()[wanted[0]]
    if stated(notice, main.id):
        return wanted
    better = [
        each
        for each in wanted[1:]
        if stated(notice, each)
        and (each in main.near or each in tied or (main.condition and not topics()[each].condition))
    ]
    return (*better, *(each for each in wanted if each not in better))


def silent(notice: Notice, wanted: tuple[str, ...], beside: tuple[Fact, ...] = ()) -> Answer:
    """The notice does not say it: what it says nearby, and whom to ask."""
    near = next((found for topic in topics()[wanted[0]].near if (found := stated(notice, topic))), ())
    return Answer(
        AnswerKind.NOT_STATED,
        (notice.id,),
        wanted[0],
        topics=wanted,
        unstated=tuple(each for each in wanted if not stated(notice, each)),
        near=(*near[:NEAR], *beside[:NEAR]),
        contact=contact(notice, wanted[0]),
    )

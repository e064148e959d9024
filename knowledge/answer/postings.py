"""Public notices in days: until when one lasts, one level after the other, the last day to begin."""

import re
from datetime import date

from knowledge.answer.facts import stated
from knowledge.calendar import after, onward, period, plan
from knowledge.model import Edition, PublicNotice
from knowledge.question import Answer, AnswerKind, Figure
from knowledge.understand.follow import Asked
from knowledge.understand.numbers import NUMERAL, days, relative_day

_SPAN = re.compile(rf"公示[了过满贴]*{NUMERAL}(?:个?工作日|天)|{NUMERAL}天.{{0,4}}够")
_WHEN = re.compile(r"最(晚|迟)|哪天|几号|什么时候")


def posted(asked: Asked, edition: Edition, today: date) -> Answer | None:
    """Only where the notice says for how many working days."""
    duty, heard = edition.notice.public_notice, asked.heard
    if duty is None or duty.working_days is None:
        return None
    start = next(iter(days(heard.text, today)), None) or relative_day(heard.text, today)
    if heard.is_("posting") and heard.is_("ends") and start:
        every = heard.is_("all_levels") and len(_timed(duty)) > 1
        return (
            _levels(edition, duty, duty.working_days, start)
            if every
            else _ends(edition, duty.working_days, start)
        )
    if heard.is_("begin") and not _SPAN.search(heard.text):
        return _in_time(asked, edition, duty.working_days, today)
    return None


def _timed(duty: PublicNotice) -> tuple[str, ...]:
    """The levels for which the days are stated."""
    return tuple(each for each in duty.levels if each not in duty.unstated)


def _ends(edition: Edition, count: int, start: date) -> Answer:
    """The day on which a public notice is up long enough, and the day if that of posting does not count."""
    figures = (
        Figure("start", start.isoformat()),
        Figure("end", period(start, count).isoformat()),
        Figure("later", after(start, count).isoformat()),
        Figure("days", str(count)),
    )
    return _answer(edition, figures, "post_ends")


def _levels(edition: Edition, duty: PublicNotice, count: int, start: date) -> Answer:
    """Until when each level lasts, one after the other."""
    steps = onward(_timed(duty), count, start)
    figures = tuple(Figure(each.level, f"{each.begin.isoformat()} {each.end.isoformat()}") for each in steps)
    return _answer(edition, figures, "post_levels", str(count), duty.after)


def _in_time(asked: Asked, edition: Edition, count: int, today: date) -> Answer:
    """Whether a public notice that begins on a day ends in time, or the last day to begin."""
    backward = plan(edition, today)
    said = (day for day in days(asked.heard.text, today) if day != backward.deadline)
    start = next(said, None) or relative_day(asked.heard.text, today) or today
    first = backward.postings[0].begin if backward.postings else backward.hand_in_by
    figures = (
        Figure("begin", first.isoformat()),
        Figure("start", start.isoformat()),
        Figure("deadline", backward.deadline.isoformat()),
        Figure("hand_in", backward.hand_in_by.isoformat()),
        Figure("days", str(count)),
        Figure("levels", str(len(backward.postings))),
    )
    when = _WHEN.search(asked.heard.text)
    return _answer(edition, figures, "post_by" if when else "post_in_time" if start <= first else "post_late")


def _answer(
    edition: Edition, figures: tuple[Figure, ...], manner: str, subject: str = "", later: tuple[str, ...] = ()
) -> Answer:
    """`later`: levels whose notice follows the hand-in."""
    notice = edition.notice
    found = stated(notice, "public_notice")[:1]
    if manner not in {"post_ends", "post_levels"}:
        found = (*found, *stated(notice, "deadline")[:1])
    return Answer(
        AnswerKind.ANSWER,
        (notice.id,),
        "public_notice",
        found,
        figures,
        manner=manner,
        subject=subject,
        choices=later,
    )

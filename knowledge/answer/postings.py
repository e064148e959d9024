"""Public notices in days: until when one lasts, one level after the other, the last day to begin."""

import re
from datetime import date, timedelta

from knowledge.answer.stated import stated
from knowledge.calendar import Plan, Posting, after, onward, period, plan, postings
from knowledge.model import Edition, PublicNotice
from knowledge.question import Answer, AnswerKind, Figure
from knowledge.understand.asked import Asked
from knowledge.understand.numbers import NUMERAL, day_of_month, days, number, relative_day

_SPAN = re.compile(rf"公示[了过满贴够只就光上才]*{NUMERAL}(?:个?工作日|天)|{NUMERAL}天.{{0,4}}够")
_BEFORE = re.compile(
    r"[^,。;!?]{0,6}?(?:(?:\d{1,2}月)?\d{1,2}[号日]|月底|月末|截止(?:日期?)?)(?:之|以)?前"
    r"|[^,。;!?]{0,2}?(?:(?:\d{1,2}月)?\d{1,2}[号日]|(?:周|星期|礼拜)[一二三四五六日天])"
    r"(?=(?:就|就能|能|可以|够|可)[^,。;!?]{0,4}(?:撤|摘|揭|满|完|结束))"
)
_SO_MANY = re.compile(rf"(?P<count>{NUMERAL})个?级")
_LEVEL = re.compile(r"级$")
_DEADLINE = re.compile(r"截止")
_MONTH_END = re.compile(r"(?<!\d月)(?<!\d)月[底末]")
_WHEN = re.compile(r"最(晚|迟)|哪天|几号|什么时候")


def posted(asked: Asked, edition: Edition, today: date) -> Answer | None:
    """Only where the notice says for how many working days."""
    duty, heard = edition.notice.public_notice, asked.heard
    if duty is None or duty.working_days is None:
        return None
    posting = heard.is_("posting") or (asked.topics[:1] == ("public_notice",) and not heard.topics[1:])
    if posting and heard.is_("over_by") and (goal := _goal(heard.text, edition, today)):
        return _by(asked, edition, duty, goal, today)
    start = _day(heard.text, today)
    if posting and heard.is_("ends") and start:
        every = heard.is_("all_levels") and len(_timed(duty)) > 1
        return (
            _levels(edition, duty, duty.working_days, start)
            if every
            else _ends(edition, duty.working_days, start)
        )
    if heard.is_("begin") and not _SPAN.search(heard.text):
        return _in_time(asked, edition, duty.working_days, today)
    return None


def _day(text: str, today: date) -> date | None:
    """The first day that is named: 7月14号, 后天, 周五, 15号."""
    return next(iter(days(text, today)), None) or relative_day(text, today) or day_of_month(text, today)


def _goal(text: str, edition: Edition, today: date) -> date | None:
    """The day by which it is to be over: 20号前, 月底前, 截止前."""
    found = list(_BEFORE.finditer(text))
    if not found:
        return None
    said = found[-1].group()
    if _DEADLINE.search(said):
        return edition.round.closes.date()
    if _MONTH_END.search(said):
        return date(today.year + today.month // 12, today.month % 12 + 1, 1) - timedelta(days=1)
    return _day(said, today)


def _by(asked: Asked, edition: Edition, duty: PublicNotice, goal: date, today: date) -> Answer:
    """Whether a public notice that begins on a day, or today, is over by another."""
    start = _day(_BEFORE.sub(" ", asked.heard.text), today) or today
    every = asked.heard.is_("all_levels") and len(_timed(duty)) > 1
    many = _SO_MANY.search(asked.heard.text)
    levels = _timed(duty)[: int(number(many["count"]) or 1) if many else None] if every else _timed(duty)[:1]
    count = duty.working_days or 0
    steps = onward(levels, count, start)
    later = onward(levels, count, after(start))
    figures = (
        Figure("start", start.isoformat()),
        Figure("goal", goal.isoformat()),
        Figure("end", steps[-1].end.isoformat()),
        Figure("later", later[-1].end.isoformat()),
        Figure("days", str(count)),
        Figure("levels", str(len(levels))),
    )
    return _answer(edition, figures, "post_by_day", _reached(steps[-1], later[-1], goal), duty.unstated)


def _reached(step: Posting, later: Posting, goal: date) -> str:
    """Whether the day is met however the day of posting counts, only if it counts, or not at all."""
    return "yes" if later.end <= goal else "just" if step.end <= goal else "no"


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
    every, first = _begins(edition, backward, count)
    figures = (
        Figure("begin", first.isoformat()),
        Figure("every", every.isoformat()),
        Figure("start", start.isoformat()),
        Figure("deadline", backward.deadline.isoformat()),
        Figure("hand_in", backward.hand_in_by.isoformat()),
        Figure("days", str(count)),
        Figure("levels", str(len(backward.postings))),
    )
    verdict = "post_in_time" if start <= every else "post_tight" if start <= first else "post_late"
    manner = "post_by" if _WHEN.search(asked.heard.text) else verdict
    duty = edition.notice.public_notice
    later = duty.unstated if duty else ()
    if manner == "post_by" and (own := _of_level(asked.heard.text, backward)):
        figures = (Figure("begin", own.begin.isoformat()), *figures[1:])
        return _answer(edition, figures, manner, own.level, later)
    return _answer(edition, figures, manner, later=later)


def _of_level(text: str, backward: Plan) -> Posting | None:
    """The level that is named, if it is not the first: 县里最晚哪天公示."""
    rest = backward.postings[1:]
    return next((each for each in rest if _LEVEL.sub("", each.level) in text), None)


def _begins(edition: Edition, backward: Plan, count: int) -> tuple[date, date]:
    """The last day to begin if every level takes as long, and if only those with days stated count."""
    if not backward.postings:
        return backward.hand_in_by, backward.hand_in_by
    levels = [each.level for each in backward.postings]
    duty = edition.notice.public_notice
    timed = tuple(each for each in levels if duty is None or each not in duty.unstated)
    return backward.postings[0].begin, postings(timed, count, backward.hand_in_by)[0].begin


def _answer(
    edition: Edition, figures: tuple[Figure, ...], manner: str, subject: str = "", later: tuple[str, ...] = ()
) -> Answer:
    """`later`: levels whose notice follows the hand-in."""
    notice = edition.notice
    found = stated(notice, "public_notice")[:1]
    if manner not in {"post_ends", "post_levels", "post_by_day"}:
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

"""Reasoning about days: how many are left, whether a day is too late, what falls between two days."""

import re
from dataclasses import replace
from datetime import date, timedelta

from knowledge.answer.postings import posted
from knowledge.answer.stages import between, lasting, until
from knowledge.answer.stated import stated
from knowledge.calendar import at_latest, working_days
from knowledge.model import Edition, Fact, Library
from knowledge.question import Answer, AnswerKind, Figure
from knowledge.understand.asked import Asked
from knowledge.understand.manner import manner
from knowledge.understand.numbers import NUMERAL, day_of_month, days, number, relative_day

_LATE_BY = re.compile(rf"(?:晚|迟|拖|推迟|延后?|缓)(?:个|上|了|它)?(?P<days>{NUMERAL})(?:天|日)")
_DAY_OF = re.compile(r"是(?:周|星期|礼拜)[一二三四五六日天]|昨天")
_NEXT = re.compile("下")
_ON_DAY = re.compile(
    r"(?P<day>\d{1,2}月\d{1,2}[号日])(?:当天|那天|这天|才|再)?(?:下午|晚上|上午|中午)?(?:送|交|寄|补|报(?!名)|到(?!底|期))"
)
_WEEKDAY = re.compile(r"周|星期|礼拜")
_ARRIVES = re.compile(
    r"(?:寄|快递|邮|发(?:出|走|货))[^,。;!?]{0,6}[,。;!? ]*"
    r"(?P<day>[^,。;!?]{1,8}?)(?:才|能|就|可以)*(?:送|寄)?到(?!底|期)"
)
_TAKES = re.compile(
    rf"(?:寄|快递|邮|发货|路上)[^,。;!?]{{0,8}}[,]?(?:要|得|走)?(?P<days>{NUMERAL})(?:来|多)?天(?:左右)?(?:后|才|能|就|可以)*(?:到|送到)(?!底|期)"
)
_TODAY = re.compile(r"(?:现在|今天)(?:是|\()(?P<day>[^,。;!?)]+)")


_SAID_LEFT = re.compile(rf"(?:剩|有)下?(?P<words>(?P<days>{NUMERAL})天)")
_SOME_DAYS = re.compile(r"几天")
_OF_TIME = frozenset(
    {"deadline", "late", "nomination_ways", "materials", "hand_in_way", "incomplete", "stages", "seals"}
)
"""Topics that a question about too late or in time may touch."""
_OF_PLACE = frozenset({"hand_in_place", "receiver"})
"""What 今天送到收吗 names without asking for it."""


def in_days(asked: Asked, library: Library, today: date) -> Answer | None:
    """Only where the question is about days and the notice has a deadline."""
    if len(asked.notices) != 1:
        return None
    edition = library[asked.notices[0]]
    today = _said_today(asked.heard.text, today)
    heard = asked.heard
    if heard.is_("workdays") and (counted := _counted(asked, edition, today)):
        return counted
    for way in (posted, until, between, lasting):
        if found := way(asked, edition, today):
            return found
    if heard.is_("weekday") and set(asked.topics) & {"deadline", "late"}:
        return _left(edition, today, heard.text)
    of_posting = heard.is_("posting") and "public_notice" in asked.topics
    if heard.is_("left") and not of_posting and set(asked.topics) & {"deadline", "late", ""}:
        return _left(edition, today, heard.text)
    soon = heard.is_("in_time") or (asked.topics[:1] == ("late",) and heard.is_("some_day"))
    if soon and _supposed(asked, today):
        return None
    past = soon and any(day > edition.round.closes.date() for day in days(heard.text, today))
    if past and not heard.is_("then_what"):
        return _in_time(asked, edition, today)
    touched = set(asked.topics) - (_OF_PLACE if heard.is_("yes_or_no") and not heard.is_("wh") else set())
    if soon and not heard.is_("then_what") and _of_time(touched):
        return _in_time(asked, edition, today)
    return None


def _supposed(asked: Asked, today: date) -> bool:
    """Is it asked what would be, with no day to hold against the deadline: 晚几天可以吗?"""
    heard, text = asked.heard, _SOME_DAYS.sub("", asked.heard.text)
    if manner(text, "some_day") or heard.is_("now") or _LATE_BY.search(text) or any(days(text, today)):
        return False
    return heard.is_("if_late") or not set(asked.topics) & {"late", "deadline"}


def _of_time(topics: set[str]) -> bool:
    """What is missing from the papers is a matter of time only where lateness is spoken of too."""
    return not topics - _OF_TIME and ("incomplete" not in topics or bool(topics & {"late", "deadline"}))


def too_late(asked: Asked, library: Library, today: date) -> Answer | None:
    """Somebody who asks whether he still can, when the round is over: that decides it."""
    if not asked.about_person or len(asked.notices) != 1 or not asked.heard.is_("still"):
        return None
    edition = library[asked.notices[0]]
    return _in_time(asked, edition, today) if today > edition.round.closes.date() else None


def _said_today(text: str, today: date) -> date:
    """The day that the question itself gives for today."""
    found = _TODAY.search(text)
    return next(iter(days(found["day"], today)), today) if found else today


def _left(edition: Edition, today: date, text: str) -> Answer:
    deadline = edition.round.closes.date()
    left = (deadline - today).days
    said = _SAID_LEFT.search(text)
    wrong = f"{said['words']}" if said and number(said["days"]) != left else ""
    figures = (
        Figure("deadline", deadline.isoformat()),
        Figure("today", today.isoformat()),
        Figure("left", str(left)),
        Figure("working", str(max(0, working_days(today, deadline)))),
        Figure("hand_in", at_latest(deadline).isoformat()),
    )
    return replace(_dated(edition, "days_left" if left >= 0 else "closed", figures), denied=wrong)


def _in_time(asked: Asked, edition: Edition, today: date) -> Answer:
    deadline = edition.round.closes.date()
    day = _meant(asked.heard.text, deadline, today)
    figures = (
        Figure("deadline", deadline.isoformat()),
        Figure("day", day.isoformat()),
        Figure("left", str((deadline - day).days)),
        Figure("over", str((day - deadline).days)),
        Figure("hand_in", at_latest(deadline).isoformat()),
    )
    return _dated(edition, "in_time" if day <= deadline else "late", figures)


def _meant(text: str, deadline: date, today: date) -> date:
    """The day the question speaks of: 大后天, 8月1日, 晚两天; else today."""
    if found := _LATE_BY.search(text):
        return deadline + timedelta(days=int(number(found["days"]) or 1))
    if takes := _TAKES.search(text):
        return _sent(text, today) + timedelta(days=int(number(takes["days"]) or 1))
    if (sent := _ARRIVES.search(text)) and (there := _arrival(sent["day"], _TODAY.sub("", text), today)):
        return there
    if found := _ON_DAY.search(text):
        return next(iter(days(found["day"], today)), today)
    named = [day for day in days(_TODAY.sub("", text), today) if day != deadline]
    return next(iter(named), None) or relative_day(_DAY_OF.sub("", text), today) or today


def _sent(text: str, today: date) -> date:
    """The day on which it is sent, where one is named; else today."""
    named = next(iter(days(_TODAY.sub("", text), today)), None)
    return named or relative_day(_TODAY.sub("", text), today) or today


def _arrival(said: str, text: str, today: date) -> date | None:
    """The day on which what was sent is there; a bare weekday follows the day of sending: 周六寄, 周一到."""
    named = next(iter(days(said, today)), None) or day_of_month(said, today)
    before = text[: text.find(said)]
    sent = relative_day(before, today) or today
    if sent - today == timedelta(days=7) and not _NEXT.search(before):
        sent = today  # 周五发 on a Friday
    return named or relative_day(said, sent if _WEEKDAY.search(said) else today)


def _dated(edition: Edition, manner: str, figures: tuple[Figure, ...]) -> Answer:
    notice = edition.notice
    late = stated(notice, "late") if manner in {"late", "closed"} else ()
    found: tuple[Fact, ...] = (*stated(notice, "deadline")[:1], *late[:1])
    return Answer(
        AnswerKind.ANSWER, (notice.id,), "deadline", found, figures, manner=manner, topics=("deadline",)
    )


def _counted(asked: Asked, edition: Edition, today: date) -> Answer | None:
    """Working days between two days, both counted: from a day named, or today, to another or the deadline."""
    if not re.search(r"(几|多少)(个)?工作日", asked.heard.text) or asked.heard.is_("posting"):
        return None
    deadline = edition.round.closes.date()
    found = [*days(asked.heard.text, today)]
    first, last = (min(found), max(found)) if len(found) > 1 else (today, found[0] if found else deadline)
    if last < first:
        first, last = today, deadline
    figures = (
        Figure("first", first.isoformat()),
        Figure("last", last.isoformat()),
        Figure("working", str(working_days(first, last))),
        Figure("deadline", deadline.isoformat()),
    )
    return _dated(edition, "workdays", figures)

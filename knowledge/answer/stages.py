"""Stages of a round in days: how long one lasts, how long it is until one, how many days lie between two."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from knowledge.answer.stated import stated
from knowledge.answer.told import silent
from knowledge.model import Citation, Edition, Notice, Stage
from knowledge.question import Answer, AnswerKind, Figure
from knowledge.understand.asked import Asked
from knowledge.understand.topic import topics

_DEADLINE = re.compile(r"截止|交(?:完|齐)?材料|报(?:送|完)|交材料")
_ISSUED = re.compile(r"发文|(?:发|下|印发)(?:了)?(?:通知|文件|的?通知|文)|印发|落款|通知(?:发|下|印)")
_OVER = re.compile(r"结束|完|满|截止")
_BEGUN = re.compile(r"开始|起")
_EXACT = re.compile(r"\d+日|[上中下]旬")  # a day, not merely a month
_CLAUSE_END = 4  # characters after a stage in which it may be said that its end is meant
_NO_STAGE = frozenset({"submission", "issued"})
_VOTE = "online_vote"
PART = 2  # characters of a stage's name that tell it apart


def lasting(asked: Asked, edition: Edition, today: date) -> Answer | None:  # noqa: ARG001 - as its neighbours
    """How many days a stage lasts that has a first and a last day, and which weekdays these are."""
    topic = next(iter(asked.topics), "")
    notice = edition.notice
    named = (each for each in _named(asked.heard.text, notice) if each.id not in _NO_STAGE)
    on_day = next(named, None) if asked.heard.is_("weekday") else None
    two = asked.heard.is_("between") and not asked.heard.is_("from_to")
    two = two or bool(asked.heard.is_("long_after"))
    if not (asked.heard.is_("how_long") or on_day) or two:
        return None
    topic = on_day.id if on_day and on_day.id in topics() else topic
    called = next((each for each in notice.stages if each.name in asked.heard.text), None)
    stage = called or on_day or notice.stage(topic)
    if stage is None or stage.since is None or stage.until is None or not _EXACT.search(stage.cites.quote):
        return None
    figures = (
        Figure("first", stage.since.isoformat()),
        Figure("last", stage.until.isoformat()),
        Figure("length", str((stage.until - stage.since).days + 1)),
    )
    found = stated(notice, topic)[:1]
    return Answer(AnswerKind.ANSWER, (notice.id,), topic, found, figures, manner="length")


def until(asked: Asked, edition: Edition, today: date) -> Answer | None:
    """How many days it is until a stage begins or ends, or that it has passed."""
    heard, text, notice = asked.heard, asked.heard.text, edition.notice
    named = any(each.id not in _NO_STAGE for each in _named(text, notice))
    now = bool(heard.is_("going_on") and _VOTE in asked.topics and not heard.is_("when"))
    now = now or bool(named and heard.is_("begun"))
    if heard.is_("between") or heard.is_("from_to") or not (heard.is_("until") or heard.is_("left") or now):
        return None
    if _VOTE in heard.cued and not stated(notice, _VOTE):
        return silent(notice, (_VOTE,), ())
    step = _step(asked, notice, now=now)
    ends = step is not None and not now and _said(_OVER, text, step)
    day = (step.until if ends else step.since) if step else None
    if step is None or day is None:
        return None
    running = bool(not ends and step.until and day <= today <= step.until)
    found = stated(notice, step.id)[:1] if step.id in topics() else ()
    return Answer(
        AnswerKind.ANSWER,
        (notice.id,),
        "stages",
        found,
        _until(step, day, today, quoted=bool(found)),
        manner="underway" if running else "until" if today <= day else "past",
        subject=step.name,
        choices=("end" if ends else "begin",),
    )


def _until(step: "_Step", day: date, today: date, *, quoted: bool) -> tuple[Figure, ...]:
    """The days of a stage as seen from today; the day that is meant quotes it where no fact does."""
    last = step.until or day
    return (
        Figure("today", today.isoformat()),
        Figure("day", day.isoformat(), () if quoted else (step.cites,)),
        Figure("last", last.isoformat()),
        Figure("left", str(abs((day - today).days))),
        Figure("rest", str((last - today).days)),
        Figure("exact", "1" if _EXACT.search(step.cites.quote) else "0"),
    )


def _step(asked: Asked, notice: Notice, *, now: bool) -> "_Step | None":
    """The stage that is named, or of which it was spoken before; not the hand-in."""
    named = [each for each in _named(asked.heard.text, notice) if each.id not in _NO_STAGE]
    if named:
        return max(named, key=lambda each: each.place)
    stage = notice.stage(_VOTE if now else next(iter(asked.topics), ""))
    if stage is None or stage.id == "submission" or not (now or asked.heard.is_("until")):
        return None
    return _Step(0, stage.id, stage.name, stage.since, stage.until, stage.cites)


def between(asked: Asked, edition: Edition, today: date) -> Answer | None:  # noqa: ARG001 - as its neighbours
    """How many days lie between two stages that are named: 投票结束到审定."""
    text = asked.heard.text
    if not asked.heard.is_("between"):
        return None
    named = sorted(_named(text, edition.notice), key=lambda each: each.place)
    if len(named) < 2:  # noqa: PLR2004 - a stretch has two ends
        return None
    first, last = named[0], named[-1]
    start = (first.since if _said(_BEGUN, text, first) else first.until) or first.until or first.since
    end = (last.until if _said(_OVER, text, last) else last.since) or last.until or last.since
    if start is None or end is None or end < start:
        return None
    figures = (
        Figure("from", start.isoformat(), (first.cites,)),
        Figure("to", end.isoformat(), (last.cites,)),
        Figure("gap", str((end - start).days)),
        Figure("all", str((end - start).days + 1)),
    )
    names = (first.name, last.name)
    return Answer(
        AnswerKind.ANSWER, (edition.notice.id,), "stages", (), figures, manner="between", choices=names
    )


@dataclass(frozen=True, slots=True)
class _Step:
    """A stage, or the day of issue, where a text names it."""

    place: int
    id: str
    name: str
    since: date | None
    until: date | None
    cites: Citation


def _said(pattern: re.Pattern[str], text: str, step: _Step) -> bool:
    """Is it said right after the step, so that its beginning or its end is meant?"""
    return bool(pattern.search(text, step.place, step.place + len(step.name) + _CLAUSE_END))


def _named(text: str, notice: Notice) -> Iterator[_Step]:
    """The steps that the text names; the hand-in is also called its deadline."""
    for stage in notice.stages:
        places = [text.find(part) for part in _parts(stage, notice) if part in text]
        if stage.id == "submission" and (found := _DEADLINE.search(text)):
            places.append(found.start())
        if places:
            yield _Step(min(places), stage.id, stage.name, stage.since, stage.until, stage.cites)
    issued, found = stated(notice, "issued"), _ISSUED.search(text)
    if found and issued and notice.dated:
        label = topics()["issued"].label
        yield _Step(found.start(), "issued", label, notice.issued, notice.issued, issued[0].cites)


def _parts(stage: Stage, notice: Notice) -> frozenset[str]:
    """Pieces of the stage's name that no other stage has."""
    others = [each.name for each in notice.stages if each is not stage]
    pieces = {stage.name[start : start + PART] for start in range(len(stage.name) - PART + 1)}
    return frozenset(each for each in pieces if not any(each in other for other in others))

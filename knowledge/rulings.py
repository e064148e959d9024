"""Where a notice is silent, and the office's readings that speak to it.

A point is what one ruling settles: a topic (`age`), a topic of one unit or place (`quota:某街道`), or a
rule whose wording is open (`rule:rank`). A unit may stand in it as somebody typed it; two points are the same
where the same unit of the notice's region is meant.
"""

import re

from knowledge.model import Library, Notice, Rule, Ruling, Verdict
from knowledge.question import Answer, AnswerKind
from knowledge.understand.place import region_name
from knowledge.understand.topic import topics

_RULE = "rule:"
_LEAD = re.compile(r"^(?:请问|问下|想问|那么?|我们?|咱们?|俺们?|你们?|给|对|像|是)+")
_SHORTEST = 3  # characters of a unit's name: 甲乙县


def points(answer: Answer) -> tuple[str, ...]:
    """What the one notice that was asked leaves open; nothing where a private matter was asked."""
    if len(answer.notices) != 1 or answer.manner == "private":
        return ()
    if answer.kind is AnswerKind.VERDICT:
        open_ = (
            point for each in answer.verdicts for point in (*points_of(each.verdict), *_ruled(each.verdict))
        )
        return tuple(dict.fromkeys(open_))
    if answer.kind is AnswerKind.NOT_STATED and answer.subject:
        return (f"{answer.topic}:{''.join(answer.subject.split())}",)
    silent = answer.kind is AnswerKind.NOT_STATED and answer.topic
    return answer.unstated or ((answer.topic,) if silent else ())


def points_of(verdict: Verdict) -> tuple[str, ...]:
    """The rules whose wording leaves the case open."""
    return tuple(_RULE + rule.id for rule in verdict.unclear)


def _ruled(verdict: Verdict) -> tuple[str, ...]:
    """The rules whose case a reading of the office settled: it is named beside the verdict."""
    return tuple(_RULE + rule.id for rule in verdict.ruled)


def to_ask(answer: Answer) -> str:
    """The point that the office may be asked about, or ''."""
    if answer.kind not in {AnswerKind.NOT_STATED, AnswerKind.VERDICT}:
        return ""
    settled = {point for each in answer.verdicts for point in _ruled(each.verdict)}
    return next((point for point in points(answer) if point not in settled), "")


def rulings_on(library: Library, notice: str, asked: tuple[str, ...]) -> tuple[Ruling, ...]:
    """The office's readings of these points, the newest first."""
    known = library[notice].notice
    meant = {_meant(known, point) for point in asked}
    found = (each for each in library[notice].rulings if _meant(known, each.point) in meant)
    return tuple(sorted(found, key=lambda each: (each.on, each.id), reverse=True))


def _meant(notice: Notice, point: str) -> str:
    """九江市某某街道, 我们某某街道 and 某某街道 are one; 九江县, which is no more, is not 县."""
    topic, _, subject = point.partition(":")
    if topic == _RULE[:-1] or not subject:
        return point
    name = subject
    for start in (notice.region, region_name(notice.region)):
        bare = _LEAD.sub("", name).removeprefix(start)
        name = bare if len(bare) >= _SHORTEST else name
    return f"{topic}:{name}"


def label(notice: Notice, point: str) -> str:
    """A point as a person reads it."""
    if rule := rule_of(notice, point):
        return rule.label
    topic, _, subject = _meant(notice, point).partition(":")
    known = topics().get(topic)
    return subject + known.label if known else subject


def rule_of(notice: Notice, point: str) -> Rule | None:
    return next((each for each in notice.rules if point == _RULE + each.id), None)

"""The rounds of a notice: which one is running, what it takes over from the notice, and what is new."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from knowledge.model import Edition, Notice, Round, Stage

CARRIED_FACTS = "facts"
"""Stands in `Edition.carried` for everything a notice states besides its rules."""

_YEAR = re.compile(r"-\d{4}$")
_DIGITS = re.compile(r"\d+$")


@dataclass(frozen=True, slots=True)
class Kept:
    """A round as the office opened or changed it, and what in it is not confirmed yet."""

    round: Round
    carried: frozenset[str] = frozenset()


def with_rounds(edition: Edition, kept: Iterable[Kept]) -> Edition:
    """The edition with the newest of its rounds as the running one."""
    known = {each.round.id: each for each in kept}
    own = known.pop(edition.round.id, Kept(edition.round))
    every = (own, *known.values())
    running = max(every, key=lambda each: each.round.opens)
    others = tuple(each.round for each in every if each is not running)
    return replace(
        edition,
        notice=dated(edition.notice, running.round, later=running is not own),
        round=running.round,
        announced=None if running is own else own.round,
        carried=running.carried,
        others=others,
    )


def in_round(edition: Edition, round_id: str) -> Edition:
    """The edition as it is for one of its rounds; a round that is not known counts as the running one."""
    found = next((each for each in edition.others if each.id == round_id), None)
    return edition if found is None else replace(edition, round=found)


def dated(notice: Notice, running: Round, *, later: bool) -> Notice:
    """The notice with the days of a round: a stage of a later round without a day has none."""
    given = {"submission": running.closes.date(), **running.stages} if later or running.stages else {}
    if not given:
        return notice
    return replace(notice, stages=tuple(_stage(each, given, later=later) for each in notice.stages))


def next_id(notice: Notice, opens: date) -> str:
    """The id of the round that opens on a day, such as suzhou-2027."""
    return f"{_YEAR.sub('', notice.id)}-{opens.year}"


def next_code(notice: Notice, opens: date) -> str:
    """What its registration numbers start with, such as JJ27."""
    return f"{_DIGITS.sub('', notice.code)}{opens:%y}"


def everything(notice: Notice) -> frozenset[str]:
    """What a later round takes over, to be confirmed: each rule, and the facts as a whole."""
    return frozenset({CARRIED_FACTS, *(rule.id for rule in notice.rules)})


def _stage(stage: Stage, given: dict[str, date], *, later: bool) -> Stage:
    if stage.id in given:
        return replace(stage, until=given[stage.id], since=None if later else stage.since)
    return replace(stage, since=None, until=None) if later else stage

"""Opening the next round: its first and last day are asked, the other stages proposed from last year's."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time

from dialogs.desk.arranging import complaint, edition_of, given_days, leave, sure
from dialogs.model import Reply, World
from dialogs.rounds import Arranging, OpenRound
from dialogs.say import render
from knowledge.build import SHANGHAI
from knowledge.model import Edition
from knowledge.rounds import everything, next_code, next_id
from knowledge.understand.numbers import days


def asked(state: Arranging, world: World) -> Reply | None:
    edition = edition_of(world, state.subject)
    if edition is None:
        return None
    short, known = edition.notice.short, given_days(state)
    if not known:
        return Reply(render("desk_rounds", "opens_when", short=short, year=world.now.year), leave(state))
    if len(known) == 1:
        return Reply(render("desk_rounds", "closes_when", opens=known[0]), leave(state))
    stages = [(edition.notice.stage(name), day) for name, day in _stages(state)]
    opens, closes = known
    said = render("desk_rounds", "open_sure", short=short, opens=opens, closes=closes, stages=stages)
    return sure(state, said)


def dated(state: Arranging, edition: Edition, day: date) -> Arranging | Reply:
    """The state once a day was given, or what is wrong with the day."""
    known = given_days(state)
    if not known and next_id(edition.notice, day) in {
        edition.round.id,
        *(each.id for each in edition.others),
    }:
        return complaint("same_year", year=day.year)
    if known and day <= known[0]:
        return complaint("ends_before", opens=known[0])
    proposed = _proposed(edition, day) if known else ()
    return replace(state, given=(*state.given, day.isoformat(), *proposed))


def restaged(state: Arranging, edition: Edition, text: str) -> Arranging | Reply:
    """评审 9月20日: another day for one stage; 评审 没有: none."""
    named = next((each for each in edition.notice.stages if each.name in text), None)
    if named is None:
        stages = ((edition.notice.stage(name), day) for name, day in _stages(state))
        return complaint("which_stage", stages=[stage.name for stage, _ in stages if stage])
    found = days(text, given_days(state)[0])
    kept = tuple(each for each in state.given[2:] if each.partition(" ")[0] != named.id)
    changed = (f"{named.id} {found[0]}",) if found else ()
    return replace(state, given=(*state.given[:2], *kept, *changed))


def opening(state: Arranging, edition: Edition) -> OpenRound:
    """The round as it was arranged; rules and facts are carried over, to be confirmed."""
    notice, (opens, closes) = edition.notice, given_days(state)
    return OpenRound(
        round=next_id(notice, opens),
        notice=notice.id,
        code=next_code(notice, opens),
        opens=datetime.combine(opens, time.min, SHANGHAI),
        closes=datetime.combine(closes, time.max, SHANGHAI),
        stages=tuple(_stages(state)),
        carried=tuple(sorted(everything(notice))),
        before=edition.round.id,
    )


def _proposed(edition: Edition, closes: date) -> tuple[str, ...]:
    """The other stages, as far after the new deadline as they were after the old one."""
    old = edition.round.closes.date()
    return tuple(
        f"{each.id} {closes + (each.until - old)}"
        for each in edition.notice.stages
        if each.until and each.id != "submission" and each.until > old
    )


def _stages(state: Arranging) -> Sequence[tuple[str, date]]:
    split = (each.partition(" ") for each in state.given[2:])
    return [(name, date.fromisoformat(day)) for name, _, day in split]

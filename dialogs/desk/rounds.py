"""`/round`: the office opens the next round, moves a deadline, admits somebody late, and closes a round."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time

from dialogs import home
from dialogs.heard import is_word
from dialogs.model import Idle, Reply, Turn, World
from dialogs.prompt import Rows
from dialogs.rounds import AdmitLate, Arranging, CloseRound, ConfirmRules, MoveDeadline, OpenRound
from dialogs.say import button, render
from dialogs.scene import Scene, go
from dialogs.seats import OFFICE
from knowledge.build import SHANGHAI
from knowledge.model import Edition, Round
from knowledge.rounds import CARRIED_FACTS, everything, next_code, next_id
from knowledge.understand.numbers import days

SHOWN = 5  # of a list
LONGEST = 200  # characters of a reason


def rounds(scene: Scene, given: str = "") -> Turn:
    """`/round` and its buttons. To everybody else it is an unknown command."""
    if not _offices(scene.world):
        return home.help_(scene)
    verb, _, subject = given.partition(" ")
    return _DOORS.get(verb, _list)(scene, subject)


def heard(scene: Scene, state: Arranging, text: str) -> Turn:
    """What the office types while it arranges something."""
    if not _allowed(state, scene.world):
        return replace(home.help_(scene), state=Idle())
    if state.deed == "late" and len(state.given) == 1:
        return _reason(scene, state, text)
    if _complete(state) and is_word(text, "yes"):
        return rounds(scene, "go")
    if _complete(state) and is_word(text, "no"):
        return _list(replace(scene, state=Idle()))
    if state.deed == "open" and _complete(state):
        return _restaged(scene, state, text)
    found = days(text, _reference(state, scene.world))
    if not found:
        return scene.stay(Reply(render("desk_rounds", "no_day", text=text[:20])), *_now(state, scene.world))
    return _dated(scene, state, found[0])


def asked(state: Arranging, world: World) -> Reply | None:
    """What is asked now, or what waits for a yes."""
    if not _allowed(state, world):
        return None
    match state.deed:
        case "open":
            return _asked_to_open(state, world)
        case "move":
            return _asked_to_move(state, world)
        case _:
            return _asked_to_admit(state, world)


# ── the list ──────────────────────────────────────────────────────────────────────────────────────────


def _list(scene: Scene, _: str = "") -> Turn:
    """The notices this office runs, each with its round."""
    editions = _offices(scene.world)
    if len(editions) == 1:
        return _show(scene, editions[0].notice.id)
    said = render("desk_rounds", "list", editions=editions, now=scene.world.now)
    rows = tuple(
        (button("notice", f"round show {each.notice.id}", short=each.notice.short),) for each in editions
    )
    return go(Idle(), Reply(said, rows))


def _show(scene: Scene, notice: str) -> Turn:
    """One notice: its round, and what can be done with it."""
    edition = _edition(scene.world, notice)
    if edition is None:
        return _list(scene)
    said = render(
        "desk_rounds",
        "show",
        edition=edition,
        now=scene.world.now,
        carried=len(edition.carried),
        stages=[each for each in edition.notice.stages if each.until],
    )
    return go(Idle(), Reply(said, _doors(edition)))


def _doors(edition: Edition) -> Rows:
    id_, running = edition.notice.id, edition.round
    confirm = ((button("round_confirm", f"round confirm {id_}"),),) if edition.carried else ()
    close = (
        ((button("round_close", f"round close {running.id}"),),)
        if edition.announced and running.state == "open"
        else ()
    )
    return (
        (button("round_open", f"round open {id_}"),),
        (button("round_move", f"round move {id_}"), button("round_late", f"round late {id_}")),
        *confirm,
        *close,
    )


# ── opening the next round ────────────────────────────────────────────────────────────────────────────


def _open(scene: Scene, notice: str) -> Turn:
    return _ask(scene, Arranging("open", notice))


def _asked_to_open(state: Arranging, world: World) -> Reply | None:
    edition = _edition(world, state.subject)
    if edition is None:
        return None
    if not state.given:
        said = render("desk_rounds", "opens_when", short=edition.notice.short, year=world.now.year)
        return Reply(said, _leave(state))
    if len(state.given) == 1:
        return Reply(render("desk_rounds", "closes_when", opens=_days(state)[0]), _leave(state))
    opens, closes = _days(state)[:2]
    stages = [(edition.notice.stage(name), day) for name, day in _stages(state)]
    said = render(
        "desk_rounds", "open_sure", short=edition.notice.short, opens=opens, closes=closes, stages=stages
    )
    return Reply(said, ((button("round_go", "round go"),), *_leave(state)))


def _dated(scene: Scene, state: Arranging, day: date) -> Turn:
    """A day was given: the next thing is asked, or everything shown."""
    world, edition = scene.world, _edition(scene.world, state.subject)
    if (
        state.deed == "open"
        and not state.given
        and edition
        and next_id(edition.notice, day) in _known(edition)
    ):
        return _again(scene, state, "same_year", year=day.year)
    if state.deed == "open" and state.given and day <= _days(state)[0]:
        return _again(scene, state, "ends_before", opens=_days(state)[0])
    if state.deed != "open" and day < world.now.date():
        return _again(scene, state, "past", day=day)
    given = (*state.given, day.isoformat()) if state.deed != "move" else (day.isoformat(),)
    if state.deed == "open" and len(given) == 2 and edition:  # noqa: PLR2004 - both days are there
        given = (*given, *_proposed(edition, day))
    return _ask(scene, replace(state, given=given))


def _proposed(edition: Edition, closes: date) -> tuple[str, ...]:
    """The other stages, as far after the new deadline as they were after the old one."""
    old = edition.round.closes.date()
    return tuple(
        f"{each.id} {closes + (each.until - old)}"
        for each in edition.notice.stages
        if each.until and each.id != "submission" and each.until > old
    )


def _restaged(scene: Scene, state: Arranging, text: str) -> Turn:
    """评审 9月20日: another day for one stage; 评审 没有: none."""
    edition = _edition(scene.world, state.subject)
    named = [each for each in (edition.notice.stages if edition else ()) if each.name in text]
    if not named:
        return _again(scene, state, "which_stage", stages=[each for each, _ in _named(state, edition)])
    found = days(text, _days(state)[0])
    kept = tuple(each for each in state.given[2:] if each.partition(" ")[0] != named[0].id)
    changed = (f"{named[0].id} {found[0]}",) if found else ()
    return _ask(scene, replace(state, given=(*state.given[:2], *kept, *changed)))


def _opened(scene: Scene, state: Arranging) -> Turn:
    edition = _edition(scene.world, state.subject)
    if edition is None:
        return _list(scene)
    opens, closes = _days(state)[:2]
    notice = edition.notice
    effect = OpenRound(
        round=next_id(notice, opens),
        notice=notice.id,
        code=next_code(notice, opens),
        opens=datetime.combine(opens, time.min, SHANGHAI),
        closes=datetime.combine(closes, time.max, SHANGHAI),
        stages=tuple(_stages(state)),
        carried=tuple(sorted(everything(notice))),
        before=edition.round.id,
    )
    said = render("desk_rounds", "opened", short=notice.short, opens=opens, closes=closes)
    return go(Idle(), Reply(said, ((button("round_back", f"round show {notice.id}"),),)), effects=(effect,))


# ── another deadline ──────────────────────────────────────────────────────────────────────────────────


def _move(scene: Scene, notice: str) -> Turn:
    return _ask(scene, Arranging("move", notice))


def _asked_to_move(state: Arranging, world: World) -> Reply | None:
    edition = _edition(world, state.subject)
    if edition is None:
        return None
    if not state.given:
        said = render("desk_rounds", "move_when", short=edition.notice.short, closes=edition.round.closes)
        return Reply(said, _leave(state))
    counts = world.records.register.counts(edition.round.id).values()
    concerned = sum(number for states in counts for state_, number in states.items() if state_ != "withdrawn")
    said = render(
        "desk_rounds",
        "move_sure",
        short=edition.notice.short,
        before=edition.round.closes,
        closes=_days(state)[0],
        concerned=concerned,
    )
    return Reply(said, ((button("round_go", "round go"),), *_leave(state)))


def _moved(scene: Scene, state: Arranging) -> Turn:
    edition = _edition(scene.world, state.subject)
    if edition is None:
        return _list(scene)
    running, closes = edition.round, datetime.combine(_days(state)[0], time.max, SHANGHAI)
    effect = MoveDeadline(running.id, edition.notice.id, running.code, running.opens, closes)
    said = render("desk_rounds", "moved", short=edition.notice.short, closes=closes)
    return go(Idle(), Reply(said, _doors(edition)), effects=(effect,))


# ── a named exception ─────────────────────────────────────────────────────────────────────────────────


def _late(scene: Scene, given: str) -> Turn:
    """Which unit: by its button, a few at a time; or `round admit <unit>`."""
    notice, _, skipped = given.partition(" ")
    edition = _edition(scene.world, notice)
    if edition is None:
        return _list(scene)
    start = int(skipped) if skipped.isdecimal() else 0
    units = scene.world.records.seats.units(edition.round.id)
    few = units[start : start + SHOWN]
    rows = tuple((button("unit_named", f"round admit {each.id}", name=each.name),) for each in few)
    more = (button("more", f"round late {notice} {start + SHOWN}"),) if len(units) > start + SHOWN else ()
    said = render("desk_rounds", "late_who", short=edition.notice.short, units=len(units))
    return go(Idle(), Reply(said, (*rows, (*more, button("round_back", f"round show {notice}")))))


def _asked_to_admit(state: Arranging, world: World) -> Reply | None:
    unit = world.records.seats.unit(state.subject)
    if unit is None:
        return None
    if not state.given:
        return Reply(render("desk_rounds", "late_when", name=unit.name), _leave(state))
    if len(state.given) == 1:
        return Reply(render("desk_rounds", "late_why", name=unit.name), _leave(state))
    said = render("desk_rounds", "late_sure", name=unit.name, until=_days(state)[0], reason=state.given[1])
    return Reply(said, ((button("round_go", "round go"),), *_leave(state)))


def _reason(scene: Scene, state: Arranging, text: str) -> Turn:
    if len(text) > LONGEST:
        return _again(scene, state, "too_long", count=len(text), most=LONGEST)
    return _ask(scene, replace(state, given=(*state.given, text)))


def _admitted(scene: Scene, state: Arranging) -> Turn:
    unit = scene.world.records.seats.unit(state.subject)
    if unit is None:
        return _list(scene)
    until = datetime.combine(_days(state)[0], time.max, SHANGHAI)
    said = render("desk_rounds", "admitted", name=unit.name, until=until)
    back = ((button("round_back", f"round show {unit.notice}"),),)
    return go(Idle(), Reply(said, back), effects=(AdmitLate(unit.id, until, state.given[1]),))


# ── last year's rules, and the end ────────────────────────────────────────────────────────────────────


def _confirm(scene: Scene, given: str) -> Turn:
    """What holds over from last year, a few at a time; `confirm <notice> all` or one rule confirms."""
    notice, _, which = given.partition(" ")
    edition = _edition(scene.world, notice)
    if edition is None or not edition.carried:
        return _show(scene, notice)
    if which == "all" or which in edition.carried:
        return _confirmed(edition, which)
    waiting = [rule for rule in edition.notice.rules if rule.id in edition.carried]
    few = waiting[:SHOWN]
    said = render(
        "desk_rounds", "carried", short=edition.notice.short, rules=few, more=len(waiting) - len(few),
        facts=CARRIED_FACTS in edition.carried,
    )  # fmt: skip
    rows = tuple(
        (button("confirm_nth", f"round confirm {notice} {rule.id}", number=number),)
        for number, rule in enumerate(few, 1)
    )
    facts = ((button("confirm_facts", f"round confirm {notice} {CARRIED_FACTS}"),),)
    every = (
        (button("confirm_all", f"round confirm {notice} all"), button("round_back", f"round show {notice}")),
    )
    return go(Idle(), Reply(said, (*rows, *(facts if CARRIED_FACTS in edition.carried else ()), *every)))


def _confirmed(edition: Edition, which: str) -> Turn:
    rules = () if which == "all" else (which,)
    left = 0 if which == "all" else len(edition.carried) - 1
    said = render("desk_rounds", "confirmed", left=left)
    more = button("round_confirm", f"round confirm {edition.notice.id}")
    back = button("round_back", f"round show {edition.notice.id}")
    buttons = ((more, back),) if left else ((back,),)
    return go(Idle(), Reply(said, buttons), effects=(ConfirmRules(edition.round.id, rules),))


def _close(scene: Scene, round_id: str) -> Turn:
    """A round that was opened here is closed, then archived; both ask first."""
    found = next((each for each in _offices(scene.world) if each.round.id == round_id), None)
    if found is None:
        return _list(scene)
    after = "archived" if found.round.state == "closed" else "closed"
    said = render("desk_rounds", f"{after}_sure", short=found.notice.short, closes=found.round.closes)
    sure = button("round_end", f"round end {round_id} {after}")
    return go(Idle(), Reply(said, ((sure,), (button("round_back", f"round show {found.notice.id}"),))))


def _end(scene: Scene, given: str) -> Turn:
    round_id, _, after = given.partition(" ")
    found = next((each for each in _offices(scene.world) if each.round.id == round_id), None)
    if found is None or after not in {"closed", "archived"} or found.announced is None:
        return _list(scene)
    said = render("desk_rounds", after, short=found.notice.short)
    return go(Idle(), Reply(said, _doors(found)), effects=(CloseRound(round_id, after),))


# ── what they share ───────────────────────────────────────────────────────────────────────────────────


def _go(scene: Scene, _: str) -> Turn:
    state = scene.state
    if not isinstance(state, Arranging) or not _complete(state) or not _allowed(state, scene.world):
        return _list(scene)
    return {"open": _opened, "move": _moved, "late": _admitted}[state.deed](scene, state)


def _ask(scene: Scene, state: Arranging) -> Turn:
    reply = asked(state, scene.world)
    return go(state, reply) if reply else _list(scene)


def _again(scene: Scene, state: Arranging, why: str, **details: object) -> Turn:
    """What is wrong and what would be right; the question stays."""
    return go(state, Reply(render("desk_rounds", why, **details)), *_now(state, scene.world))


def _now(state: Arranging, world: World) -> tuple[Reply, ...]:
    reply = asked(state, world)
    return (reply,) if reply else ()


def _leave(state: Arranging) -> Rows:
    back = f"round show {state.subject}" if state.deed in {"open", "move"} else "round"
    return ((button("round_leave", back),),)


def _complete(state: Arranging) -> bool:
    return len(state.given) >= (1 if state.deed == "move" else 2)


def _days(state: Arranging) -> Sequence[date]:
    """The days given so far, in their order."""
    return [date.fromisoformat(each) for each in state.given[:2] if each[:4].isdecimal() and len(each) == 10]  # noqa: PLR2004 - an ISO date


def _stages(state: Arranging) -> Sequence[tuple[str, date]]:
    split = (each.partition(" ") for each in state.given[2:])
    return [(name, date.fromisoformat(day)) for name, _, day in split]


def _named(state: Arranging, edition: Edition | None) -> Sequence[tuple[str, date]]:
    if edition is None:
        return ()
    found = ((edition.notice.stage(name), day) for name, day in _stages(state))
    return [(stage.name, day) for stage, day in found if stage]


def _reference(state: Arranging, world: World) -> date:
    """The day from which a missing year is read."""
    known = _days(state)
    return known[0] if known else world.now.date()


def _known(edition: Edition) -> set[str]:
    every: tuple[Round, ...] = (edition.round, *edition.others)
    return {each.id for each in every}


def _offices(world: World) -> Sequence[Edition]:
    """The notices whose office the person is."""
    held = {each.notice for each in world.person.seats if each.role == OFFICE}
    return [each for each in world.library.values() if held & {"", each.notice.id}]


def _edition(world: World, notice: str) -> Edition | None:
    return next((each for each in _offices(world) if each.notice.id == notice), None)


def _allowed(state: Arranging, world: World) -> bool:
    if state.deed == "late":
        return bool(_offices(world)) and world.records.seats.unit(state.subject) is not None
    return _edition(world, state.subject) is not None


_DOORS: Mapping[str, Callable[[Scene, str], Turn]] = {
    "show": _show,
    "open": _open,
    "move": _move,
    "late": _late,
    "admit": lambda scene, unit: _ask(scene, Arranging("late", unit)),
    "confirm": _confirm,
    "close": _close,
    "end": _end,
    "go": _go,
}
"""Button -> what it does."""

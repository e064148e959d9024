"""`/round`: the office opens the next round, moves a deadline, admits somebody late, and closes a round."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time

from dialogs import home
from dialogs.desk import naming, opening
from dialogs.desk.arranging import complaint, edition_of, given_days, leave, offices, sure
from dialogs.heard import is_word
from dialogs.model import Idle, Reply, Turn, World
from dialogs.prompt import Rows
from dialogs.rounds import AdmitLate, Arranging, CloseRound, ConfirmRules, MoveDeadline
from dialogs.say import button, render
from dialogs.scene import Scene, go
from knowledge.build import SHANGHAI
from knowledge.model import Edition, Round
from knowledge.rounds import CARRIED_FACTS
from knowledge.understand.numbers import days

SHOWN = 5  # of a list
LONGEST = 200  # characters of a reason


def rounds(scene: Scene, given: str = "") -> Turn:
    """`/round` and its buttons. To everybody else it is an unknown command."""
    if not offices(scene.world):
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
            return opening.asked(state, world)
        case "move":
            return _asked_to_move(state, world)
        case _:
            return _asked_to_admit(state, world)


# ── the list ──────────────────────────────────────────────────────────────────────────────────────────


def _list(scene: Scene, _: str = "") -> Turn:
    """The notices this office runs, each with its round."""
    editions = offices(scene.world)
    if len(editions) == 1:
        return _show(scene, editions[0].notice.id)
    said = render("desk_rounds", "list", editions=editions, now=scene.world.now)
    rows = tuple(
        (button("notice", f"round show {each.notice.id}", short=each.notice.short),) for each in editions
    )
    return go(Idle(), Reply(said, rows))


def _show(scene: Scene, notice: str) -> Turn:
    """One notice: its round, and what can be done with it."""
    edition = edition_of(scene.world, notice)
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
    return go(Idle(), Reply(said, _doors(edition, over=scene.world.now > edition.round.closes)))


def _doors(edition: Edition, *, over: bool = False) -> Rows:
    id_, running = edition.notice.id, edition.round
    confirm = ((button("round_confirm", f"round confirm {id_}"),),) if edition.carried else ()
    close = (
        ((button("round_close", f"round close {running.id}"),),)
        if running.state != "archived" and over
        else ()
    )
    named = button("round_laureates", f"round laureates {id_}")
    return (
        (button("round_open", f"round open {id_}"), named),
        (button("round_move", f"round move {id_}"), button("round_late", f"round late {id_}")),
        *confirm,
        *close,
    )


# ── opening the next round ────────────────────────────────────────────────────────────────────────────


def _dated(scene: Scene, state: Arranging, day: date) -> Turn:
    """A day was given: the next thing is asked, or everything shown."""
    edition = edition_of(scene.world, state.subject)
    if state.deed == "open" and edition:
        return _onward(scene, state, opening.dated(state, edition, day))
    if day < scene.world.now.date():
        return _onward(scene, state, complaint("past", day=day))
    given = (*state.given, day.isoformat()) if state.deed == "late" else (day.isoformat(),)
    return _ask(scene, replace(state, given=given))


def _restaged(scene: Scene, state: Arranging, text: str) -> Turn:
    edition = edition_of(scene.world, state.subject)
    return _onward(scene, state, opening.restaged(state, edition, text)) if edition else _list(scene)


def _onward(scene: Scene, state: Arranging, after: Arranging | Reply) -> Turn:
    """The next question; or what is wrong, and the same question."""
    return go(state, after, *_now(state, scene.world)) if isinstance(after, Reply) else _ask(scene, after)


def _opened(scene: Scene, state: Arranging) -> Turn:
    edition = edition_of(scene.world, state.subject)
    if edition is None:
        return _list(scene)
    opens, closes = given_days(state)
    said = render("desk_rounds", "opened", short=edition.notice.short, opens=opens, closes=closes)
    back = ((button("round_back", f"round show {edition.notice.id}"),),)
    return go(Idle(), Reply(said, back), effects=(opening.opening(state, edition),))


# ── another deadline ──────────────────────────────────────────────────────────────────────────────────


def _asked_to_move(state: Arranging, world: World) -> Reply | None:
    edition = edition_of(world, state.subject)
    if edition is None:
        return None
    if not state.given:
        said = render("desk_rounds", "move_when", short=edition.notice.short, closes=edition.round.closes)
        return Reply(said, leave(state))
    counts = world.records.register.counts(edition.round.id).values()
    concerned = sum(number for states in counts for state_, number in states.items() if state_ != "withdrawn")
    said = render(
        "desk_rounds",
        "move_sure",
        short=edition.notice.short,
        before=edition.round.closes,
        closes=given_days(state)[0],
        concerned=concerned,
    )
    return sure(state, said)


def _moved(scene: Scene, state: Arranging) -> Turn:
    edition = edition_of(scene.world, state.subject)
    if edition is None:
        return _list(scene)
    running, closes = edition.round, datetime.combine(given_days(state)[0], time.max, SHANGHAI)
    effect = MoveDeadline(running.id, edition.notice.id, running.code, running.opens, closes)
    said = render("desk_rounds", "moved", short=edition.notice.short, closes=closes)
    return go(Idle(), Reply(said, _doors(edition)), effects=(effect,))


# ── a named exception ─────────────────────────────────────────────────────────────────────────────────


def _late(scene: Scene, given: str) -> Turn:
    """Which unit: by its button, a few at a time; or `round admit <unit>`."""
    notice, _, skipped = given.partition(" ")
    edition = edition_of(scene.world, notice)
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
        return Reply(render("desk_rounds", "late_when", name=unit.name), leave(state))
    if len(state.given) == 1:
        return Reply(render("desk_rounds", "late_why", name=unit.name), leave(state))
    said = render(
        "desk_rounds", "late_sure", name=unit.name, until=given_days(state)[0], reason=state.given[1]
    )
    return sure(state, said)


def _reason(scene: Scene, state: Arranging, text: str) -> Turn:
    if len(text) > LONGEST:
        return _onward(scene, state, complaint("too_long", count=len(text), most=LONGEST))
    return _ask(scene, replace(state, given=(*state.given, text)))


def _admitted(scene: Scene, state: Arranging) -> Turn:
    unit = scene.world.records.seats.unit(state.subject)
    if unit is None:
        return _list(scene)
    until = datetime.combine(given_days(state)[0], time.max, SHANGHAI)
    said = render("desk_rounds", "admitted", name=unit.name, until=until)
    back = ((button("round_back", f"round show {unit.notice}"),),)
    return go(Idle(), Reply(said, back), effects=(AdmitLate(unit.id, until, state.given[1]),))


# ── last year's rules, and the end ────────────────────────────────────────────────────────────────────


def _confirm(scene: Scene, given: str) -> Turn:
    """What holds over from last year, a few at a time; `confirm <notice> all` or one rule confirms."""
    notice, _, which = given.partition(" ")
    edition = edition_of(scene.world, notice)
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
    found = next((each for each in offices(scene.world) if each.round.id == round_id), None)
    if found is None:
        return _list(scene)
    after = "archived" if found.round.state == "closed" else "closed"
    said = render("desk_rounds", f"{after}_sure", short=found.notice.short, closes=found.round.closes)
    sure = button("round_end", f"round end {round_id} {after}")
    return go(Idle(), Reply(said, ((sure,), (button("round_back", f"round show {found.notice.id}"),))))


def _end(scene: Scene, given: str) -> Turn:
    round_id, _, after = given.partition(" ")
    found = next((each for each in offices(scene.world) if each.round.id == round_id), None)
    if found is None or after not in {"closed", "archived"} or scene.world.now <= found.round.closes:
        return _list(scene)
    said = render("desk_rounds", after, short=found.notice.short)
    return go(Idle(), Reply(said, _doors(found)), effects=(_closing(found.round, found.notice.id, after),))


def _closing(running: Round, notice: str, after: str) -> CloseRound:
    return CloseRound(running.id, notice, running.code, running.opens, running.closes, after)


# ── what they share ───────────────────────────────────────────────────────────────────────────────────


def _go(scene: Scene, _: str) -> Turn:
    state = scene.state
    if not isinstance(state, Arranging) or not _complete(state) or not _allowed(state, scene.world):
        return _list(scene)
    return {"open": _opened, "move": _moved, "late": _admitted}[state.deed](scene, state)


def _ask(scene: Scene, state: Arranging) -> Turn:
    reply = asked(state, scene.world)
    return go(state, reply) if reply else _list(scene)


def _now(state: Arranging, world: World) -> tuple[Reply, ...]:
    reply = asked(state, world)
    return (reply,) if reply else ()


def _complete(state: Arranging) -> bool:
    return len(state.given) >= (1 if state.deed == "move" else 2)


def _reference(state: Arranging, world: World) -> date:
    """The day from which a missing year is read."""
    known = given_days(state)
    return known[0] if known else world.now.date()


def _allowed(state: Arranging, world: World) -> bool:
    if state.deed == "late":
        return bool(offices(world)) and world.records.seats.unit(state.subject) is not None
    return edition_of(world, state.subject) is not None


_DOORS: Mapping[str, Callable[[Scene, str], Turn]] = {
    "show": _show,
    "open": lambda scene, notice: _ask(scene, Arranging("open", notice)),
    "move": lambda scene, notice: _ask(scene, Arranging("move", notice)),
    "late": _late,
    "admit": lambda scene, unit: _ask(scene, Arranging("late", unit)),
    "confirm": _confirm,
    "close": _close,
    "end": _end,
    "laureates": naming.naming,
    "honour": naming.honour,
    "unhonour": naming.unhonour,
    "publish": naming.publish,
    "go": _go,
}
"""Button -> what it does."""

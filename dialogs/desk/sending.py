"""The list of a unit: recommending takes a place, taking back frees it, sending up closes it on time."""

from collections.abc import Iterator

from dialogs.desk import veil
from dialogs.desk.case import Case, listed
from dialogs.desk.levels import Level, current, levels, of
from dialogs.desk.papers import lines, missing
from dialogs.desk.quota import endangered, outlooks, places
from dialogs.desk.rights import edition_of, own_unit
from dialogs.desk.timetable import fact
from dialogs.model import Button, Idle, Reply, Turn
from dialogs.prompt import Rows
from dialogs.register import Move
from dialogs.say import button, render
from dialogs.scene import Scene, go
from dialogs.seats import Unit
from knowledge.model import Contact, Decision, Edition
from knowledge.profile import profile_of
from knowledge.rules import decide

AT_ONCE = 100  # sent up with one press


def recommend(scene: Scene, case: Case, sure: str = "") -> Turn:
    """Takes a place, after a question where something speaks against it."""
    standing = case.standing
    if standing.state != "submitted":
        return _changed(case)
    if standing.held or not standing.confirmed:
        return scene.stay(Reply(render("desk_review", "waits", standing=standing), (_one(case),)))
    if standing.veiled:  # it is weighed by what the nominee wrote
        return scene.stay(veil.instead(scene.world, standing, *_one(case)))
    taken = scene.world.records.register.taken(case.unit.id)  # and nobody else takes one until this is kept
    if case.unit.most is not None and taken >= case.unit.most:
        return scene.stay(_full(scene, case))
    doubts = list(_doubts(scene, case))
    if doubts and not sure:
        return scene.stay(_ask(case, "recommend", doubts))
    left = None if case.unit.most is None else case.unit.most - taken - 1
    found = levels(scene.world, case)
    said = render(
        "desk_review",
        "recommended",
        standing=standing,
        left=left,
        level=found[0] if found else None,
        plan=case.plan,
    )
    on = (
        (button("public_notice", f"unit post {case.id}"),)
        if found
        else (button("papers", f"unit papers {case.id}"),)
    )
    return go(Idle(), Reply(said, ((*on, *_one(case)), _board(case))), effects=(Move(case.id, "recommend"),))


def take_back(case: Case) -> Turn:
    if case.standing.state != "recommended":
        return _changed(case)
    said = render("desk_review", "taken_back", standing=case.standing)
    return go(Idle(), Reply(said, (_one(case), _board(case))), effects=(Move(case.id, "take_back"),))


def send_up(scene: Scene, case: Case, sure: str = "") -> Turn:
    """上报: by the deadline, or while a named exception lets it in."""
    if case.standing.state != "recommended":
        return _changed(case)
    now = current(levels(scene.world, case))
    if refused := _refused(scene, case, now):
        return scene.stay(Reply(refused, (_one(case),)))
    doubts = [_not_clear(case, now)] if now else []
    if doubts and not sure:
        return scene.stay(_ask(case, "send_up", doubts))
    short = missing(lines(scene.world, case))
    said = render(
        "desk_review",
        "sent_up",
        standings=[case.standing],
        notice=case.edition.notice,
        left=0,
        short=short,
        incomplete=fact(case.edition, "incomplete"),
        plan=case.plan,
    )
    buttons: Rows = ((button("papers", f"unit papers {case.id}"),), _board(case))
    return go(Idle(), Reply(said, buttons), effects=(_up(scene, case),))


def send_all(scene: Scene, unit_id: str, sure: str = "") -> Turn:
    """Everybody on the list who is ready; the others stay, and are named."""
    unit = own_unit(scene.world, unit_id)
    edition = edition_of(scene.world, unit.round) if unit else None
    if unit is None or edition is None:
        return scene.stay(Reply(render("desk_unit", "gone")))
    back: Rows = ((button("to_board", f"unit board {unit.id}"),),)
    ready, waiting, refused = _sorted(scene, unit, edition)
    if not ready:
        text = refused or render("desk_review", "nobody_ready", waiting=waiting)
        return scene.stay(Reply(text, back))
    first = ready[:AT_ONCE]
    if not sure:
        said = render("desk_review", "send_all", ready=[each.standing for each in ready], waiting=waiting)
        yes = (button("send_all_sure", f"unit send_all {unit.id} sure", count=len(first)),)
        return scene.stay(Reply(said, (yes, *back)))
    said = render(
        "desk_review",
        "sent_up",
        standings=[each.standing for each in first],
        notice=edition.notice,
        left=len(ready) - len(first),
        short=0,
        incomplete=None,
        plan=None,
    )
    return go(Idle(), Reply(said, back), effects=tuple(_up(scene, each) for each in first))


def in_time(scene: Scene, case: Case) -> bool:
    """Before the deadline, by a named exception, or because the office itself sent it back."""
    closes = case.edition.round.closes
    if scene.event.at <= closes and case.edition.round.state == "open":
        return True
    until = scene.world.records.rounds.late_until(case.id)
    if until and scene.event.at <= until:
        return True
    return any(each.kind == "send_back" for each in scene.world.records.register.history(case.id))


def _sorted(scene: Scene, unit: Unit, edition: Edition) -> tuple[list[Case], list[Case], str]:
    """Those that can go up, those whose public notice is not over, and why somebody cannot."""
    records, wanted = scene.world.records, frozenset({"recommended"})
    page = records.register.page(unit.round, unit=unit.id, states=wanted, limit=10 * AT_ONCE)
    posted = records.postings.all_of([each.id for each in page])
    ready: list[Case] = []
    waiting: list[Case] = []
    refused = ""
    for case in listed(scene.world, unit, edition, page):
        now = current(of(edition, case.today, posted.get(case.id, ())))
        if said := _refused(scene, case, now):
            refused = refused or said
        else:
            (waiting if now else ready).append(case)
    return ready, waiting, refused


def _refused(scene: Scene, case: Case, now: Level | None) -> str:
    """Why it cannot go up now; '' where it can. `now`: the level that is not clear yet."""
    if case.standing.held:
        return render("desk_review", "waits", standing=case.standing)
    if not in_time(scene, case):
        return render(
            "desk_review", "closed", until=case.edition.round.closes, contact=_contact(case.edition)
        )
    if now and now.state == "stopped":
        return render("desk_review", "objected", standing=case.standing, level=now)
    return ""


def _up(scene: Scene, case: Case) -> Move:
    return Move(case.id, "send_up", late=scene.event.at > case.edition.round.closes)


def _doubts(scene: Scene, case: Case) -> Iterator[str]:
    """What speaks against recommending, each in a sentence: it is the liaison who decides."""
    values = scene.world.records.register.entries(case.id)
    verdict = decide(case.edition, profile_of(case.form, values), values.get("award", ""))
    if verdict.decision is Decision.INELIGIBLE:
        notice = case.edition.notice
        yield render(
            "desk_review",
            "not_eligible",
            rules=verdict.because,
            cite=lambda cites: notice.clause(cites.clause).label,
        )
    left = places(scene.world, case.unit).left
    if left is not None:
        before = outlooks(scene.world, case.unit, case.edition, left)
        for each, known in endangered(before, case.standing.shares):
            yield render("desk_unit", "endangered", each=each, known=known)


def _not_clear(case: Case, now: Level) -> str:
    """That a public notice is not over which the notice demands before."""
    return render("desk_review", "not_clear", standing=case.standing, level=now, today=case.today)


def _ask(case: Case, deed: str, doubts: list[str]) -> Reply:
    yes = (button(f"{deed}_anyway", f"unit {deed} {case.id} sure"),)
    return Reply(render("desk_review", "doubts", doubts=doubts), (yes, _one(case)))


def _full(scene: Scene, case: Case) -> Reply:
    found = places(scene.world, case.unit)
    fact = next((each for each in case.edition.notice.facts if each.topic == "replacement"), None)
    said = render("desk_review", "full_up", places=found, unit=case.unit, fact=fact if found.burnt else None)
    return Reply(said, (_one(case), _board(case)))


def _changed(case: Case) -> Turn:
    return go(Idle(), Reply(render("desk_unit", "changed"), (_one(case),)))


def _contact(edition: Edition) -> Contact | None:
    return next(iter(edition.notice.contacts), None)


def _one(case: Case) -> tuple[Button, ...]:
    return (button("this_nominee", f"unit one {case.id}"),)


def _board(case: Case) -> tuple[Button, ...]:
    return (button("to_board", f"unit board {case.unit.id}"),)

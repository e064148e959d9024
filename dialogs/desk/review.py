"""Reviewing at the unit: a nomination in full, its return with a reason at a field, consent on paper."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from dialogs import fill, privacy
from dialogs.desk import veil
from dialogs.desk.case import Case, entries
from dialogs.desk.rights import edition_of, own_unit
from dialogs.heard import is_word
from dialogs.model import Button, Consenting, Effect, Idle, Reply, Turn
from dialogs.postings import Tick
from dialogs.prompt import Rows, rows
from dialogs.register import DEEDS, AtUnit, Confirm, Disclose, Move
from dialogs.say import button, render
from dialogs.scene import Scene, go
from knowledge import chars, fields
from knowledge.profile import profile_of
from knowledge.rules import decide

LONGEST = 500  # characters of a reason
WHOLE = "-"  # in place of a field: the nomination as a whole
SIDE = "unit"
CONSENT = "consent"  # the slip on which a consent on paper is noted

_IN_FULL = 800  # 字; what is longer stands in the Word file


def read(scene: Scene, case: Case) -> Turn:
    """Everything that was filled in, with what the notice's conditions say, and the sheet itself."""
    if case.standing.state == "draft":
        return scene.stay(Reply(render("desk_review", "still_draft"), (_back(case),)))
    if case.standing.veiled:
        return scene.stay(veil.instead(scene.world, case.standing, *_back(case)))
    values, notice = entries(scene.world, case), case.edition.notice
    said = render(
        "desk_review",
        "full",
        standing=case.standing,
        lines=list(_lines(case, values)),
        verdict=decide(case.edition, profile_of(case.form, values), values.get("award", "")),
        cite=lambda cites: notice.clause(cites.clause).label,
    )
    sheet = Reply("", document=f"sheet/{case.id}/pdf")
    return scene.stay(Reply(said), sheet, _then(case), effects=(Disclose(case.id, "read"),))


def word_file(scene: Scene, case: Case) -> Turn:
    """The sheet as Word files, with what was written beside it."""
    if case.standing.state == "draft" or case.standing.veiled:
        return read(scene, case)
    taken = Disclose(case.id, "document")
    return scene.stay(Reply("", document=f"sheet/{case.id}/docx"), effects=(taken,))


def choose_field(scene: Scene, case: Case) -> Turn:
    """退回修改: at which field?"""
    if case.standing.state not in DEEDS["return"].before:
        return scene.stay(_changed(case))
    buttons = tuple(
        button("numbered", f"unit field {case.id} {each.id}", number=number, label=each.label)
        for number, each in enumerate(case.form.asked, 1)
    )
    whole = (button("whole", f"unit field {case.id} {WHOLE}"), button("leave_it", f"unit one {case.id}"))
    return scene.stay(
        Reply(render("desk_review", "which_field", standing=case.standing), (*rows(buttons), whole))
    )


def proxy(scene: Scene, unit_id: str) -> Turn:
    """代没有手机的人填: the liaison writes, and the nominee agrees on paper before it can be recommended."""
    unit = own_unit(scene.world, unit_id)
    edition = edition_of(scene.world, unit.round) if unit else None
    if unit is None or edition is None:
        return scene.stay(Reply(render("desk_unit", "gone")))
    if not fill.is_open(edition, scene.world.now):
        return fill.start(scene, edition)
    if card := privacy.card_needed(scene, others=True):
        return replace(
            privacy.show_card(scene, card, edition), state=Consenting(edition.notice.id, card, way="union")
        )
    begun = fill.begin(scene, edition, practice=False, way="union", unit=unit.id)
    return replace(begun, replies=(Reply(render("desk_review", "proxy")), *begun.replies))


def asks(case: Case, what: str, subject: str = "") -> Turn:
    """A reason, or who saw the consent, is to be typed. `what` is reason | drop | consent."""
    state = AtUnit(what, case.id, subject)
    return go(state, asked(case, state))


def asked(case: Case, state: AtUnit) -> Reply:
    """What is asked, or a yes to what was typed."""
    field = case.form.field(state.subject)
    label = field.label if field else ""
    leave = button("leave_it", f"unit one {case.id}")
    if not state.text:
        return Reply(
            render("desk_review", f"ask_{state.asks}", standing=case.standing, label=label), ((leave,),)
        )
    said = render("desk_review", f"sure_{state.asks}", standing=case.standing, label=label, text=state.text)
    again = button("rewrite", f"unit {_AGAIN[state.asks]} {case.id} {state.subject}".strip())
    return Reply(said, ((button(f"sure_{state.asks}", "unit sure"),), (again, leave)))


def heard(scene: Scene, case: Case, state: AtUnit, text: str) -> Turn:
    """The reason itself, or yes and no to it."""
    if state.text and is_word(text, "yes"):
        return sure(case, state)
    if state.text and is_word(text, "no"):
        text = ""
    if len(text) > LONGEST:
        return scene.stay(Reply(render("desk_review", "too_long", count=len(text))))
    typed = AtUnit(state.asks, state.nomination, state.subject, text)
    return go(typed, asked(case, typed))


def sure(case: Case, state: AtUnit) -> Turn:
    """What was shown is done, if it is still possible."""
    if not state.text or not _possible(case, state):
        return go(Idle(), _changed(case))
    said = render("desk_review", f"done_{state.asks}", standing=case.standing, way=case.standing.way)
    return go(Idle(), Reply(said, (_back(case),)), effects=_effects(case, state))


def _possible(case: Case, state: AtUnit) -> bool:
    if state.asks == "consent":
        return not case.standing.confirmed
    return case.standing.state in DEEDS[_DEEDS[state.asks]].before


def _effects(case: Case, state: AtUnit) -> tuple[Effect, ...]:
    if state.asks == "consent":
        return (Confirm(case.id, paper=True), Tick(case.id, CONSENT, SIDE, note=state.text))
    field = "" if state.subject == WHOLE else state.subject
    return (Move(case.id, _DEEDS[state.asks], field, state.text),)


def _lines(case: Case, values: Mapping[str, str]) -> Iterator[tuple[str, str, int]]:
    """Label, text, and how many 字 there are where only the beginning is shown."""
    for field in case.form.asked:
        value = values.get(field.id, "")
        text = fields.shown(field, value) if value else ""
        long = chars.count(text) if chars.count(text) > _IN_FULL else 0
        yield field.label, text[:_IN_FULL] if long else text, long


def _then(case: Case) -> Reply:
    files = (button("word_file", f"unit word {case.id}"), button("package_one", f"package one {case.id}"))
    return Reply(render("desk_review", "then"), (*deeds(case), files, _back(case)))


def deeds(case: Case) -> Rows:
    """What the liaison can decide in the state it is in."""
    at, state = case.id, case.standing.state
    found: list[tuple[Button, ...]] = []
    if state == "submitted" and not case.standing.confirmed:
        found.append((button("consent", f"unit consent {at}"),))
    if state == "submitted" and case.standing.confirmed and not case.standing.held:
        found.append((button("recommend", f"unit recommend {at}"),))
    if state == "recommended":
        found.append((button("send_up", f"unit send_up {at}"), button("take_back", f"unit take_back {at}")))
    if state in DEEDS["return"].before:
        found.append((button("return", f"unit return {at}"), button("drop", f"unit drop {at}")))
    return tuple(found)


def _changed(case: Case) -> Reply:
    return Reply(render("desk_unit", "changed"), (_back(case),))


def _back(case: Case) -> tuple[Button, ...]:
    return (button("this_nominee", f"unit one {case.id}"),)


_DEEDS = {"reason": "return", "drop": "drop"}
_AGAIN = {"reason": "field", "drop": "drop", "consent": "consent"}

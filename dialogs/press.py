"""What a button or a command does: one table for each shape of its arguments."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from dialogs import again, change, check, code, entry, fill, home, mine, office, privacy, remind, submit
from dialogs.desk import (
    batch,
    bring,
    broadcast,
    claim,
    confirm,
    decide,
    export,
    held,
    invite,
    join,
    laureates,
    overview,
    received,
    rounds,
    seen,
    unit,
    ways,
)
from dialogs.draft import Draft, draft_of
from dialogs.heard import token
from dialogs.model import Confirming, Consenting, Filling, Idle, Reply, Reviewing, Turn
from dialogs.noting import Bringing, Noting
from dialogs.question import question, refer
from dialogs.referrals import Answering
from dialogs.register import ABROAD, AtUnit
from dialogs.review import review
from dialogs.rounds import Arranging
from dialogs.say import render
from dialogs.scene import Scene, go
from dialogs.seats import Inviting
from knowledge.model import Field


def _accept(scene: Scene, draft: Draft) -> Turn:
    if isinstance(scene.state, Confirming) and scene.state.nomination == draft.id:
        return entry.accept(scene, draft, scene.state)
    return resume(scene)


def _reject(scene: Scene, draft: Draft) -> Turn:
    if isinstance(scene.state, Confirming) and scene.state.nomination == draft.id:
        return entry.reject(draft, scene.state)
    return resume(scene)


def _agree(scene: Scene) -> Turn:
    return agreed(scene, scene.state) if isinstance(scene.state, Consenting) else resume(scene)


def agreed(scene: Scene, state: Consenting) -> Turn:
    """Yes to a consent card: on to what it stood before."""
    if state.bringing:
        return bring.agreed(scene, state)
    if state.way:
        return ways.agreed(scene, state)
    return join.agreed(scene, state) if state.token else fill.agreed(scene, state)


def _disagree(scene: Scene) -> Turn:
    return privacy.refuse(scene, scene.state) if isinstance(scene.state, Consenting) else resume(scene)


def _code(scene: Scene, given: str) -> Turn:
    """A code that is none leaves everything as it was, the open question included."""
    turn = join.offered(scene, found) if (found := token(given)) else code.use(scene, given)
    shown = None if turn.replies[-1].buttons else again.current(scene.state, scene.world)
    return replace(turn, replies=(*turn.replies, shown)) if shown else turn


PLAIN: Mapping[str, Callable[[Scene, str], Turn]] = {
    "start": lambda scene, given: _code(scene, given) if given else home.start(scene),
    "help": lambda scene, _: home.help_(scene),
    "notices": lambda scene, _: home.notices(scene),
    "notice": home.notice,
    "fill": fill.fill,
    "practice": fill.practice,
    "another": fill.another,
    "ask": question,
    "check": check.check,
    "mine": lambda scene, _: mine.mine(scene),
    "code": lambda scene, given: _code(scene, given) if given else code.new(scene),
    "mydata": lambda scene, _: privacy.mydata(scene),
    "forget": lambda scene, _: privacy.forget(scene),
    "cancel": lambda scene, _: cancel(scene),
    "agree": lambda scene, _: _agree(scene),
    "disagree": lambda scene, _: _disagree(scene),
    "no": lambda *_: mine.unchanged(),
    "refer": refer,
    "join": join.joined,
    "invite": invite.invite,
    "claim": claim.claim,
    "confirm": confirm.confirm,
    "for": ways.chosen,
    "office": office.office,
    "remind": remind.remind,
    "broadcast": broadcast.broadcast,
    "round": rounds.rounds,
    "overview": overview.overview,
    "decide": decide.decide,
    "batch": batch.batch,
    "received": received.received,
    "held": held.held,
    "laureates": laureates.laureates,
    "export": export.export,
    "package": export.package,
    "bring": bring.bring,
    "unit": unit.unit,
}
"""Command -> what it does with the words that follow it."""

DRAFT: Mapping[str, Callable[[Scene, Draft], Turn]] = {
    "resume": lambda scene, draft: (
        mine.show(scene, draft) if draft.submitted else fill.resume_id(scene, draft.id)
    ),
    "review": lambda _, draft: go(Reviewing(draft.id), review(draft)),
    "submit": submit.submit,
    "missing": lambda _, draft: fill.missing(draft),
    "edit": change.choose,
    "later": lambda _, draft: fill.cancel(draft),
    "show": mine.show,
    "seen": seen.seen,
    "documents": mine.documents,
    "withdraw": lambda _, draft: mine.withdraw(draft),
    "restart": lambda scene, draft: mine.show(scene, draft) if draft.submitted else mine.restart(draft),
    "accept": _accept,
    "reject": _reject,
}
"""Button -> what it does with one of the person's own nominations."""

FIELD: Mapping[str, Callable[[Scene, Draft, Field], Turn]] = {
    "skip": lambda _, draft, field: fill.skip(draft, field),
    "back": lambda _, draft, field: fill.back(draft, field),
    "keep": lambda _, draft, field: fill.kept(draft, field),
    "goto": change.goto,
    "done": entry.finished,
    "redo": lambda _, draft, field: entry.rewrite(draft, field),
}
"""Button -> what it does with one field."""

VALUE: Mapping[str, Callable[[Scene, Draft, Field, str], Turn]] = {
    "pick": change.pressed,
    "force": change.force,
}
"""Button -> what it does with a field and the value it offers."""

REALLY: Mapping[str, Callable[[Scene, Draft], Turn]] = {
    "withdraw": lambda _, draft: mine.withdrawn(draft),
    "restart": lambda scene, draft: (
        mine.show(scene, draft) if draft.submitted else fill.restart(scene, draft)
    ),
    "refuse": lambda scene, draft: confirm.confirm(scene, f"really {draft.id}"),
}
"""Serious steps, once the person has said yes."""


def act(scene: Scene, press: str) -> Turn:
    """Do what the button stands for; an unknown one changes nothing and says so."""
    verb, *arguments = press.split(" ", 3)
    if verb == "twice":
        return scene.stay()
    if verb == "really":
        return _really(scene, arguments)
    if verb == "trait":
        return _trait(scene, arguments)
    if arguments and verb in {*DRAFT, *FIELD, *VALUE}:
        return _on_draft(scene, verb, arguments)
    if verb == "resume":
        return resume(scene)
    if verb in PLAIN:
        return PLAIN[verb](scene, " ".join(arguments))
    return again.repeat(scene, Reply(render("fill", "stale")))


def resume(scene: Scene) -> Turn:
    """继续: the open question, or else the draft that was touched last."""
    if turn := card_first(scene):
        return turn
    if (shown := again.current(scene.state, scene.world)) is not None:
        return scene.stay(shown)
    draft = mine.latest(scene)
    if draft is None or draft.submitted:
        return mine.mine(scene)
    return fill.resume_id(scene, draft.id)


def cancel(scene: Scene) -> Turn:
    """取消: stop what one is in the middle of."""
    if isinstance(scene.state, Bringing):
        return bring.left()
    if isinstance(scene.state, Inviting):
        return invite.invite(replace(scene, state=Idle()))
    if isinstance(scene.state, Noting):
        return office.office(replace(scene, state=Idle()))
    if isinstance(scene.state, AtUnit):
        return unit.unit(replace(scene, state=Idle()), f"one {scene.state.nomination}")
    if isinstance(scene.state, Arranging):
        return rounds.rounds(replace(scene, state=Idle()))
    return office.office(scene) if isinstance(scene.state, Answering) else fill.cancel(draft_here(scene))


def draft_here(scene: Scene) -> Draft | None:
    """The nomination the conversation is in the middle of."""
    match scene.state:
        case (
            Filling(nomination=nomination)
            | Confirming(nomination=nomination)
            | Reviewing(nomination=nomination)
        ):
            return draft_of(scene.world, nomination)
        case _:
            return None


def card_first(scene: Scene) -> Turn | None:
    """A form that was begun at home waits on a channel abroad for the consent to that."""
    if scene.world.person.channel not in ABROAD or not privacy.card_needed(scene):
        return None
    draft = draft_here(scene)
    return fill.card_first(scene, draft) if draft else None


def _on_draft(scene: Scene, verb: str, arguments: list[str]) -> Turn:
    draft = draft_of(scene.world, arguments[0])
    if draft is None:
        return fill.gone(scene)
    if draft.summary.state == "withdrawn" and verb != "show":
        return scene.stay(Reply(render("fill", "withdrawn_cannot_change")))
    if verb in DRAFT:
        return DRAFT[verb](scene, draft)
    field = draft.form.field(arguments[1]) if len(arguments) > 1 else None
    if field is None:
        return fill.gone(scene)
    if verb in FIELD:
        return FIELD[verb](scene, draft, field)
    return VALUE[verb](scene, draft, field, *arguments[2:])


def _trait(scene: Scene, arguments: list[str]) -> Turn:
    """An answer of /check: which trait, and what the person said."""
    trait, _, value = " ".join(arguments).partition(" ")
    return check.answered(scene, trait, value)


def _really(scene: Scene, arguments: list[str]) -> Turn:
    if arguments[:1] == ["forget"]:
        return privacy.forgotten()
    draft = draft_of(scene.world, arguments[1]) if len(arguments) > 1 else None
    if draft is None or arguments[0] not in REALLY:
        return fill.gone(scene)
    return REALLY[arguments[0]](scene, draft)

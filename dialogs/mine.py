"""我的填报: the person's drafts and nominations, the state of one, withdrawing and starting over."""

from dialogs.correct import UNIT_FIELD, in_time
from dialogs.draft import Draft, draft_of, open_draft
from dialogs.fill import draft_button
from dialogs.model import Button, Deciding, Idle, Reply, Turn, Withdraw
from dialogs.prompt import Rows, rows
from dialogs.say import button, render
from dialogs.scene import Scene, go
from dialogs.submit import remaining, sheets

_TOUCHED = frozenset({"draft", "submitted", "returned", "recommended", "sent_up", "accepted"})


def mine(scene: Scene) -> Turn:
    """A list of everything, each with the button that leads on."""
    opened = (open_draft(scene.world, each) for each in scene.world.records.nominations())
    found = [each for each in opened if each]
    if not found:
        buttons: Rows = ((button("fill", "fill"), button("notices", "notices")),)
        return scene.stay(Reply(render("mine", "nothing"), buttons))
    said = render("mine", "list", lines=[_line(each) for each in found])
    return scene.stay(Reply(said, tuple((_open(each),) for each in found[:8])))


def show(scene: Scene, draft: Draft) -> Turn:
    """One nomination: its state, and what can be done with it."""
    open_ = in_time(scene, draft)
    said = render(
        "mine",
        "one",
        summary=draft.summary,
        open=open_,
        why=_why(scene, draft),
        unit=draft.entries.get(UNIT_FIELD, ""),
        **_described(draft),
    )
    buttons = (
        *_unconfirmed(draft),
        *_actions(draft, changeable=open_),
        (button("seen", f"seen {draft.id}"),),
    )
    return scene.stay(Reply(said, buttons))


def _why(scene: Scene, draft: Draft) -> tuple[str, str]:
    """Why it came back, or was burnt or dropped: the label of the field and the reason."""
    if draft.summary.state not in {"returned", "burnt", "withdrawn"}:
        return "", ""
    told = [each for each in scene.world.records.register.history(draft.id) if each.reason]
    field = draft.form.field(told[-1].field) if told else None
    return (field.label if field else "", told[-1].reason) if told else ("", "")


def documents(scene: Scene, draft: Draft) -> Turn:
    """The sheet as it stands now, and the list of what remains."""
    return scene.stay(*sheets(draft), remaining(draft))


def withdraw(draft: Draft) -> Turn:
    """Ask before a submitted nomination is withdrawn; a burnt place cannot be freed by it."""
    if draft.summary.state == "burnt":
        return go(Idle(), Reply(render("mine", "burnt_stays", registration=draft.summary.registration)))
    said = render("mine", "withdraw_sure", registration=draft.summary.registration, listed=draft.listed)
    buttons = ((button("withdraw_really", f"really withdraw {draft.id}"), button("not_now", "no")),)
    return go(Deciding("withdraw", draft.id), Reply(said, buttons))


def withdrawn(draft: Draft) -> Turn:
    if draft.summary.state == "burnt":
        return withdraw(draft)
    if not draft.submitted:
        return go(Idle(), Reply(render("mine", "withdrawn", registration=draft.summary.registration)))
    said = render("mine", "withdrawn", registration=draft.summary.registration)
    again = ((button("another", f"another {draft.summary.notice}"),),)
    return go(Idle(), Reply(said, again), effects=(Withdraw(draft.id),))


def restart(draft: Draft) -> Turn:
    """Ask before a draft is emptied."""
    filled = sum(1 for value in draft.entries.values() if value)
    said = render("fill", "restart_sure", short=draft.edition.notice.short, filled=filled)
    buttons = (
        (button("restart_really", f"really restart {draft.id}"), button("not_now", f"resume {draft.id}")),
    )
    return go(Deciding("restart", draft.id), Reply(said, buttons))


def latest(scene: Scene) -> Draft | None:
    """The draft, or else the nomination handed in, that was changed last."""
    found = [each for each in scene.world.records.nominations() if each.state in _TOUCHED]
    first = next((each for each in found if each.state == "draft"), found[0] if found else None)
    return draft_of(scene.world, first.id) if first else None


def _line(draft: Draft) -> str:
    return render("mine", "line", summary=draft.summary, **_described(draft))


def _described(draft: Draft) -> dict[str, object]:
    return {
        "short": draft.edition.notice.short,
        "name": draft.entries.get("name", ""),
        "filled": sum(1 for value in draft.entries.values() if value),
        "fields": len(draft.form.asked),
        "until": draft.edition.round.closes,
    }


def _open(draft: Draft) -> Button:
    if draft.summary.state == "draft":
        return draft_button(draft)
    label = render(
        "mine", "shown_label", short=draft.edition.notice.short, registration=draft.summary.registration
    )
    return Button(label, f"show {draft.id}")


def _unconfirmed(draft: Draft) -> Rows:
    """What others wrote waits for the nominee: for the one the question, for the other the link."""
    if draft.summary.confirmed or draft.summary.state == "withdrawn":
        return ()
    verb = "show" if draft.summary.nominee else "link"
    return ((button(f"confirm_{verb}", f"confirm {verb} {draft.id}"),),)


def _actions(draft: Draft, *, changeable: bool) -> Rows:
    match draft.summary.state:
        case "draft":
            return rows((button("resume", f"resume {draft.id}"), button("restart", f"restart {draft.id}")))
        case "submitted":
            edit = (button("edit", f"edit {draft.id}"),) if changeable else ()
            return rows((_papers(draft), *edit, _away(draft)))
        case "returned" if changeable:
            again = button("submit_again", f"submit {draft.id}")
            return rows((button("edit", f"edit {draft.id}"), again, _away(draft)))
        case "returned" | "recommended" | "sent_up" | "accepted":
            return rows((_papers(draft), _away(draft)))
        case "burnt":
            return ((_papers(draft),),)
        case _:
            return ((button("another", f"another {draft.summary.notice}"),),)


def _papers(draft: Draft) -> Button:
    return button("documents", f"documents {draft.id}")


def _away(draft: Draft) -> Button:
    return button("withdraw", f"withdraw {draft.id}")


def unchanged() -> Turn:
    """A serious step was declined: everything stays."""
    return go(Idle(), Reply(render("mine", "unchanged"), ((button("mine", "mine"),),)))

"""The question for one field: label, hint, choices and the buttons that go with it."""

from collections.abc import Iterator

from dialogs.draft import Draft
from dialogs.model import Button, Confirming, Reply
from dialogs.review import brief, shortened
from dialogs.say import button, render
from knowledge import fields
from knowledge.fields.files import unit
from knowledge.model import Field

_WIDE = 6  # characters on a label that still let two buttons stand side by side on a narrow phone
_ON_A_LABEL = 10
_CHANGING = frozenset(
    {"edited", "quoted", "elsewhere"}
)  # origins that are about another field than the open one
Rows = tuple[tuple[Button, ...], ...]
Proposals = tuple[tuple[str, str], ...]  # (field, value)


def ask(draft: Draft, field: Field, lead: str = "") -> Reply:
    """The prompt for `field`; `lead` is a sentence that stands before it, such as what was just noted."""
    n, m = draft.place(field)
    prompt = _asked_for_files(draft, field) if field.type == "file" else _asked(draft, field)
    return Reply(
        f"{lead}\n\n{prompt}" if lead else prompt,
        _buttons(draft, field),
        progress=(n, m),
        asks=f"{draft.id} {field.id}",
    )


def _asked(draft: Draft, field: Field) -> str:
    n, m = draft.place(field)
    return render("fill", "prompt", field=field, n=n, m=m, current=_current(draft, field))


def _asked_for_files(draft: Draft, field: Field) -> str:
    n, m = draft.place(field)
    return render(
        "files",
        "prompt",
        field=field,
        n=n,
        m=m,
        current=_current(draft, field),
        away=draft.away(field),
        channel=draft.channel,
        unit=unit(field),
    )


def several(draft: Draft, proposals: Proposals, wording: str) -> Reply:
    """Values for several fields, shown back with the buttons to take or leave them all."""
    buttons = (button("accept_all", f"accept {draft.id}"), button("reject_all", f"reject {draft.id}"))
    return Reply(render("fill", wording, pairs=labelled(draft, proposals)), (buttons,))


def confirm(draft: Draft, state: Confirming) -> Reply:
    """What waits for a yes, as a question."""
    field_id, value = state.proposals[0]
    field = draft.form.field(field_id)
    if field is None or len(state.proposals) > 1:
        return several(draft, state.proposals, "several")
    shown, stands = shortened(fields.shown(field, value)), _current(draft, field)
    said = render("offer", state.origin or "typed", label=field.label, shown=shown, stands=stands)
    changing = state.origin in _CHANGING
    yes, no = "yes", "not_now" if changing else "no"
    if changing and stands:
        yes, no = ("change_to" if len(shown) <= _ON_A_LABEL else "yes"), "continue"
    return Reply(said, ((button(yes, f"accept {draft.id}", value=shown), button(no, f"reject {draft.id}")),))


def labelled(draft: Draft, proposals: Proposals) -> list[tuple[str, str]]:
    """(label, value as a person reads it) of values that wait for a yes."""
    named = ((draft.form.field(field_id), value) for field_id, value in proposals)
    return [(field.label, fields.shown(field, value)) for field, value in named if field]


def rows(buttons: tuple[Button, ...]) -> Rows:
    """Buttons in rows: side by side where labels are short, one a row where they are long."""
    longest = max((len(each.label) for each in buttons), default=0)
    across = 1 if longest > 2 * _WIDE else 2 if longest > _WIDE else 3
    return tuple(buttons[start : start + across] for start in range(0, len(buttons), across))


def _current(draft: Draft, field: Field) -> str:
    value = draft.entries.get(field.id, "")
    return brief(field, value)


def _buttons(draft: Draft, field: Field) -> Rows:
    return rows(_options(draft, field)) + ((steps(draft, field),) if steps(draft, field) else ())


def _options(draft: Draft, field: Field) -> tuple[Button, ...]:
    return tuple(
        Button(shown, f"pick {draft.id} {field.id} {value}") for value, shown in field.options.items()
    )


def steps(draft: Draft, field: Field) -> tuple[Button, ...]:
    """What else one can do here than answer: keep what stands, skip, go back."""
    found = list(_file_steps(draft, field) if field.type == "file" else _plain_steps(draft, field))
    if draft.before(field) is not field and not draft.submitted:
        found.append(button("back", f"back {draft.id} {field.id}"))
    return tuple(found)


def _plain_steps(draft: Draft, field: Field) -> Iterator[Button]:
    if draft.entries.get(field.id):
        yield button("keep", f"keep {draft.id} {field.id}")
    elif not draft.submitted:
        label = "skip_optional" if field.optional else "skip"
        yield button(label, f"skip {draft.id} {field.id}")


def _file_steps(draft: Draft, field: Field) -> Iterator[Button]:
    """Files come one by one: it is the person who says that these are enough."""
    some = bool(draft.entries.get(field.id))
    if draft.away(field):
        yield button("web_upload", "code")
    if some and not draft.short_of(field):
        yield button("enough", f"keep {draft.id} {field.id}")
    elif not draft.submitted:
        label = "skip_optional" if field.optional else "skip"
        yield button(label, f"skip {draft.id} {field.id}")
    if some and not draft.submitted and not draft.away(field):
        yield button("redo_files", f"redo {draft.id} {field.id}")

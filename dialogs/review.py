"""Before submitting: one screen with everything, what is missing, and what the notice says about it."""

from dialogs.draft import Draft
from dialogs.model import Button, Reply
from dialogs.say import button, render
from knowledge import chars, fields
from knowledge.model import Citation, Field


def review(draft: Draft, lead: str = "") -> Reply:
    """Everything that was filled in, with what blocks and what the rules say."""
    notice, verdict = draft.edition.notice, draft.verdict()
    said = render(
        "review",
        "review",
        title=draft.form.title,
        practice=draft.summary.practice,
        lines=[_line(draft, each) for each in draft.form.asked],
        missing=[each.label for each in draft.missing()],
        too_long=[_excess(draft, each) for each in draft.too_long()],
        verdict=verdict,
        vetoes=draft.vetoes(),
        cite=lambda cites: _clause(draft, cites),
        notice=notice,
        blocked=draft.blocked(),
    )
    return Reply(f"{lead}\n\n{said}" if lead else said, _buttons(draft))


def shortened(text: str) -> str:
    """A value as it stands in a line: a long one by its beginning and its length in 字."""
    return render("review", "shortened", text=text, count=chars.count(text))


def brief(field: Field, value: str) -> str:
    """A field's value in a line; the names of files are short enough as they are."""
    shown = fields.shown(field, value) if value else ""
    return shown if field.type == "file" or not shown else shortened(shown)


def _line(draft: Draft, field: Field) -> tuple[str, str, bool]:
    """Label, value, and whether it has to be asked at all."""
    value = draft.entries.get(field.id, "")
    return field.label, brief(field, value), field.applies(draft.entries)


def _excess(draft: Draft, field: Field) -> tuple[str, int, int]:
    return field.label, chars.count(draft.entries[field.id]), field.chars.max or 0


def _clause(draft: Draft, cites: Citation) -> str:
    return draft.edition.notice.clause(cites.clause).label


def _buttons(draft: Draft) -> tuple[tuple[Button, ...], ...]:
    missing, too_long = draft.missing(), draft.too_long()
    first = tuple(button("shorten", f"goto {draft.id} {each.id}", label=each.label) for each in too_long)
    if missing:
        first = (button("fill_missing", f"missing {draft.id}", count=len(missing)), *first)
    if not draft.blocked():
        label = "finish_practice" if draft.summary.practice else "submit"
        first = (button(label, f"submit {draft.id}"),)
    rest = (button("edit", f"edit {draft.id}"), button("later", f"later {draft.id}"))
    return (*((each,) for each in first), rest)

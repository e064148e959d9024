"""What is worded only when it is sent: re-shown questions, and honest words when something failed."""

from dialogs.again import current
from dialogs.draft import draft_of
from dialogs.model import Letter, Reply, State, World
from dialogs.say import render


def word(letter: Letter, state: State, world: World) -> Reply | None:
    """The letter's text, or None where it is no longer needed."""
    match letter.kind:
        case "again":
            return current(state, world, render("home", "again"))
        case "changed":
            return _changed(letter.subject, world)
        case "set_aside":
            return Reply(render("home", "set_aside"))
        case "no_document":
            return Reply(render("home", "no_document"))
        case _:
            raise ValueError(f"no wording for letters of kind {letter.kind!r}")


def _changed(subject: str, world: World) -> Reply | None:
    """Without the value: the channel it goes to may be one that it must not be told."""
    nomination, _, field_id = subject.partition(" ")
    draft = draft_of(world, nomination)
    field = draft.form.field(field_id) if draft else None
    return Reply(render("offer", "changed", label=field.label)) if field else None

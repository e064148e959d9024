"""Questions about the form: what is missing, how far, what next, where files go, where the sheet is."""

from dataclasses import replace

from dialogs import again, mine
from dialogs.draft import Draft
from dialogs.fill import draft_button
from dialogs.heard import about_form
from dialogs.model import Filling, Reply, Turn
from dialogs.prompt import rows
from dialogs.say import button, render
from dialogs.scene import Scene
from knowledge.model import Field

SHEET = "sheet"  # the sheet itself is asked for
SHOWN = 8  # fields named in one sentence
_DOORS = 2  # file fields offered as buttons


def asked(scene: Scene, draft: Draft, text: str) -> Turn | None:
    """The answer, and what was open once more; None where the text asks nothing of the kind."""
    about = about_form(text)
    if not about:
        return None
    if about == SHEET and draft.submitted:
        return sheet(scene, draft)
    answer = _files(draft) if about == "files" else _standing(scene, draft, about)
    return again.repeat(scene, answer)


def sheet(scene: Scene, draft: Draft) -> Turn:
    """The sheet of a nomination that was handed in; of a draft, when there will be one."""
    if draft.submitted:
        return mine.documents(scene, draft)
    return scene.stay(replace(_standing(scene, draft, SHEET), buttons=((draft_button(draft),),)))


def _standing(scene: Scene, draft: Draft, about: str) -> Reply:
    """How far the form has come: what is missing, the place reached, the steps from here."""
    needed = [each for each in draft.form.asked if each in draft.missing()]
    field = _here(scene, draft)
    closes = draft.edition.round.closes
    said = render(
        "underway",
        about,
        done=sum(bool(value) for value in draft.entries.values()),
        place=draft.place(field) if field else (0, len(draft.form.asked)),
        missing=[each.label for each in needed[:SHOWN]],
        more=len(needed[SHOWN:]),
        count=len(needed),
        submitted=draft.submitted,
        practice=draft.summary.practice,
        until=None if scene.world.now > closes else closes,
    )
    return Reply(said)


def _files(draft: Draft) -> Reply:
    wanted = [each for each in draft.form.asked if each.files]
    lines = [(draft.place(each)[0], each.label) for each in wanted]
    doors = tuple(
        button("send_files", f"goto {draft.id} {each.id}", label=each.label) for each in wanted[:_DOORS]
    )
    said = render("underway", "files", wanted=lines, channel=draft.channel)
    return Reply(said, rows(doors))


def _here(scene: Scene, draft: Draft) -> Field | None:
    return draft.form.field(scene.state.field) if isinstance(scene.state, Filling) else None

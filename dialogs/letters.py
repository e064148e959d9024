"""What is worded only when it is sent: re-shown questions, and honest words when something failed."""

from collections.abc import Callable, Mapping

from dialogs import reminded
from dialogs.again import current
from dialogs.desk import arrived, claim, confirm, invited, moved, naming, values, watching
from dialogs.draft import draft_of, drafts
from dialogs.fill import draft_button
from dialogs.model import Letter, Reply, State, World
from dialogs.referrals import WAITS
from dialogs.say import render
from knowledge.rulings import label


def word(letter: Letter, state: State, world: World) -> Reply | None:
    """The letter's text, or None where it is no longer needed."""
    match letter.kind:
        case "again":
            return current(state, world, render("home", "again"))
        case "set_aside" | "no_document":
            return Reply(render("home", letter.kind))
        case kind if kind in _WORDED:
            return _WORDED[kind](letter.subject, world)
        case _:
            raise ValueError(f"no wording for letters of kind {letter.kind!r}")


def _changed(subject: str, world: World) -> Reply | None:
    """Without the value: the channel it goes to may be one that it must not be told."""
    nomination, _, field_id = subject.partition(" ")
    draft = draft_of(world, nomination)
    field = draft.form.field(field_id) if draft else None
    return Reply(render("offer", "changed", label=field.label)) if field else None


def _broadcast(broadcast: str, world: World) -> Reply | None:
    found = world.records.broadcasts.letter(broadcast)
    edition = world.library.get(found.audience.notice) if found else None
    if found is None or edition is None:
        return None
    contact = next(iter(edition.notice.contacts), None)
    sender = found.unit or (contact.office if contact else "")
    said = values.filled(found.text, edition, world.now, found.recipient)
    return Reply(render("desk_broadcast", "letter", short=edition.notice.short, sender=sender, text=said))


def _deadline(notice: str, world: World) -> Reply | None:
    """The day that holds when the letter leaves, however often it was moved."""
    edition = world.library.get(notice)
    if edition is None:
        return None
    mine = [each for each in drafts(world, notice) if each.summary.round == edition.round.id]
    said = render(
        "desk_rounds", "deadline_letter", short=edition.notice.short, closes=edition.round.closes, mine=mine
    )
    return Reply(said, tuple((draft_button(each),) for each in mine[:1]))


def _answered(question: str, world: World) -> Reply | None:
    """Without the question's own words: the channel may be another than the one it was asked on."""
    answered = world.records.answered(question)
    edition = world.library.get(answered.notice) if answered else None
    if answered is None or edition is None:
        return None
    short, point = edition.notice.short, label(edition.notice, answered.point)
    if answered.text:
        return Reply(render("office", "answered", short=short, label=point, answered=answered))
    contact = next(iter(edition.notice.contacts), None)
    wording = "lapsed" if answered.lapsed else "unanswered"
    return Reply(render("office", wording, short=short, label=point, contact=contact, days=WAITS.days))


def _ruling_changed(subject: str, world: World) -> Reply | None:
    """What the person was told, beside what holds when the letter leaves."""
    wanted, _, version = subject.partition(" ")
    old = world.records.ruling(wanted, int(version))
    every = ((edition.notice, each) for edition in world.library.values() for each in edition.rulings)
    notice, new = next(((notice, each) for notice, each in every if each.id == wanted), (None, None))
    if old is None or notice is None or new is None or old.text == new.text:
        return None
    about = label(notice, new.point)
    return Reply(render("office", "changed", short=notice.short, label=about, old=old, new=new))


_WORDED: Mapping[str, Callable[[str, World], Reply | None]] = {
    "joined": invited.joined_letter,
    "begun": invited.begun_letter,
    "agreed": confirm.answered("agreed"),
    "refused": confirm.answered("refused"),
    "unclaimed": claim.letter,
    "changed": _changed,
    "answered": _answered,
    "ruling_changed": _ruling_changed,
    "broadcast": _broadcast,
    "progress": watching.renewed,
    "agree": watching.wanted,
    "remind": reminded.reminder,
    "nudge": reminded.nudge,
    "lost": arrived.lost,
    "deadline": _deadline,
    "moved": moved.word,
    "batch": moved.batch,
    "released": moved.released,
    "submitted": arrived.submitted,
    "withdrew": arrived.withdrew,
    "laureate": naming.word,
    "posting_over": arrived.posting_over,
}
"""Kind of a letter -> what it says about its subject."""

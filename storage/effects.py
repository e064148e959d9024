"""Performs what a dialog decided to keep. Everything happens in the turn's own transaction."""

import re
from datetime import datetime
from typing import assert_never

from sqlalchemy import and_, bindparam, delete, func, insert, or_, update
from sqlmodel import col, select

from dialogs.broadcasts import Announce, Broadcasting, Steer
from dialogs.model import (
    ClearEntry,
    Consent,
    Decline,
    Discard,
    Effect,
    Forget,
    Link,
    NewCode,
    SaveEntry,
    StartNomination,
    Submit,
    Tell,
    Unsay,
    Withdraw,
    WrongCode,
)
from dialogs.postings import Post, Posting, Tick
from dialogs.referrals import (
    AnswerQuestion,
    ChangeRuling,
    DropQuestion,
    KeepQuestion,
    TellRuling,
)
from dialogs.register import TAKING, Assign, Confirm, Describe, Disclose, Move, Registering, Release
from dialogs.reminders import RemindAt, Reminding, Subscribe
from dialogs.rounds import (
    AdmitLate,
    CloseRound,
    ConfirmRules,
    EnterLaureate,
    MoveDeadline,
    OpenRound,
    PublishLaureates,
    RemoveLaureate,
    Rounding,
)
from dialogs.seats import AddUnit, Invite, Join, LeaveSeat, Revoke, Seating, WrongToken
from storage import broadcasts, files, invitations, moves, postings, questions, reminders, rounds, rulings
from storage.forget import forget
from storage.link import link
from storage.owners import own, owned_by
from storage.parcels import Draft, post
from storage.people import Caller, code_hash
from storage.records import Past, version_place
from storage.seats import unit_meant
from storage.tables import AddressRow, CodeRow, ConsentRow, EntryRow, LogRow, NominationRow, WrongCodeRow

_SERIAL = re.compile(r"\d+$")

# Built once: they are run with every answer.
_CHANGED = (
    update(NominationRow)
    .where(col(NominationRow.id) == bindparam("its_id"), owned_by(bindparam("its_person")))
    .where(col(NominationRow.state).not_in(TAKING))  # what is on a list has to be given back first
    .values(
        changed=bindparam("now"),
        # What others change about a nominee, the nominee has to confirm anew.
        confirmed=and_(
            col(NominationRow.confirmed),
            or_(
                col(NominationRow.way) == "self",
                func.coalesce(NominationRow.nominee, "") == bindparam("its_person"),
            ),
        ),
    )
)
_LAST_VERSION = select(func.max(EntryRow.number)).where(
    EntryRow.nomination == bindparam("nomination"), EntryRow.field == bindparam("field")
)
_VERSION = insert(EntryRow)
_LOGGED = insert(LogRow)


def perform(past: Past, effect: Effect, event: str, now: datetime) -> None:  # noqa: C901, PLR0912 - one case an effect
    """`now` is the time that rules go by; `past.real` dates what has nothing to do with rules."""
    match effect:
        case Consent():
            _consent(past, effect)
        case StartNomination():
            _start(past, effect, now)
        case SaveEntry():
            _version(past, effect, effect.value, event, now)
            if effect.files:
                files.name(past.session, effect.nomination, effect.field, effect.files)
        case ClearEntry():
            _version(past, effect, None, event, now)
            files.name(past.session, effect.nomination, effect.field, ())
        case Submit():
            _submit(past, effect, event, now)
        case Withdraw():
            _withdraw(past, effect, event, now)
        case Discard():
            _discard(past, effect, event, now)
        case Link():
            past.caller = link(past.session, past.caller, effect.person)
        case NewCode():
            _new_code(past, effect)
        case WrongCode():
            past.session.add(WrongCodeRow(mark=past.caller.mark, at=past.real))
        case Forget():
            forget(past.session, past.person, past.real)
        case Tell():
            _tell(past, effect, event)
        case KeepQuestion():
            questions.keep(past.session, past.vault, past.caller, effect, now)
        case AnswerQuestion():
            questions.answer(past, effect, now)
        case DropQuestion():
            questions.drop(past, effect.question, now)
        case ChangeRuling():
            rulings.change(past, effect, now)
        case TellRuling():
            rulings.tell(past.session, effect.ruling, past.person, past.real)
        case Unsay() | Decline():
            pass  # the ledger, which keeps what came in, leaves it out
        case _:
            _at_the_desk(past, effect, event, now)
    if not isinstance(effect, Move):  # which logs itself, with its reason
        _log(past, effect, event)


def _at_the_desk(
    past: Past,
    effect: Broadcasting | Registering | Seating | Posting | Reminding | Rounding,
    event: str,
    now: datetime,
) -> None:
    match effect:
        case Move() | Assign() | Release() | Describe() | Confirm() | Disclose():
            moves.perform(past, effect, event, now)
        case AddUnit() | Invite() | Revoke() | Join() | WrongToken() | LeaveSeat():
            invitations.perform(past, effect, now)
        case Post() | Tick():
            postings.perform(past, effect, now)
        case Announce() | Steer():
            broadcasts.perform(past, effect, now)
        case Subscribe() | RemindAt():
            reminders.perform(past, effect)
        case (
            OpenRound()
            | MoveDeadline()
            | ConfirmRules()
            | AdmitLate()
            | EnterLaureate()
            | PublishLaureates()
            | RemoveLaureate()
            | CloseRound()
        ):
            rounds.perform(past, effect, now)
        case _:
            assert_never(effect)


def _consent(past: Past, effect: Consent) -> None:
    past.session.add(
        ConsentRow(
            person=past.person,
            channel=past.caller.channel,
            card=effect.card,
            version=effect.version,
            at=past.real,
        )
    )


def _start(past: Past, effect: StartNomination, now: datetime) -> None:
    past.session.add(
        NominationRow(
            id=effect.nomination,
            person=past.person,
            notice=effect.notice,
            round=effect.round,
            digest=effect.digest,
            practice=effect.practice,
            way=effect.way,
            unit=effect.unit,
            confirmed=effect.way == "self",
            state="draft",
            started=now,
            changed=now,
        )
    )
    past.session.flush()


def _version(past: Past, entry: SaveEntry | ClearEntry, value: str | None, event: str, now: datetime) -> None:
    """A new version of an entry; the earlier ones stay until the person is forgotten."""
    connection, nomination, field = past.session.connection(), entry.nomination, entry.field
    mine = {"its_id": nomination, "its_person": past.person, "now": now}
    if not connection.execute(_CHANGED, mine).rowcount:
        raise LookupError("this nomination is another person's, or on a list")
    number = 1 + (connection.scalar(_LAST_VERSION, {"nomination": nomination, "field": field}) or 0)
    row = {
        "nomination": nomination,
        "field": field,
        "number": number,
        "value": None if value is None else past.vault.seal(value, version_place(nomination, field, number)),
        "event": event,
        "at": now,
    }
    connection.execute(_VERSION, row)


def _submit(past: Past, effect: Submit, event: str, now: datetime) -> None:
    """Raises IntegrityError where the number was taken meanwhile: then the turn is run again."""
    row = _own(past, effect.nomination, now)
    row.state, row.submitted, row.late = "submitted", effect.at or now, effect.late
    row.unit = unit_meant(past.session, row.round, effect.unit) or row.unit
    if effect.registration:
        serial = _SERIAL.search(effect.registration)
        row.registration, row.serial = effect.registration, int(serial[0]) if serial else None
    past.session.flush()
    moves.announce(past, row, event)
    if not row.unit:
        moves.tell_office(past, row)


def _withdraw(past: Past, effect: Withdraw, event: str, now: datetime) -> None:
    """A burnt place stays burnt: whose it was cannot free it."""
    row = _own(past, effect.nomination, now)
    if row.state == "burnt":
        raise LookupError("a burnt place is not given back")
    handed_in = row.registration is not None
    row.state = "withdrawn"
    files.unname(past.session, [effect.nomination])
    told = moves.announce(past, row, event, "withdrew") if handed_in else ()
    if row.person not in told:
        moves.tell_writer(past, row, "refused", event)


def _discard(past: Past, effect: Discard, event: str, now: datetime) -> None:
    row = _own(past, effect.nomination, now)
    row.state = "discarded"
    moves.tell_writer(past, row, "refused", event)
    files.unname(past.session, [effect.nomination])
    past.session.exec(delete(EntryRow).where(col(EntryRow.nomination) == effect.nomination))


def _new_code(past: Past, effect: NewCode) -> None:
    hashed = code_hash(past.vault, effect.code)
    if hashed is None:
        raise ValueError("a resume code is twelve digits of Crockford's base 32")
    past.session.exec(delete(CodeRow).where(col(CodeRow.person) == past.person))
    past.session.add(CodeRow(hash=hashed, person=past.person, at=past.real))
    past.session.flush()


def _tell(past: Past, effect: Tell, event: str) -> None:
    """To the address last used on each other channel."""
    rows = past.session.exec(
        select(AddressRow)
        .where(AddressRow.person == past.person, AddressRow.channel != past.caller.channel)
        .where(col(AddressRow.gone).is_(None))
        .order_by(col(AddressRow.active))
    )
    for row in {each.channel: each for each in rows}.values():
        address = past.vault.open(row.address, f"addresses.address:{row.mark}")
        caller = Caller(past.person, row.channel, address, row.mark)
        draft = Draft(f"{event}/tell/{row.channel}", event, letter=effect.letter)
        post(past.session, past.vault, caller, draft, past.real)


def _own(past: Past, nomination: str, now: datetime) -> NominationRow:
    """The person's own nomination, which is about to change."""
    row = past.session.get_one(NominationRow, nomination)
    if not own(row, past.person):
        raise LookupError("this nomination is another person's")
    row.changed = now
    return row


def _log(past: Past, effect: Effect, event: str) -> None:
    subject = _subject(effect)
    detail = next(
        (str(getattr(effect, name)) for name in ("how", "field", "slip") if hasattr(effect, name)), ""
    )
    role = past.role(subject) if hasattr(effect, "nomination") or isinstance(effect, Post) else ""
    row = {
        "at": past.real,
        "kind": effect.kind,
        "person": past.person,
        "subject": subject,
        "event": event,
        "role": role,
        "detail": detail,
    }
    past.session.connection().execute(_LOGGED, row)


def _subject(effect: Effect) -> str:
    """The id of what it is about."""
    if isinstance(effect, Post):
        return effect.posted.nomination
    match effect:
        case Invite():
            return effect.invitation.id
        case Revoke():
            return effect.invitation
        case LeaveSeat():
            return effect.seat.unit or effect.seat.notice
        case AddUnit():
            return effect.unit.id
        case RemoveLaureate(nomination=""):
            return str(effect.laureate)
    names = ("nomination", "question", "ruling", "round")
    return next((str(getattr(effect, name)) for name in names if hasattr(effect, name)), "")

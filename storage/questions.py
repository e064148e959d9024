"""Questions that wait for the office: whose they are is known to nobody but this table."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine, update
from sqlmodel import Session, col, select

from dialogs.model import (
    Letter,
)
from dialogs.referrals import (
    WAITS,
    Answered,
    AnswerQuestion,
    Asked,
    KeepQuestion,
)
from storage import rulings
from storage.engine import write
from storage.mail import Post, Sender, send
from storage.people import Caller
from storage.tables import LogRow, QuestionRow
from storage.vault import Vault

_LAPSED = "lapsed"


def keep(session: Session, vault: Vault, caller: Caller, asked: KeepQuestion, now: datetime) -> None:
    """Once for each person and text, as long as it waits."""
    mark = vault.mark(f"{caller.person}\0{asked.notice}\0{asked.text}", "question")
    if session.exec(select(QuestionRow.id).where(QuestionRow.mark == mark)).first():
        return
    row = QuestionRow(
        id=asked.question,
        person=caller.person,
        notice=asked.notice,
        mark=mark,
        point=vault.seal(asked.point, f"questions.point:{asked.question}"),
        text=vault.seal(asked.text, f"questions.text:{asked.question}"),
        state="open",
        on=now.date(),
    )
    session.add(row)
    session.flush()


def waiting(session: Session, vault: Vault) -> Sequence[Asked]:
    """Everybody's open questions, the oldest first, without whose they are."""
    rows = session.exec(
        select(QuestionRow).where(QuestionRow.state == "open").order_by(col(QuestionRow.number))
    )
    return tuple(
        Asked(
            row.id, row.notice, _point(vault, row), vault.open(row.text, f"questions.text:{row.id}"), row.on
        )
        for row in rows
        if row.text is not None
    )


def answered(session: Session, vault: Vault, person: str, question: str) -> Answered | None:
    """What became of one of the person's own questions."""
    row = session.exec(select(QuestionRow).where(QuestionRow.id == question)).first()
    if row is None or row.person != person or row.state == "open":
        return None
    text = vault.open(row.answer, f"questions.answer:{row.id}") if row.answer else ""
    return Answered(
        notice=row.notice,
        point=_point(vault, row),
        text=text,
        author=row.author,
        on=row.settled or row.on,
        ruling=row.ruling or "",
        lapsed=row.state == _LAPSED,
    )


def answer(sender: Sender, effect: AnswerQuestion, now: datetime) -> None:
    """The asker gets a letter; the question's own words are not needed any more."""
    row = _settle(sender, effect.question, "answered", now)
    if row is None:
        return
    row.answer = sender.vault.seal(effect.text, f"questions.answer:{row.id}")
    row.author, row.ruling = effect.author, effect.ruling or None
    if effect.ruling:
        rulings.add(sender, effect, row.notice, _point(sender.vault, row), now)
        if row.person:
            rulings.tell(sender.session, effect.ruling, row.person, sender.real)
    _write(sender, row)


def drop(sender: Sender, question: str, now: datetime) -> None:
    if row := _settle(sender, question, "dropped", now):
        _write(sender, row)


def lapse(engine: Engine, vault: Vault, now: datetime, real: datetime) -> tuple[str, ...]:
    """What nobody took up in time goes, and its asker is told; who has something new.

    `now` is the time that rules go by, as it stands in the rows.
    """

    def work(session: Session) -> tuple[str, ...]:
        post = Post(session, vault, real)
        old = (col(QuestionRow.state) == "open", col(QuestionRow.on) < (now - WAITS).date())
        for question in session.exec(select(QuestionRow.id).where(*old)).all():
            _lapse(post, question, now)
        return tuple(post.reached)

    return write(engine, work)


def _lapse(post: Post, question: str, now: datetime) -> None:
    if row := _settle(post, question, _LAPSED, now):
        _write(post, row)
        line = LogRow(at=now, kind="lapse_question", person="", subject=question, role="program")
        post.session.add(line)


def forget(session: Session, person: str) -> None:
    """The questions lose their person and their words; what the office answered stays, as nobody's."""
    mine = col(QuestionRow.person) == person
    session.exec(update(QuestionRow).where(mine, col(QuestionRow.state) == "open").values(state="dropped"))
    session.exec(update(QuestionRow).where(mine).values(person=None, mark=None, text=None))


def _settle(sender: Sender, question: str, state: str, now: datetime) -> QuestionRow | None:
    """The row, if nobody settled it before."""
    wanted = select(QuestionRow).where(QuestionRow.id == question).with_for_update()
    row = sender.session.exec(wanted).first()
    if row is None or row.state != "open":
        return None
    row.state, row.settled = state, now.date()
    row.mark = row.text = None
    return row


def _write(sender: Sender, row: QuestionRow) -> None:
    sender.session.flush()
    if row.person:
        send(sender, row.person, f"answered/{row.id}", Letter("answered", row.id))


def _point(vault: Vault, row: QuestionRow) -> str:
    return vault.open(row.point, f"questions.point:{row.id}")

"""Buttons on their way out and back: a person sees an opaque token, the action it stands for stays here."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import insert
from sqlmodel import Session, select

from dialogs.model import Button, Reply
from storage.codec import dump, load
from storage.people import random_digits
from storage.tables import ButtonRow
from storage.vault import Vault

STALE = "stale"
TWICE = "twice"
DOUBLE_TAP = timedelta(seconds=2)
_DIGITS = 16  # 80 random bits
_SHOWN = insert(ButtonRow)


def conceal(session: Session, vault: Vault, reply: Reply, *, person: str, key: str) -> Reply:
    """The reply with tokens for actions. A reply to nobody, the last word after `/forget`, has no buttons.

    Where a message is renewed in place, its buttons go on pressing what they pressed.
    """
    if not person:
        return replace(reply, buttons=())
    shown: list[dict[str, object]] = []
    known = _known(session, vault, key) if reply.follows else {}

    def token(button: Button) -> str:
        if button in known:
            return known[button]
        drawn = random_digits(_DIGITS)
        body = vault.seal(dump(button), f"buttons.body:{drawn}")
        shown.append({"token": drawn, "person": person, "key": key, "body": body})
        return drawn

    rows = tuple(tuple(Button(each.label, token(each)) for each in line) for line in reply.buttons)
    if shown:
        session.connection().execute(_SHOWN, shown)
    return replace(reply, buttons=rows)


def _known(session: Session, vault: Vault, key: str) -> dict[Button, str]:
    rows = session.exec(select(ButtonRow).where(ButtonRow.key == key))
    return {load(Button, vault.open(row.body, f"buttons.body:{row.token}")): row.token for row in rows}


def reveal(session: Session, vault: Vault, token: str, person: str, now: datetime) -> Button:
    """The button behind a token, if it was shown to this person; otherwise a stale one without a label.

    The second tap of a double tap does nothing.
    """
    row = session.get(ButtonRow, token)
    if row is None or row.person != person:
        return Button("", STALE)
    before, row.pressed = row.pressed, now
    if before and now - before < DOUBLE_TAP:
        return Button("", TWICE)
    return load(Button, vault.open(row.body, f"buttons.body:{token}"))

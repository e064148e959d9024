"""A person who sends what a table of bad inputs says, on the web or as real updates over Telegram."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.telegram.inward import Me, event_of
from dialogs.model import Confirming, Event, Filling, Reply, State
from knowledge.model import Form
from storage.engine import read
from storage.ledger import Ledger
from tests.chat import Caller, library

NOTICE = "jiujiang-2022"
FORM: Form = library()[NOTICE].notice.form
ME = Me(99, "zuimei_bot")
WEB_KINDS = frozenset({"text", "press", "token", "times", "and"})
"""What a page can send; everything else comes over Telegram only."""

_PROMPT = re.compile(r"\n*【[^】]+】\d+/\d+.*", re.DOTALL)
_REPEATED = frozenset({"text", "times", "and"})


class Sender:
    """Keeps what was said under a name, so that it can be edited, and which question was which reply."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self.said: dict[str, str] = {}

    def send(self, what: str | Mapping[str, Any]) -> list[Reply]:
        """A text, or {text, times}, {press: label}, {token}, {edits: name}, {quotes: label}, {voice: {…}}, …"""
        told = {"text": what} if isinstance(what, str) else dict(what)
        if "press" in told:
            return self.caller.press(told["press"])
        if "token" in told:
            return self.caller.do(press=told["token"])
        event = self._event(told)
        self.said[event.text] = event.sent
        return self.caller.give(event)

    def _event(self, told: dict[str, Any]) -> Event:
        told = {key: each for key, each in told.items() if key not in _REPEATED} | {"text": written(told)}
        blank = self.caller.chat.event(self.caller.channel, self.caller.address)
        if self.caller.channel == "web":
            return replace(blank, text=told["text"])
        event = event_of(self._update(blank, told), ME, blank.at)
        assert event, "nobody's message"
        return replace(event, id=blank.id)

    def _update(self, blank: Event, told: dict[str, Any]) -> dict[str, Any]:
        """The update as Telegram sends it."""
        edits, quotes = told.pop("edits", None), told.pop("quotes", None)
        sender = {"id": int(blank.address), "is_bot": False, "first_name": "甲"}
        chat = {"id": int(blank.address), "type": "private"}
        message = {
            "message_id": int(blank.sent),
            "date": int(blank.at.timestamp()),
            "chat": chat,
            "from": sender,
        }
        if quotes:
            ours = {
                **message,
                "message_id": self._number_of(quotes),
                "from": {**sender, "id": ME.id, "is_bot": True},
            }
            message["reply_to_message"] = {**ours, "text": quotes}
        if edits:
            message |= {"message_id": int(self.said[edits]), "edit_date": int(blank.at.timestamp())}
        name = "edited_message" if edits else "message"
        return {"update_id": 7, name: message | {key: each for key, each in told.items() if each}}

    def _number_of(self, label: str) -> int:
        """The newest question for that field."""
        pairs = zip(self.caller.replies, self.caller.numbers, strict=True)
        return int([number for reply, number in pairs if f"【{label}】" in reply.text][-1])

    # ── what is kept ─────────────────────────────────────────────────────────────────────────────────

    def state(self) -> State:
        return self.look()[0]

    def entries(self) -> dict[str, str]:
        return self.look()[1]

    def look(self) -> tuple[State, dict[str, str]]:
        chat, blank = (
            self.caller.chat,
            Event("look", self.caller.channel, self.caller.address, self.caller.chat.now),
        )

        def work(session: Any) -> tuple[State, dict[str, str]]:
            ledger = Ledger(session, chat.vault, blank, chat.now)
            found = ledger.nominations()
            seen = ledger.state(), dict(ledger.entries(found[0].id)) if found else {}
            session.rollback()
            return seen

        return read(chat.engine, work)


def sentences(replies: list[Reply]) -> str:
    """All that was said, without the question that is asked again below it."""
    return "\n".join(text for each in replies if (text := _PROMPT.sub("", each.text).strip()))


def labels(replies: list[Reply]) -> list[str]:
    """The buttons of what was said, without those of the question below it."""
    return [
        each.label for reply in replies if "【" not in reply.text for row in reply.buttons for each in row
    ]


def field_of(state: State) -> str:
    """The field a person is at."""
    match state:
        case Filling(field=field) | Confirming(back=field):
            return field
    return ""


def place_of(field: str) -> int:
    return [each.id for each in FORM.asked].index(field) + 1


def written(told: str | Mapping[str, Any]) -> str:
    """What {text, times, and} stands for."""
    if isinstance(told, str):
        return told
    return str(told.get("text", "")) * int(told.get("times", 1)) + str(told.get("and", ""))

"""What a person did on Telegram becomes an event; what is nobody's message is left out on purpose."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from telegram import CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Message, Update

from dialogs.model import Attachment, Event

CHANNEL = "telegram"
STALE = "stale"  # a press without a token is as good as an unknown one

_ZONE = ZoneInfo("Asia/Shanghai")
_COMMAND = re.compile(r"/(\w+)(?:@(\w+))?(?=\s|$)", re.ASCII)

# The order matters: a venue has a location as well, an animation has a document.
_WORDLESS = (
    "voice",
    "audio",
    "video_note",
    "animation",
    "video",
    "sticker",
    "venue",
    "location",
    "dice",
    "poll",
    "game",
    "story",
)
# What Telegram itself writes into a private chat.
_SERVICE = (
    "pinned_message",
    "message_auto_delete_timer_changed",
    "chat_background_set",
    "write_access_allowed",
    "boost_added",
    "proximity_alert_triggered",
    "connected_website",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
)
_JOINED = {ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.RESTRICTED}


@dataclass(frozen=True, slots=True)
class Me:
    id: int
    username: str


def event_of(raw: Mapping[str, Any], me: Me, now: datetime, shift: timedelta = timedelta()) -> Event | None:
    """The event of an update as it came over the wire; None where nobody has to be answered.

    `shift` is how far a rehearsal has moved the clock: Telegram's dates are moved along.
    A press tells no time of its own and lives for 150 seconds only, so `now` is its time.
    """
    update = Update.de_json(dict(raw), None)
    if update.callback_query:
        return _pressed(update.update_id, update.callback_query, me, now)
    if update.my_chat_member:
        return _added(update.update_id, update.my_chat_member, me, shift)
    message = update.edited_message or update.message
    if message is None or (message.from_user and message.from_user.is_bot):
        return None
    at = (update.edited_message and message.edit_date) or message.date
    said = _private if message.chat.type == Chat.PRIVATE else _in_group
    return said(_id(me, update.update_id, at), message, me, at.astimezone(_ZONE) + shift)


def _id(me: Me, update: int, at: datetime | None) -> str:
    """Update ids start anew after a week of silence: the date keeps the whole unique for ever."""
    return f"tg:{me.id}:{_number(update)}:{int(at.timestamp()) if at else 0}"


def _number(given: object) -> str:
    """A number as the text that is kept; anything else raises, as it is no update of Telegram's.

    The library takes any value for a number, and one that no database can hold would stop its whole batch.
    """
    if not isinstance(given, int):
        raise TypeError("not a number")
    return str(given)


def _pressed(update: int, query: CallbackQuery, me: Me, now: datetime) -> Event | None:
    message = query.message
    if message is None or message.chat.type != Chat.PRIVATE:
        return None
    return Event(
        id=_id(me, update, message.date if isinstance(message, Message) else None),
        channel=CHANNEL,
        address=_number(message.chat.id),
        at=now,
        press=_clean(query.data or "") or STALE,
    )


def _added(update: int, change: ChatMemberUpdated, me: Me, shift: timedelta) -> Event | None:
    """The bot came into a group; that somebody blocked it shows at the next send."""
    joined = change.new_chat_member.status in _JOINED and change.old_chat_member.status not in _JOINED
    if change.chat.type not in {Chat.GROUP, Chat.SUPERGROUP} or not joined:
        return None
    return Event(
        id=_id(me, update, change.date),
        channel=CHANNEL,
        address=_number(change.chat.id),
        at=change.date.astimezone(_ZONE) + shift,
        other="group",
    )


def _in_group(id: str, message: Message, me: Me, at: datetime) -> Event | None:  # noqa: A002 - as in Event
    """A command in a group; its words are not kept, and all other talk is not ours."""
    called = _COMMAND.match(message.text or "")
    if message.chat.type == Chat.CHANNEL or not called or not _is_ours(called, me):
        return None
    return Event(id=id, channel=CHANNEL, address=_number(message.chat.id), at=at, other="group")


def _private(id: str, message: Message, me: Me, at: datetime) -> Event | None:  # noqa: A002 - as in Event
    text, other = _text(message, me), ""
    attachments = _attachments(message)
    if not (text and message.text) and not attachments:
        text, other = _contact(message) if message.contact else (text, _other(message))
        # a live location edits itself every few seconds
        if other == "service" or (other and not text and message.edit_date):
            return None
    return Event(
        id=id,
        channel=CHANNEL,
        address=_number(message.chat.id),
        at=at,
        text=text,
        pending=bool(attachments),
        other=other,
        edited=message.edit_date is not None,
        forwarded=message.forward_origin is not None,
        attachments=attachments,
        sent=_number(message.message_id),
        quotes=_quoted(message, me),
    )


def _quoted(message: Message, me: Me) -> str:
    """The reply of ours that this one answers, or ''."""
    quoted = message.reply_to_message
    ours = quoted and quoted.from_user and quoted.from_user.id == me.id
    return _number(quoted.message_id) if quoted and ours else ""


def _text(message: Message, me: Me) -> str:
    text = _clean(message.text or message.caption or "")
    called = _COMMAND.match(text)
    if called and called[2] and _is_ours(called, me):
        return f"/{called[1]}{text[called.end() :]}"
    return text


def _is_ours(called: re.Match[str], me: Me) -> bool:
    return called[2] is None or called[2].lower() == me.username.lower()


def _contact(message: Message) -> tuple[str, str]:
    """A person's own card is the phone number, typed; anybody else's is nothing we may keep."""
    contact, sender = message.contact, message.from_user
    own = contact and sender and contact.user_id == sender.id
    return (_clean(contact.phone_number) or "?", "") if contact and own else ("", "contact")


def _other(message: Message) -> str:
    if any(getattr(message, name) for name in _SERVICE):
        return "service"
    return next((name for name in _WORDLESS if getattr(message, name)), "unknown")


def _attachments(message: Message) -> tuple[Attachment, ...]:
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return (Attachment(largest.file_id, "photo.jpg", _size(largest.file_size), "photo"),)
    document = message.document
    if document and not message.animation:
        name = _clean(document.file_name or "")
        return (Attachment(document.file_id, name, _size(document.file_size), "file"),)
    return ()


def _size(told: object) -> int:
    return told if type(told) is int else 0


def _clean(text: str) -> str:
    """Without what no database keeps: NUL, and halves of surrogate pairs."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()

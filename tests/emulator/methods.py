"""The methods of the Bot API that the bot uses, with the checks of the real one."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from tests.emulator.telegrams import DOWNLOAD_LIMIT, File, Json, Refusal, Sent, Telegrams

TEXT_LIMIT = 4096  # UTF-16 units: the strictest reading
CAPTION_LIMIT = 1024
DATA_LIMIT = 64  # bytes
DELETABLE = 172_800.0  # seconds

Parameters = Mapping[str, Any]


def answer(telegrams: Telegrams, method: str, parameters: Parameters) -> Any:
    """The result of one call; raises `Refusal`."""
    known = METHODS.get(method.lower())
    if known is None:
        raise Refusal(404, "Not Found: method not found")
    return known(telegrams, parameters)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _me(telegrams: Telegrams, _: Parameters) -> Json:
    return telegrams.me


def _send_message(telegrams: Telegrams, parameters: Parameters) -> Json:
    chat = _chat(telegrams, parameters)
    text = _text(parameters)
    return _delivered(telegrams, telegrams.deliver(chat, "sendMessage", text, _rows(parameters), None))


def _send_file(method: str, key: str) -> Callable[[Telegrams, Parameters], Json]:
    def send(telegrams: Telegrams, parameters: Parameters) -> Json:
        chat = _chat(telegrams, parameters)
        file = _file(parameters, key)
        if key == "photo" and len(file.body) > 10 << 20:
            raise Refusal(413, "Request Entity Too Large")
        caption = str(parameters.get("caption", ""))
        if units(caption) > CAPTION_LIMIT:
            raise Refusal(400, "Bad Request: message caption is too long")
        return _delivered(telegrams, telegrams.deliver(chat, method, caption, _rows(parameters), file))

    return send


def _edit(telegrams: Telegrams, parameters: Parameters) -> Json:
    chat, number = _chat(telegrams, parameters), int(parameters.get("message_id", 0))
    sent = next((each for each in telegrams.shown(chat) if each.id == number), None)
    if sent is None:
        raise Refusal(400, "Bad Request: message to edit not found")
    text, rows = _text(parameters), _rows(parameters)
    if (text, rows) == (sent.text, sent.rows):
        raise Refusal(
            400,
            "Bad Request: message is not modified: specified new message content and reply markup are exactly "
            "the same as a current content and reply markup of the message",
        )
    sent.text, sent.rows, sent.edits = text, rows, sent.edits + 1
    return telegrams.message_of(sent)


def _answer_press(telegrams: Telegrams, parameters: Parameters) -> bool:
    number = str(parameters.get("callback_query_id", ""))
    if telegrams.presses.get(number, 0.0) < telegrams.now():
        raise Refusal(
            400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
        )
    telegrams.answered.append(number)
    return True


def _delete(telegrams: Telegrams, parameters: Parameters) -> bool:
    """A bot may take anybody's message out of a private chat, for two days."""
    chat, number = _chat(telegrams, parameters), int(parameters["message_id"])
    written = telegrams.written.get(number)
    if written is None or telegrams.now() - written > DELETABLE:
        raise Refusal(400, "Bad Request: message can't be deleted")
    telegrams.deleted.append((chat, number))
    return True


def _get_file(telegrams: Telegrams, parameters: Parameters) -> Json:
    reference = str(parameters.get("file_id", ""))
    file = telegrams.files.get(reference)
    if file is None:
        raise Refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
    if len(file.body) > DOWNLOAD_LIMIT:
        raise Refusal(400, "Bad Request: file is too big")
    return {
        "file_id": reference,
        "file_unique_id": reference,
        "file_size": len(file.body),
        "file_path": f"documents/{reference}",
    }


def _set_webhook(telegrams: Telegrams, parameters: Parameters) -> bool:
    if parameters.get("drop_pending_updates") in ("true", True):
        telegrams.drop()
    telegrams.webhook = {
        "url": str(parameters["url"]),
        "secret": str(parameters.get("secret_token", "")),
    }
    telegrams.bell()
    return True


def _delete_webhook(telegrams: Telegrams, parameters: Parameters) -> bool:
    if parameters.get("drop_pending_updates") in ("true", True):
        telegrams.drop()
    telegrams.webhook = {}
    return True


def _webhook(telegrams: Telegrams, _: Parameters) -> Json:
    return {
        "url": telegrams.webhook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(telegrams.pending()),
    }


def _set_commands(telegrams: Telegrams, parameters: Parameters) -> bool:
    telegrams.commands = json.loads(parameters["commands"])
    return True


def _true(_: Telegrams, __: Parameters) -> bool:
    return True


METHODS: dict[str, Callable[[Telegrams, Parameters], Any]] = {
    "getme": _me,
    "sendmessage": _send_message,
    "senddocument": _send_file("sendDocument", "document"),
    "sendphoto": _send_file("sendPhoto", "photo"),
    "editmessagetext": _edit,
    "deletemessage": _delete,
    "answercallbackquery": _answer_press,
    "getfile": _get_file,
    "setwebhook": _set_webhook,
    "deletewebhook": _delete_webhook,
    "getwebhookinfo": _webhook,
    "setmycommands": _set_commands,
    "sendchataction": _true,
    "setmydescription": _true,
    "setmyshortdescription": _true,
    "leavechat": _true,
}


def _chat(telegrams: Telegrams, parameters: Parameters) -> int:
    number = str(parameters.get("chat_id", ""))
    if not number.lstrip("-").isdigit() or int(number) not in telegrams.chats:
        raise Refusal(400, "Bad Request: chat not found")
    if int(number) in telegrams.blocked:
        raise Refusal(403, "Forbidden: bot was blocked by the user")
    return int(number)


def _text(parameters: Parameters) -> str:
    text = str(parameters.get("text", "")).strip()
    if not text:
        raise Refusal(400, "Bad Request: message text is empty")
    if units(text) > TEXT_LIMIT:
        raise Refusal(400, "Bad Request: message is too long")
    if "parse_mode" in parameters:
        raise Refusal(400, "Bad Request: the emulator does not know parse_mode")
    return text


def _rows(parameters: Parameters) -> list[list[Json]]:
    markup = json.loads(parameters.get("reply_markup") or "{}")
    rows: list[list[Json]] = markup.get("inline_keyboard", [])
    for button in (button for row in rows for button in row):
        _check_button(button)
    if sum(len(row) for row in rows) > 100:
        raise Refusal(400, "Bad Request: reply markup is too long")
    return rows


def _check_button(button: Json) -> None:
    if not str(button.get("text", "")).strip():
        raise Refusal(400, "Bad Request: inline keyboard button text must be non-empty")
    if "url" in button:
        address = urlsplit(button["url"])
        if address.scheme not in ("http", "https", "tg") or "." not in (address.hostname or ""):
            raise Refusal(
                400, f"Bad Request: inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL"
            )
    elif not 1 <= len(str(button.get("callback_data", "")).encode()) <= DATA_LIMIT:
        raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")


def _file(parameters: Parameters, key: str) -> File:
    given = parameters.get(key)
    if isinstance(given, str) and given.startswith("attach://"):
        given = parameters.get(given.removeprefix("attach://"))
    if not isinstance(given, File):
        raise Refusal(400, f"Bad Request: there is no {key} in the request")
    if not given.body:
        raise Refusal(400, "Bad Request: file must be non-empty")
    return given


def _delivered(telegrams: Telegrams, sent: Sent) -> Json:
    return telegrams.message_of(sent)

"""What a page sends, read with limits: a message, a press, or a file."""

import asyncio
import json
import re
from datetime import datetime
from urllib.parse import parse_qsl, unquote

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.uploads import LIMIT
from dialogs.model import Event, Upload

NAME = "web"
MOST_SAID = 256 * 1024  # bytes of one message
SECONDS_TO_SAY = 60
SECONDS_TO_UPLOAD = 900  # 20 MB on a slow line
LONGEST_NAME = 200
_CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}")
_ID = re.compile(r"[0-9a-f-]{16,40}")


def prefix(address: str) -> str:
    """How the event ids of one browser begin: an id made up elsewhere can never block one of its own."""
    return f"web:{address[:24]}:"


async def said(request: Request, address: str, now: datetime) -> Event:
    """The message or press in a request to /say."""
    sent = await _object(request)
    text, press = _clean(sent.get("text", "")), _clean(sent.get("press", ""))
    if bool(text.strip()) == bool(press):
        raise HTTPException(400)
    return Event(prefix(address) + _id(sent.get("id")), NAME, address, now, text=text, press=press)


async def code(request: Request) -> str:
    """The resume code in a request for its picture."""
    sent = (await _object(request)).get("code")
    if not isinstance(sent, str) or not _CODE.fullmatch(sent):
        raise HTTPException(400)
    return sent


async def form(request: Request) -> dict[str, str]:
    """What a form of a page of ours sent."""
    try:
        sent = parse_qsl((await _body(request, MOST_SAID, SECONDS_TO_SAY)).decode(), max_num_fields=20)
    except ValueError:
        raise HTTPException(400) from None
    return {name: _clean(value) for name, value in sent}


async def uploaded(request: Request) -> tuple[str, str, bytes]:
    """The id, name and body of a file. The name travels in a header: no address holds it."""
    number = _id(request.headers.get("x-id"))
    name = _clean(unquote(request.headers.get("x-name", "")))[:LONGEST_NAME]
    return number, name, await _body(request, LIMIT, SECONDS_TO_UPLOAD)


def file_event(number: str, address: str, upload: Upload, now: datetime) -> Event:
    return Event(prefix(address) + number, NAME, address, now, uploads=(upload,))


async def _object(request: Request) -> dict[str, object]:
    try:
        sent = json.loads(await _body(request, MOST_SAID, SECONDS_TO_SAY))
    except (ValueError, RecursionError):
        raise HTTPException(400) from None
    if not isinstance(sent, dict):
        raise HTTPException(400)
    return sent


async def _body(request: Request, most: int, seconds: float) -> bytes:
    declared = request.headers.get("content-length", "0")
    if not declared.isascii() or not declared.isdigit() or int(declared) > most:
        raise HTTPException(413)
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > most:
                    raise HTTPException(413)
    except TimeoutError:
        raise HTTPException(408) from None
    return bytes(body)


def _id(sent: object) -> str:
    if not isinstance(sent, str) or not _ID.fullmatch(sent):
        raise HTTPException(400)
    return sent


def _clean(sent: object) -> str:
    """Text that every database can hold: without NUL and without halves of a surrogate pair."""
    if not isinstance(sent, str):
        raise HTTPException(400)
    return sent.replace("\0", "").encode("utf-8", "ignore").decode()

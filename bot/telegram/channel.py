"""Telegram as a channel: listens, sends, fetches files."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import datetime

from starlette.routing import Route
from telegram import BotCommand, InlineKeyboardMarkup, InputFile, LinkPreviewOptions, Message
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.channel import Receive, pause
from bot.documents import Document
from bot.telegram.api import Api
from bot.telegram.errors import failure
from bot.telegram.intake import Intake
from bot.telegram.inward import CHANNEL
from bot.telegram.outward import Call, calls
from bot.telegram.poll import Poll
from bot.telegram.webhook import Webhook
from bot.uploads import LIMIT
from dialogs.model import Attachment, Event, Reply, Upload
from storage.inbox import Inbox

log = logging.getLogger(__name__)

LONGEST_PAUSE = 60.0

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Manner:
    """How this installation uses Telegram. Without `webhook` the bot asks for updates itself.

    `web` is the web chat's public address; `commands` are what the menu offers: name and description.
    """

    web: str = ""
    webhook: str = ""
    secret: str = ""
    commands: tuple[tuple[str, str], ...] = ()


class Telegram:
    name = CHANNEL

    def __init__(
        self,
        api: Api,
        inbox: Inbox,
        clock: Callable[[], datetime],
        check: Callable[[str, bytes], Upload],
        manner: Manner,
    ) -> None:
        """`check` judges an uploaded file; it may be slow."""
        self._api = api
        self._inbox = inbox
        self._check = check
        self._manner = manner
        self._intake = Intake(api, clock)
        self._begun = asyncio.Event()
        self.bot = ""  # its name, once Telegram has told it
        self._hook = Webhook(api, self._intake, manner.webhook, manner.secret) if manner.webhook else None

    def routes(self) -> tuple[Route, ...]:
        """What the web server has to serve for Telegram."""
        return (self._hook.route(),) if self._hook else ()

    async def listen(self, receive: Receive) -> None:
        """In every process: knows the bot's name, and takes what Telegram brings."""
        try:
            await self._patiently(self._begin)
            self._begun.set()
            with self._hook.open(receive) if self._hook else nullcontext():
                await asyncio.Event().wait()
        finally:
            await self._intake.close()

    async def lead(self, receive: Receive) -> None:
        """In one process, beside `listen`: asks Telegram for updates, or tells it where to bring them."""
        await self._begun.wait()
        if self._hook:
            await self._patiently(self._hook.call)
        else:
            poll = Poll(self._api, self._inbox, self._intake)
            await self._patiently(lambda: poll(receive))

    async def close(self) -> None:
        await self._api.close()

    def parts(self, reply: Reply, files: Sequence[Document]) -> int:
        return len(calls(reply, files, self._manner.web))

    async def send(
        self, address: str, reply: Reply, files: Sequence[Document] = (), *, arrived: int = 0
    ) -> str:
        last = ""
        if reply.erases and not arrived:
            await self._erase(int(address), int(reply.erases))
        for number, call in enumerate(calls(reply, files, self._manner.web)):
            if number < arrived:
                continue
            try:
                last = str((await self._send(int(address), call)).message_id)
            except TelegramError as error:
                raise failure(error, number) from error
        return last

    async def edit(self, address: str, number: str, reply: Reply) -> None:
        """What stands there already, and what the person has deleted, needs no more."""
        call = calls(reply, (), self._manner.web)[-1]
        try:
            await self._api.bot.edit_message_text(
                call.text,
                int(address),
                int(number),
                reply_markup=_keyboard(call),
                link_preview_options=_NO_PREVIEW,
            )
        except BadRequest as error:
            if "not modified" not in error.message.lower():
                raise failure(error) from error
        except TelegramError as error:
            raise failure(error) from error

    async def fetch(self, event: Event) -> tuple[Upload, ...]:
        return tuple([await self._upload(each) for each in event.attachments])

    async def _begin(self) -> None:
        """Learns the bot's own name, and puts the commands into the menu."""
        await self._api.bot.initialize()
        self.bot = self._api.bot.username
        if self._manner.commands:
            await self._api.bot.set_my_commands([BotCommand(*each) for each in self._manner.commands])

    async def _patiently(self, work: Callable[[], Awaitable[None]]) -> None:
        """Telegram may be out of reach when the program starts: the web chat need not care."""
        failures = 0
        while True:
            try:
                return await work()
            except TelegramError as error:
                failures += 1
                if isinstance(error, InvalidToken):
                    log.error("Telegram refuses the token: is TELEGRAM_BOT_TOKEN right?")  # noqa: TRY400 - no fault of the code
                else:
                    log.warning("Telegram cannot be used for now: %s", type(error).__name__)
                await asyncio.sleep(pause(failures, LONGEST_PAUSE))

    async def _erase(self, chat: int, message: int) -> None:
        """Takes a message of the person's out of the chat; after two days Telegram lets nobody."""
        with suppress(TelegramError):
            await self._api.bot.delete_message(chat, message)

    async def _send(self, chat: int, call: Call) -> Message:
        if call.file is None:
            return await self._api.bot.send_message(
                chat,
                call.text,
                reply_markup=_keyboard(call),
                link_preview_options=_NO_PREVIEW,
            )
        file = InputFile(call.file.body, filename=call.file.name)
        if call.method == "sendPhoto":
            try:
                return await self._api.bot.send_photo(chat, file)
            except BadRequest as error:  # a picture that Telegram does not take as a photo is still a file
                log.info("a picture is sent as a file: %s", error.message[:60])
        return await self._api.bot.send_document(chat, file, disable_content_type_detection=True)

    async def _upload(self, attachment: Attachment) -> Upload:
        name, size = attachment.name, attachment.bytes
        if size > LIMIT:
            return _too_big(attachment)
        try:
            file = await self._api.bot.get_file(attachment.reference)
            body = bytes(await file.download_as_bytearray())
        except BadRequest as error:
            if "too big" in error.message:
                return _too_big(attachment)
            raise failure(error) from error
        except TelegramError as error:
            raise failure(error) from error
        checked = await asyncio.to_thread(self._check, name, body)
        return replace(checked, compressed=attachment.kind == "photo")


def _keyboard(call: Call) -> InlineKeyboardMarkup | None:
    return InlineKeyboardMarkup(call.rows) if call.rows else None


def _too_big(attachment: Attachment) -> Upload:
    return Upload(hash="", name=attachment.name, type="", bytes=attachment.bytes, fault="too_big")

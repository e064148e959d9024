"""What waits in the outbox goes out: at the platform's pace, again where it surely did not arrive."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Protocol

from bot.allowance import Allowance
from bot.channel import Channel, DeliveryFailed, pause
from bot.documents import Document
from dialogs.model import Letter
from storage.outbox import Outbox, Outcome
from storage.parcels import REPLY, Parcel

log = logging.getLogger(__name__)

AT_ONCE = 8  # sends under way; more only slow the line down
LONGEST_PAUSE = 300.0
ATTEMPTS = 300  # with the pauses most of a day
OWN_ATTEMPTS = 5  # where the fault is ours
TICK = 1.0  # seconds; what is due later is looked for so often

Word = Callable[[Parcel], Parcel | None]


class Documents(Protocol):
    """Makes the file a reply names; slow."""

    def make(self, path: str, person: str) -> tuple[Document, ...]: ...


class Deliver:
    """One sender for all channels. `word` gives a letter its words at the last moment; None: not needed."""

    def __init__(
        self,
        outbox: Outbox,
        channels: Mapping[str, Channel],
        documents: Documents,
        word: Word,
        clock: Callable[[], float] = monotonic,
        note: Callable[[Outcome], None] = lambda _: None,
    ) -> None:
        """`note` hears of every attempt what became of it."""
        self._outbox = outbox
        self._channels = channels
        self._documents = documents
        self._word = word
        self._note = note
        self._allowances = {name: Allowance(clock) for name in channels}
        self._bell = asyncio.Event()
        self._under_way: set[asyncio.Task[None]] = set()
        self._outcomes: list[Outcome] = []  # not kept yet
        self._arrived: dict[int, int] = {}  # parcel -> parts that need not be sent again

    def ring(self) -> None:
        """Something became due. Only from the loop's own thread."""
        self._bell.set()

    async def run(self) -> None:
        """Delivers until it is cancelled; what is under way then is finished first."""
        await asyncio.to_thread(self._outbox.reopen)
        try:
            while True:
                self._bell.clear()
                await self.deliver()
                await self._rung()
        finally:
            if self._under_way:
                await asyncio.wait(self._under_way, timeout=10)
            await asyncio.to_thread(self._outbox.settle, *self._outcomes)

    async def deliver(self) -> None:
        """Keeps what became of earlier parcels, and begins to send what is due."""
        for name in self._channels:
            room = 0 if self._allowances[name].halted() else AT_ONCE - len(self._under_way)
            if room <= 0 and not self._outcomes:
                continue
            outcomes, self._outcomes = self._outcomes, []
            try:
                parcels = await asyncio.to_thread(self._outbox.claim, name, datetime.now(UTC), room, outcomes)
            except Exception:  # the edge of the loop: the rows stay due, the outcomes are kept later
                log.exception("the outbox could not be read")
                self._outcomes = outcomes + self._outcomes
                continue
            for parcel in parcels:
                self._begin(parcel)

    def _begin(self, parcel: Parcel) -> None:
        task = asyncio.create_task(self._send(parcel))
        self._under_way.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._bell.set()  # there is room for another, and perhaps the next of this chat

    async def _rung(self) -> None:
        halts = [each.halted() for each in self._allowances.values()]
        with suppress(TimeoutError):
            async with asyncio.timeout(max(TICK, min(halts, default=0.0))):  # wait_for may swallow a cancel
                await self._bell.wait()

    async def _send(self, parcel: Parcel) -> None:
        """One parcel, from its words to its outcome."""
        try:
            allowance = self._allowances[parcel.channel]
            if parcel.priority > REPLY and (wait := allowance.wait(parcel.address)):
                self._later(parcel, wait, "pace")
                return
            worded = parcel if parcel.worded else await asyncio.to_thread(self._word, parcel)
            if worded is None:
                self._keep(Outcome(parcel, "failed", reason="not_needed"))
                return
            files = await self._files(worded) if worded.reply.document else ()
            if not parcel.ready:
                await asyncio.to_thread(self._outbox.begin, parcel)
            await self._deliver(worded, files)
        except Exception:  # the edge of the loop: a fault of ours; the row waits for a better moment
            log.exception("parcel %d could not be sent", parcel.id)
            self._again(parcel, 0.0, "ours", OWN_ATTEMPTS)

    async def _deliver(self, parcel: Parcel, files: tuple[Document, ...] | None) -> None:
        allowance = self._allowances[parcel.channel]
        allowance.draw(parcel.address)
        try:
            sent = await self._parts(parcel, files)
        except DeliveryFailed as failure:
            self._failed(parcel, failure)
            return
        allowance.taken()
        self._arrived.pop(parcel.id, None)
        self._keep(Outcome(parcel, "sent", sent=sent))

    async def _parts(self, parcel: Parcel, files: tuple[Document, ...] | None) -> str:
        """The text and its files, or the text and an apology where a file could not be made."""
        channel, arrived = self._channels[parcel.channel], self._arrived.get(parcel.id, 0)
        if parcel.edits:
            await channel.edit(parcel.address, parcel.edits, parcel.reply)
            return parcel.edits
        sent = await channel.send(parcel.address, parcel.reply, files or (), arrived=arrived)
        if files is None and (apology := await self._apology(parcel)):
            sent = await channel.send(parcel.address, apology.reply)
        return sent

    async def _files(self, parcel: Parcel) -> tuple[Document, ...] | None:
        try:
            return await asyncio.to_thread(self._documents.make, parcel.reply.document, parcel.person)
        except Exception:  # the edge of the loop: whatever is wrong with a document, its person hears of it
            log.exception("no document for parcel %d", parcel.id)
            return None

    async def _apology(self, parcel: Parcel) -> Parcel | None:
        """The words take the place of those that have arrived by now, so a retry sends them alone."""
        asked = replace(parcel, letter=Letter("no_document", str(parcel.id)), worded=False)
        return await asyncio.to_thread(self._word, asked)

    def _failed(self, parcel: Parcel, failure: DeliveryFailed) -> None:
        """A failure's flags, and what follows from them."""
        log.info("parcel %d was not delivered: %s", parcel.id, failure.reason)
        self._arrived[parcel.id] = failure.arrived
        if failure.retry:
            if failure.wait:
                self._allowances[parcel.channel].refuse(parcel.address, failure.wait)
            self._again(parcel, failure.wait, failure.reason)
            return
        if not failure.unknown:
            self._arrived.pop(parcel.id, None)
        if failure.gone:
            self._keep(Outcome(parcel, "gone"))
        elif failure.unknown:
            self._keep(Outcome(parcel, "unknown", reason=failure.reason))
        else:
            log.error("parcel %d is refused for good: %s", parcel.id, failure.reason)
            self._keep(Outcome(parcel, "failed", reason="refused"))

    def _again(self, parcel: Parcel, wait: float, reason: str, attempts: int = ATTEMPTS) -> None:
        if parcel.attempts >= attempts:
            self._arrived.pop(parcel.id, None)
            self._keep(Outcome(parcel, "failed", reason="too_often"))
        else:
            self._later(parcel, max(wait, pause(parcel.attempts, LONGEST_PAUSE)), reason)

    def _later(self, parcel: Parcel, seconds: float, reason: str) -> None:
        due = datetime.now(UTC) + timedelta(seconds=seconds)
        self._keep(Outcome(parcel, "due", due=due, reason=reason))

    def _keep(self, outcome: Outcome) -> None:
        """With others, before the next parcels are claimed: forgotten, it would be sent twice or never."""
        self._outcomes.append(outcome)
        self._note(outcome)

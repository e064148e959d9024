"""What waits in the outbox goes out: at the platform's pace, again where it surely did not arrive."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import inf
from time import monotonic
from typing import ParamSpec, Protocol, TypeVar

from bot.allowance import Draw
from bot.channel import Channel, DeliveryFailed, pause
from bot.documents import Document
from bot.hand import WAVE, Hand
from bot.pace import Pace
from dialogs.model import Letter
from storage.outbox import Outbox, Outcome
from storage.parcels import REPLY, Parcel

log = logging.getLogger(__name__)

SETTLE = 0.25  # seconds at most that outcomes wait for others, to be kept together
THREADS = 3
LONGEST_PAUSE = 300.0
ATTEMPTS = 300  # with the pauses most of a day
OWN_ATTEMPTS = 5  # where the fault is ours
TICK = 1.0  # seconds; what is due later is looked for so often

Words = Callable[[Sequence[Parcel]], Sequence[Parcel | None]]
Files = tuple[Document, ...] | None
P = ParamSpec("P")
T = TypeVar("T")


class Documents(Protocol):
    """Makes the file a reply names; slow."""

    def make(self, path: str, person: str, channel: str) -> tuple[Document, ...]: ...


class Deliver:
    """One sender for all channels. `words` gives letters their words at the last moment; None: not needed."""

    def __init__(  # noqa: PLR0913 - the composition root names them all
        self,
        outbox: Outbox,
        channels: Mapping[str, Channel],
        documents: Documents,
        words: Words,
        *,
        clock: Callable[[], float] = monotonic,
        leads: Callable[[], bool] = lambda: True,
        note: Callable[[Outcome], None] = lambda _: None,
    ) -> None:
        """Nothing is sent unless this process `leads`; `note` hears of every attempt what became of it."""
        self._outbox = outbox
        self._channels = channels
        self._documents = documents
        self._words = words
        self._leads = leads
        self._note = note
        self._paces = {name: Pace(clock) for name in channels}
        self._threads = ThreadPoolExecutor(THREADS, "outbox")  # none of them ever waits for a document
        self._bell = asyncio.Event()
        self._under_way: set[asyncio.Task[None]] = set()
        self._hand = Hand()
        self._outcomes: list[Outcome] = []  # not kept yet
        self._settling: asyncio.TimerHandle | None = None
        self._arrived: dict[int, int] = {}  # parcel -> parts that need not be sent again

    def ring(self) -> None:
        """Something became due. Only from the loop's own thread."""
        self._bell.set()

    async def run(self) -> None:
        """Delivers until it is cancelled; what is on its way then is waited for."""
        await self._take_over()
        try:
            while True:
                self._bell.clear()
                await asyncio.shield(self._begin(self.deliver()))  # what it claims must not be forgotten
                await self._rung()
        finally:
            for each in self._paces.values():
                each.stop()
            await self._drain(seconds=10)

    async def deliver(self) -> None:
        """Keeps what became of earlier parcels, and begins to send what is due."""
        for name in self._channels:
            halted = self._paces[name].allowance.halted()
            replies, others = (0, 0) if halted else self._hand.room()
            if not (replies or others or self._outcomes):
                continue
            parcels = await self._claimed(name, replies, others)
            self._hand.take(parcels)
            for each in parcels:
                if each.worded:
                    self._forward(each)
            if letters := [each for each in parcels if not each.worded]:
                self._begin(self._word_all(letters))

    async def _claimed(self, channel: str, replies: int, others: int) -> tuple[Parcel, ...]:
        outcomes = self._taken_outcomes()
        try:
            return await self._thread(
                self._outbox.claim, channel, datetime.now(UTC), replies, outcomes, others
            )
        except Exception:  # the edge of the loop: the rows stay due, the outcomes are kept later
            log.exception("the outbox could not be read")
            self._outcomes = outcomes + self._outcomes
            return ()

    def _taken_outcomes(self) -> list[Outcome]:
        outcomes, self._outcomes = self._outcomes, []
        if self._settling:
            self._settling.cancel()
            self._settling = None
        return outcomes

    async def _take_over(self) -> None:
        """What another sender had in hand may have arrived, and has used up this second.

        What this one still has in hand comes to its end before.
        """
        await self._drain()
        doubted = await self._thread(self._outbox.reopen)
        for each in self._paces.values():
            each.start(spent=bool(doubted))

    async def _drain(self, seconds: float = inf) -> None:
        until = monotonic() + seconds
        while self._under_way and (left := until - monotonic()) > 0:
            await asyncio.wait(self._under_way, timeout=None if left == inf else left)
        await self._thread(self._outbox.settle, *self._outcomes)
        self._outcomes = []

    def _begin(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    async def _rung(self) -> None:
        halts = [each.allowance.halted() for each in self._paces.values()]
        with suppress(TimeoutError):
            async with asyncio.timeout(max(TICK, min(halts, default=0.0))):  # wait_for may swallow a cancel
                await self._bell.wait()

    async def _word_all(self, letters: Sequence[Parcel]) -> None:
        for start in range(0, len(letters), WAVE):
            await self._word(letters[start : start + WAVE])

    async def _word(self, letters: Sequence[Parcel]) -> None:
        """All at once; where that goes wrong, each by itself."""
        try:
            worded = await self._thread(self._words, letters)
        except Exception:  # the edge of the loop: a fault of ours; the row waits for a better moment
            log.exception("%d letters could not be worded", len(letters))
            for each in letters:
                if len(letters) > 1:
                    await self._word([each])
                else:
                    self._again(each, 0.0, "ours", OWN_ATTEMPTS)
            return
        for letter, parcel in zip(letters, worded, strict=True):
            if parcel is None:
                self._keep(Outcome(letter, "failed", reason="not_needed"))
            else:
                self._forward(parcel)

    def _forward(self, parcel: Parcel) -> None:
        """What has its words: a reply goes its way, others wait for theirs, unless a file has to be made."""
        if parcel.priority == REPLY or parcel.reply.document:
            self._begin(self._send(parcel, begun=parcel.at_once and parcel.letter is None))
        else:
            self._hand.wait(parcel)
            self._let_out()

    def _let_out(self) -> None:
        if wave := self._hand.wave():
            self._begin(self._wave(wave))

    async def _wave(self, parcels: Sequence[Parcel]) -> None:
        outcomes = self._taken_outcomes()
        try:
            begun = await self._thread(self._outbox.begin, parcels, outcomes)
        except Exception:  # the edge of the loop: the rows stay in hand, the outcomes are kept later
            log.exception("the outbox could not be written")
            self._outcomes = outcomes + self._outcomes
            begun = False
        for each in parcels:
            if begun:
                self._begin(self._send(each, begun=True))
            else:
                self._put_back(each, TICK)

    async def _send(self, parcel: Parcel, *, begun: bool) -> None:
        """One parcel, from its files to its outcome."""
        try:
            if wait := self._shut(parcel):
                self._put_back(parcel, wait)
                return
            files = await self._files(parcel) if parcel.reply.document else ()
            drawn = await self._turn(parcel, files)
            if drawn is None or not (begun or await self._thread(self._outbox.begin, [parcel])):
                self._put_back(parcel, self._paces[parcel.channel].allowance.wait())
            elif self._leads():
                await self._deliver(parcel, files, drawn)
            else:
                self._put_back(parcel, 0.0)
        except Exception:  # the edge of the loop: a fault of ours; the row waits for a better moment
            log.exception("parcel %d could not be sent", parcel.id)
            self._again(parcel, 0.0, "ours", OWN_ATTEMPTS)

    def _shut(self, parcel: Parcel) -> float:
        """Seconds until its chat may get it."""
        allowance = self._paces[parcel.channel].allowance
        return allowance.chat(parcel.address) if parcel.priority > REPLY else allowance.closed(parcel.address)

    async def _turn(self, parcel: Parcel, files: Files) -> Draw | None:
        pace, channel = self._paces[parcel.channel], self._channels[parcel.channel]
        arrived = self._arrived.get(parcel.id, 0)
        messages = 1 if parcel.edits else max(1, channel.parts(parcel.reply, files or ()) - arrived)
        if parcel.priority == REPLY:
            return await pace.reply(parcel.address, messages)
        drawn = await pace.other(parcel.address, messages)
        if self._hand.leaves(parcel):
            self._bell.set()
        self._let_out()
        return drawn

    async def _deliver(self, parcel: Parcel, files: Files, drawn: Draw) -> None:
        allowance = self._paces[parcel.channel].allowance
        try:
            sent = await self._parts(parcel, files)
        except DeliveryFailed as failure:
            self._failed(parcel, failure)
        else:
            allowance.taken()
            self._arrived.pop(parcel.id, None)
            self._keep(Outcome(parcel, "sent", sent=sent))
        finally:
            allowance.answered(drawn)

    async def _parts(self, parcel: Parcel, files: Files) -> str:
        """The text and its files, or the text and an apology where a file could not be made."""
        channel, arrived = self._channels[parcel.channel], self._arrived.get(parcel.id, 0)
        if parcel.edits:
            await channel.edit(parcel.address, parcel.edits, parcel.reply)
            return parcel.edits
        sent = await channel.send(parcel.address, parcel.reply, files or (), arrived=arrived)
        if files is None and (apology := await self._apology(parcel)):
            sent = await channel.send(parcel.address, apology.reply)
        return sent

    async def _files(self, parcel: Parcel) -> Files:
        try:
            path, person = parcel.reply.document, parcel.person
            return await asyncio.to_thread(self._documents.make, path, person, parcel.channel)
        except Exception:  # the edge of the loop: whatever is wrong with a document, its person hears of it
            log.exception("no document for parcel %d", parcel.id)
            return None

    async def _apology(self, parcel: Parcel) -> Parcel | None:
        """The words take the place of those that have arrived by now, so a retry sends them alone."""
        asked = replace(parcel, letter=Letter("no_document", str(parcel.id)), worded=False)
        (worded,) = await self._thread(self._words, [asked])
        return worded

    def _failed(self, parcel: Parcel, failure: DeliveryFailed) -> None:
        """A failure's flags, and what follows from them."""
        log.info("parcel %d was not delivered: %s", parcel.id, failure.reason)
        self._arrived[parcel.id] = failure.arrived
        if failure.retry:
            if failure.wait:
                self._paces[parcel.channel].allowance.refuse(parcel.address, failure.wait)
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

    def _put_back(self, parcel: Parcel, seconds: float) -> None:
        """Its turn has not come, which is no attempt."""
        self._later(replace(parcel, attempts=parcel.attempts - 1), seconds, "pace")

    def _later(self, parcel: Parcel, seconds: float, reason: str) -> None:
        due = datetime.now(UTC) + timedelta(seconds=seconds)
        self._keep(Outcome(parcel, "due", due=due, reason=reason))

    def _keep(self, outcome: Outcome) -> None:
        """With others, before the next parcels are claimed: forgotten, it would be sent twice or never."""
        self._outcomes.append(outcome)
        self._note(outcome)
        self._hand.ends(outcome.parcel)
        self._let_out()
        if outcome.parcel.priority == REPLY:
            self._bell.set()  # there is room for another, and perhaps the next of this chat
        elif self._settling is None:
            self._settling = asyncio.get_running_loop().call_later(SETTLE, self._bell.set)

    async def _thread(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        assert not kwargs
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *args)

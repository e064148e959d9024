"""The parcels that were taken out of the outbox and have not come to their end."""

from collections.abc import Iterable

from storage.parcels import REPLY, Parcel

AT_ONCE = 8  # replies; more only slow the line down
OTHERS = 36  # reminders and broadcasts
AHEAD = 24  # of them not on their way yet
WAVE = 4  # of them let out, or worded, together: a transaction is to be short
OUT = 6  # further ones are let out once so few are: after a crash nobody knows of any whether it arrived


class Hand:
    """Of all channels. Kept by number: a parcel with its words is another object."""

    def __init__(self) -> None:
        self._replies: set[int] = set()
        self._others: set[int] = set()
        self._ahead: set[int] = set()  # those of the others that have not left
        self._out: set[int] = set()  # those of them that are about to
        self._ready: list[Parcel] = []  # those that could be

    def room(self) -> tuple[int, int]:
        """For how many replies, and for how many others: of these for many at once, or for none."""
        others = min(AHEAD - len(self._ahead), OTHERS - len(self._others))
        return max(0, AT_ONCE - len(self._replies)), others if others >= AHEAD // 2 else 0

    def take(self, parcels: Iterable[Parcel]) -> None:
        for each in parcels:
            if each.priority == REPLY:
                self._replies.add(each.id)
            else:
                self._others.add(each.id)
                self._ahead.add(each.id)

    def wait(self, parcel: Parcel) -> None:
        """It has its words."""
        self._ready.append(parcel)

    def wave(self) -> list[Parcel]:
        """The next few, when most of those before have left."""
        if len(self._out) > OUT:
            return []
        self._ready.sort(key=lambda each: (each.priority, each.id))
        wave, self._ready = self._ready[:WAVE], self._ready[WAVE:]
        self._out.update(each.id for each in wave)
        return wave

    def leaves(self, parcel: Parcel) -> bool:
        """Whether it is time to take further ones."""
        self._ahead.discard(parcel.id)
        self._out.discard(parcel.id)
        return len(self._ahead) <= AHEAD // 2

    def ends(self, parcel: Parcel) -> None:
        for each in (self._replies, self._others, self._ahead, self._out):
            each.discard(parcel.id)

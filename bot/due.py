"""Who is due a letter and has none yet: asked of the data at every tick, so nothing is lost or doubled."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from bot.editions import Editions
from knowledge.agenda import slot_on, slots
from knowledge.model import Edition, Library
from storage import postings, reminders, rounds, spreading, unreached
from storage.engine import read, write
from storage.mail import Post
from storage.reminders import Occasion
from storage.vault import Vault

APART = timedelta(days=3)  # between a reminder and the mention of a draft
AT_A_TICK = 300  # letters of a kind; that is more a second than can be sent
AT_ONCE = 50  # of them in one transaction, so that nobody's turn waits long


class Due:
    """`__call__` puts what is due into the outbox and returns the persons who got something.

    `now` is the clock of the rules, by which people are reminded; `real` the true one.
    """

    def __init__(
        self,
        engine: Engine,
        vault: Vault,
        library: Library,
        now: Callable[[], datetime],
        real: Callable[[], datetime],
    ) -> None:
        self._engine = engine
        self._vault = vault
        self._now = now
        self._real = real
        self._editions = Editions(library)

    def __call__(self) -> tuple[str, ...]:
        moved, spread = _by_and_by(self._moved), _by_and_by(self._spread)
        renewed = spreading.renew(self._engine, self._vault, self._real())
        return (*moved, *spread, *renewed, *_by_and_by(self._reminded))

    def _moved(self) -> tuple[str, ...]:
        return rounds.tell_moves(self._engine, self._vault, self._real(), AT_ONCE)

    def _spread(self) -> tuple[str, ...]:
        return spreading.expand(self._engine, self._vault, self._now(), self._real(), AT_ONCE)

    def _reminded(self) -> tuple[str, ...]:
        library, now = read(self._engine, lambda session: self._editions(session, self._vault)), self._now()

        def work(session: Session) -> tuple[str, ...]:
            post = Post(session, self._vault, self._real())
            for occasion in occasions(library, now, reminders.chosen(session)):
                reminders.remind(post, occasion, now, AT_ONCE - len(post.reached))
            unreached.tell(post, now, AT_ONCE - len(post.reached))
            postings.remind(post, now, AT_ONCE - len(post.reached))
            reminders.nudge(post, quiet(library, now), now, AT_ONCE - len(post.reached))
            return tuple(post.reached)

        return write(self._engine, work)


def _by_and_by(work: Callable[[], tuple[str, ...]]) -> list[str]:
    """Until nobody is left, or enough for a tick."""
    told: list[str] = []
    while len(told) < AT_A_TICK:
        fresh = work()
        told += fresh
        if len(fresh) < AT_ONCE:
            break
    return told


def quiet(library: Library, now: datetime) -> Sequence[str]:
    """The running rounds in which nobody is reminded these days: there, unfinished drafts are mentioned."""
    running = [each for each in library.values() if each.round.opens <= now <= each.round.closes]
    return [
        each.round.id
        for each in running
        if not any(abs(slot.day - now.date()) <= APART for slot in slots(each) if slot.point.id != "opens")
    ]


def occasions(library: Library, now: datetime, chosen: Sequence[tuple[int, ...]]) -> Iterator[Occasion]:
    """What people are to be reminded of today: one of a notice at most, for all who chose the same leads."""
    for edition in library.values():
        found = (_occasion(edition, now, leads) for leads in chosen if edition.round.state == "open")
        yield from (each for each in found if each)


def _occasion(edition: Edition, now: datetime, leads: tuple[int, ...]) -> Occasion | None:
    slot = slot_on(edition, now.date(), leads)
    if slot is None:
        return None
    subject = f"{edition.notice.id} {slot.point.id}{slot.point.level}"
    today = slot.day == now.date()
    return Occasion(edition.notice.id, edition.round.id, slot.keys, subject, today, leads)

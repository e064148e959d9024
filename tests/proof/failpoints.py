"""Named moments at which the program can be made to die, as if the power failed there.

The program knows nothing of them: in a process that is to die, one of its functions kills the process first or last.
"""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from inspect import iscoroutinefunction
from itertools import count
from typing import Any

import bot.ground
import storage.ledger
import storage.outbox
from bot.documents.desk import Desk
from bot.receive import Receive
from bot.telegram.api import Api
from bot.telegram.channel import Telegram
from bot.telegram.intake import Intake
from storage.inbox import Inbox
from storage.ledger import Ledger
from storage.outbox import Outbox


@dataclass(frozen=True)
class Failpoint:
    """`late`: at the end of the function, and only where it did something; else at its beginning.

    `rare`: a life, or a person in a whole form, comes by once or so.
    """

    owner: Any
    function: str
    late: bool = True
    rare: bool = False


FAILPOINTS = {
    "tables are up to date": Failpoint(bot.ground, "upgrade", rare=True),
    "before an outage is looked for": Failpoint(Outbox, "again", late=False, rare=True),
    "what was being sent is open again": Failpoint(Outbox, "reopen", rare=True),
    "updates are fetched": Failpoint(Api, "updates"),
    "before the inbox commits": Failpoint(Inbox, "put", late=False),
    "the inbox has committed": Failpoint(Inbox, "put"),
    "before the offset moves": Failpoint(Intake, "keep"),
    "an event is claimed": Failpoint(Inbox, "claim"),
    "the turn is open": Failpoint(Ledger, "__init__"),
    "the turn is decided": Failpoint(Ledger, "keep", late=False),
    "an effect is performed": Failpoint(storage.ledger, "perform"),
    "a reply is in the outbox": Failpoint(storage.ledger, "post"),
    "before the turn commits": Failpoint(Ledger, "keep"),
    "the turn has committed": Failpoint(Receive, "turns"),
    "a reply is claimed": Failpoint(Outbox, "claim"),
    "before a reply is sent": Failpoint(Telegram, "send", late=False),
    "a reply is sent, not settled": Failpoint(Telegram, "send"),
    "a reply is settled, not kept": Failpoint(storage.outbox, "_settle"),
    "before a document is made": Failpoint(Desk, "make", late=False, rare=True),
    "a document is made": Failpoint(Desk, "make", rare=True),
    "before a file is fetched": Failpoint(Telegram, "fetch", late=False, rare=True),
    "a file is fetched": Failpoint(Telegram, "fetch", rare=True),
    "a file is in the inbox": Failpoint(Inbox, "fetched", rare=True),
    "a page is read": Failpoint(Outbox, "after"),
}


def arm(name: str, time: int) -> None:
    """From now on this process dies when it comes to the place for the `time`-th time."""
    place = FAILPOINTS[name]
    plain = getattr(place.owner, place.function)
    left = count(time - 1, -1)

    def come() -> None:
        if next(left) == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    wrapped = (
        _async(plain, come, late=place.late)
        if iscoroutinefunction(plain)
        else _plain(plain, come, late=place.late)
    )
    setattr(place.owner, place.function, wrapped)


def _plain(work: Callable[..., Any], come: Callable[[], None], *, late: bool) -> Callable[..., Any]:
    @wraps(work)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if not late:
            come()
        result = work(*args, **kwargs)
        if late and result != ():
            come()
        return result

    return wrapped


def _async(work: Callable[..., Any], come: Callable[[], None], *, late: bool) -> Callable[..., Any]:
    @wraps(work)
    async def wrapped(*args: Any, **kwargs: Any) -> Any:
        if not late:
            come()
        result = await work(*args, **kwargs)
        if late and result != ():
            come()
        return result

    return wrapped

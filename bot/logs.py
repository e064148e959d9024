"""What the program says about itself: one line an event, never a word of a person's and never a secret.

Three walls, none of which a setting can lower: libraries speak from WARNING on only, because at INFO and
DEBUG they log addresses with the bot's token and whole messages; an exception is written as its kind and
its places, because its text may quote what a person typed; what still looks like a token is blanked.
A fault that lasts is told once a minute, not a thousand times.
"""

import logging
import re
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from time import monotonic
from traceback import walk_tb
from types import TracebackType

OURS = ("bot", "dialogs", "knowledge", "storage")

SELDOM = 60.0  # seconds between two lines that say the same
MOST_FAULTS = 200

AGAIN = "again"  # of a record: how many like it were left out before

_TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class Lines(logging.Formatter):
    """Writes a record as one line, with the given secrets blanked."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__("{asctime} {levelname} {name} {message}", style="{")
        self._secrets = tuple(filter(None, secrets))

    def format(self, record: logging.LogRecord) -> str:
        again = getattr(record, AGAIN, 0)
        more = f" ({again} more like it before)" if again else ""
        line = f"{self.formatTime(record)} {record.levelname} {record.name} {_said(record)}{more}"
        return _CONTROL.sub(_escaped, self._blanked(line))

    def _blanked(self, line: str) -> str:
        for secret in self._secrets:
            line = line.replace(secret, "***")
        return _TOKEN.sub("***", line)


class Seldom(logging.Filter):
    """Of warnings and errors that say the same, lets one pass in a minute; it tells how many did not."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._told: OrderedDict[str, tuple[float, int]] = OrderedDict()  # when last, and how many since

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING:
            return True
        line, now = f"{record.name} {_said(record)}", self._clock()
        since, held = self._told.pop(line, (now - SELDOM, 0))
        passes = now - since >= SELDOM
        self._told[line] = (now, 0) if passes else (since, held + 1)
        if len(self._told) > MOST_FAULTS:
            self._told.popitem(last=False)
        setattr(record, AGAIN, held)
        return passes


def described(error: BaseException) -> str:
    """The kinds and places of an exception and its causes, without their texts."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    own = f"{type(error).__qualname__} at {' > '.join(_places(error.__traceback__)) or 'no place'}"
    return f"{own}, from {described(cause)}" if cause else own


def start(level: str, secrets: Iterable[str] = ()) -> None:
    """Sends every record, warning and uncaught exception to stderr through `Lines`."""
    stream = logging.StreamHandler(sys.stderr)
    stream.setFormatter(Lines(secrets))
    stream.addFilter(_may_speak)
    stream.addFilter(Seldom())
    logging.basicConfig(level=logging.WARNING, handlers=[stream], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread


def _may_speak(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING or record.name.partition(".")[0] in OURS


def _said(record: logging.LogRecord) -> str:
    error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    return f"{record.getMessage()} [{described(error)}]" if error else record.getMessage()


def _places(trace: TracebackType | None) -> Iterable[str]:
    for frame, line in walk_tb(trace):
        yield f"{frame.f_globals.get('__name__', '?')}:{line} {frame.f_code.co_name}"


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("bot").critical("stopped by an error", exc_info=(kind, error, trace))


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value:
        logging.getLogger("bot").critical("a thread ended with an error", exc_info=args.exc_value)

"""What an error of the Bot API means for a delivery."""

import re

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channel import DeliveryFailed

WRONG_TOKEN_WAIT = 60.0

_GONE = re.compile(
    r"chat not found|user not found|peer_id_invalid|chat_write_forbidden|not enough rights|have no rights"
    r"|group chat was (deactivated|deleted|upgraded)|bot is not a member|user_deactivated|chat_restricted",
    re.IGNORECASE,
)
_TOO_LARGE = re.compile(r"too large|\b413\b", re.IGNORECASE)
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|\w+://\S+")  # may hold what nobody else is to read
_GATEWAY_TIMEOUT = re.compile(r"gateway time-?out|\b504\b", re.IGNORECASE)
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


def failure(error: TelegramError, arrived: int = 0) -> DeliveryFailed:
    """The error as flags; `arrived` parts had been taken before it."""
    match error:
        case RetryAfter():
            return DeliveryFailed("rate limit", retry=True, wait=seconds(error), arrived=arrived)
        case Forbidden() | ChatMigrated():
            return DeliveryFailed("forbidden", gone=True, arrived=arrived)
        case BadRequest() if _GONE.search(error.message):
            return DeliveryFailed("no such chat", gone=True, arrived=arrived)
        case BadRequest() | NetworkError() if type(error) is BadRequest or _TOO_LARGE.search(error.message):
            return DeliveryFailed(f"refused: {_QUOTED.sub('…', error.message)[:120]}", arrived=arrived)
        case InvalidToken():
            return DeliveryFailed("wrong token", retry=True, wait=WRONG_TOKEN_WAIT, arrived=arrived)
        case Conflict():
            return DeliveryFailed("conflict", retry=True, arrived=arrived)
        case NetworkError():
            return _network_failure(error, arrived)
        case _:
            return DeliveryFailed(type(error).__name__, unknown=True, arrived=arrived)


def seconds(error: RetryAfter) -> float:
    """How long the server wants to be left alone; the library gives a number or a span of time."""
    wait = error.retry_after
    return float(wait) if isinstance(wait, int | float) else wait.total_seconds()


def _network_failure(error: NetworkError, arrived: int) -> DeliveryFailed:
    """A request that never left, or that the server refused, surely did not arrive; all others may have."""
    cause = error.__cause__
    refused = not isinstance(error, TimedOut) and not isinstance(cause, httpx.HTTPError)
    if isinstance(cause, _NEVER_SENT) or (refused and not _GATEWAY_TIMEOUT.search(error.message)):
        return DeliveryFailed("not taken", retry=True, arrived=arrived)
    return DeliveryFailed("no answer", unknown=True, arrived=arrived)

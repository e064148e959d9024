"""What the operator reads when the program starts. No token and no password stands here."""

from collections.abc import Iterator

from bot.ground import shown
from bot.settings import Settings
from knowledge.model import Library


def introduction(settings: Settings, known: Library) -> Iterator[str]:
    yield f"Web chat   {settings.web_url}"
    if settings.web_url.startswith("http:") and settings.web_host not in {"127.0.0.1", "::1", "localhost"}:
        yield "           plain http: whoever shares the network can read along; see docs/operators.md"
    yield f"Telegram   {_manner(settings)}"
    yield f"Database   {shown(settings)}"
    yield f"Health     {settings.own_url}/healthz, figures at /metrics"
    yield f"Notices    {', '.join(known)}"
    if settings.zuimei_now:
        yield f"Rehearsal  it is {settings.zuimei_now:%Y-%m-%d %H:%M} for the rules, as ZUIMEI_NOW says"
    else:
        yield "Rehearsal  ZUIMEI_NOW=2022-06-20 make run starts in the middle of a round"
    yield "Ctrl-C stops it."


def _manner(settings: Settings) -> str:
    if settings.telegram_bot_token is None:
        return "off; TELEGRAM_BOT_TOKEN turns it on"
    return "on, by webhook" if settings.telegram_webhook_url else "on, by polling"

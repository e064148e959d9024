"""Lists for desks, behind the same sign-in as the chat: the round at a glance, its nominations, one in full.

What a person sees follows from the seats, in storage. No name stands in an address: it is looked for by POST.
"""

import hmac
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.editions import Editions
from bot.web import incoming
from bot.web.guard import POLICY
from bot.web.shell import page
from bot.web.signin import Browser
from dialogs.desk.decide import happened, is_paper
from dialogs.desk.glance import STATES, Glance, UnitLine, glance
from dialogs.register import Standing
from dialogs.say import render
from knowledge import fields
from knowledge.model import Edition, Form, Library
from knowledge.rounds import in_round
from storage.office import Reader
from storage.records import Past

MOST = 50  # nominations of a page
SHOWN_PARTS = ("accepted", "sent_up", "recommended", "burnt", "submitted", "returned")

# A search is a form of ours, sent to ourselves; without its origin the guard could not know it.
_HEADERS = {
    "content-security-policy": POLICY.replace("form-action 'none'", "form-action 'self'"),
    "referrer-policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of a round somebody wants to see; `name` is a whole name, or a registration number."""

    round: str
    unit: str = ""
    state: str = ""
    after: str = ""
    name: str = ""


class Lists:
    """`reader`: whoever is signed in, at true time; `now`: the time that rules go by."""

    def __init__(
        self, reader: Callable[[str], Reader], editions: Editions, now: Callable[[], datetime]
    ) -> None:
        self._reader, self._editions, self._now = reader, editions, now

    def overview(self, person: str, asked: Asked) -> dict[str, Any]:
        """Raises LookupError where no seat reaches the round."""
        return self._reader(person).look(lambda past: self._shown(past, asked))

    def one(self, person: str, nomination: str) -> dict[str, Any]:
        """Raises LookupError where no seat reaches it; that it was read is noted."""
        reader = self._reader(person)
        shown, role, read = reader.look(lambda past: self._whole(past, nomination))
        if read:
            reader.disclosed([nomination], role, "read")
        return shown

    def _shown(self, past: Past, asked: Asked) -> dict[str, Any]:
        reach = _reach(past, self._editions(past.session, past.vault))
        edition = _wanted(reach, asked.round)
        seen = glance(past, edition, self._now().date(), asked.unit)
        people = past.register.page(
            edition.round.id,
            unit=asked.unit,
            states=frozenset({asked.state}) & frozenset(STATES),
            name=asked.name,
            after=asked.after,
            limit=MOST + 1,
        )
        names = past.seats.named(edition.round.id)
        return {
            "title": edition.notice.short,
            "closes": _closes(edition),
            "rounds": [{"id": each.round.id, "short": each.notice.short} for each in reach],
            "round": edition.round.id,
            "unit": asked.unit,
            "unit_name": names.get(asked.unit, ""),
            "state": asked.state,
            "after": asked.after,
            "name": asked.name,
            "seen": seen,
            "shares": [render("desk_overview", "share", line=each) for each in seen.shares],
            "alerts": list(_alerts(seen)),
            "bars": [list(_bars(each)) for each in seen.units],
            "units": [(each.id, each.name) for each in past.seats.units(edition.round.id)],
            "names": names,
            "people": people[:MOST],
            "further": people[MOST - 1].id if len(people) > MOST else "",
        }

    def _whole(self, past: Past, nomination: str) -> tuple[dict[str, Any], str, bool]:
        standing = past.register.one(nomination)
        if standing is None:
            raise LookupError("nomination")
        reach = _reach(past, self._editions(past.session, past.vault))
        edition = _wanted(reach, standing.round)
        read = standing.state != "draft"
        form = past.register.form(nomination) or edition.notice.form
        shown = {
            "title": f"{edition.notice.short}　{standing.name}",
            "closes": "",
            "standing": standing,
            "state": render("desk_decide", "state", name=standing.state),
            "unit_name": past.seats.named(standing.round).get(standing.unit, ""),
            "papers": list(_papers(past, edition, standing)),
            "entries": list(_entries(past, nomination, form)) if read else None,
            "history": happened(past.register.history(nomination), form),
        }
        return shown, past.seats.role_in(standing.notice, standing.unit), read


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The chat's own sign-in: who a request comes from, the page's token, and how often one may ask."""

    known: Callable[[Request], Browser | None]
    token: Callable[[Browser], str]
    pace: Callable[[str, Request, str], None]


class Pages:
    """The routes. `person` finds who is at a browser."""

    def __init__(self, lists: Lists, signed: SignedIn, person: Callable[[str], str | None]) -> None:
        self._lists, self._signed, self._person = lists, signed, person

    def routes(self) -> list[Route]:
        return [
            Route("/list", self.overview),
            Route("/list", self.search, methods=["POST"]),
            Route("/list/one/{nomination}", self.one),
        ]

    async def overview(self, request: Request) -> Response:
        browser, person = await self._who(request)
        wanted = {
            name: request.query_params.get(name, "")[:40] for name in ("round", "unit", "state", "after")
        }
        return await self._list(browser, person, Asked(**wanted))

    async def search(self, request: Request) -> Response:
        browser, person = await self._who(request)
        sent = await incoming.form(request)
        if not hmac.compare_digest(sent.get("token", "").encode(), self._signed.token(browser).encode()):
            raise HTTPException(403)
        return await self._list(browser, person, Asked(sent.get("round", ""), name=sent.get("name", "")))

    async def one(self, request: Request) -> Response:
        _, person = await self._who(request)
        shown = await _found(self._lists.one, person, request.path_params["nomination"])
        return page("one.html", _HEADERS, shown)

    async def _list(self, browser: Browser, person: str, asked: Asked) -> Response:
        shown = await _found(self._lists.overview, person, asked)
        return page("list.html", _HEADERS, {**shown, "token": self._signed.token(browser)})

    async def _who(self, request: Request) -> tuple[Browser, str]:
        """The browser and its person; who is not signed in reads how to."""
        browser = self._signed.known(request)
        self._signed.pace("document", request, browser.address if browser else "")
        person = await run_in_threadpool(self._person, browser.address) if browser else None
        if browser is None or not person:
            raise HTTPException(401)
        return browser, person


async def _found(look: Callable[..., dict[str, Any]], *wanted: object) -> dict[str, Any]:
    try:
        return await run_in_threadpool(look, *wanted)
    except LookupError:
        raise HTTPException(404) from None


def _reach(past: Past, known: Library) -> list[Edition]:
    """The notices at whose desks the person sits."""
    own = {each.notice for each in past.seats.held}
    return [each for key, each in known.items() if key in own or past.seats.office_of(key)]


def _wanted(reach: Sequence[Edition], round_id: str) -> Edition:
    for each in reach:
        if round_id in {"", each.round.id, *(other.id for other in each.others)}:
            return in_round(each, round_id) if round_id else each
    raise LookupError("round")


def _closes(edition: Edition) -> str:
    return render("desk_overview", "closes", on=edition.round.closes)


def _alerts(seen: Glance) -> Iterator[str]:
    for risk in ("late", "too_late", "soon"):
        lines = [each for each in seen.at(risk) if each.unit]
        if lines:
            yield render("desk_overview", f"alert_{risk}", lines=lines, seen=seen)


def _bars(line: UnitLine) -> Iterator[Mapping[str, Any]]:
    """The parts of a unit's bar, in hundredths of its places."""
    most = line.unit.most if line.unit and line.unit.most is not None else 0
    whole = max(most, sum(line.counts.get(each, 0) for each in SHOWN_PARTS), 1)
    start = 0.0
    for each in SHOWN_PARTS:
        wide = 100 * line.counts.get(each, 0) / whole
        if wide:
            yield {"state": each, "start": round(start, 2), "wide": round(wide, 2)}
        start += wide


def _papers(past: Past, edition: Edition, standing: Standing) -> Iterator[tuple[str, str]]:
    came = {each.slip: each for each in past.postings.ticked(standing.id, "office") if each.done}
    for each in edition.notice.materials:
        if is_paper(each):
            tick = came.get(each.id)
            yield each.name, render("desk_received", "came", tick=tick) if tick else ""


def _entries(past: Past, nomination: str, form: Form) -> Iterator[tuple[str, str]]:
    values = past.register.entries(nomination)
    for field in form.asked:
        value = values.get(field.id, "")
        yield field.label, fields.shown(field, value) if value else ""

"""A browser as far as HTTP goes: keeps cookies, sends what our page would send."""

import hashlib
import json
import re
from time import monotonic
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx

from tests.web.site import Site


class Browser:
    def __init__(self, site: Site, headers: dict[str, str] | None = None, *, base: str = "") -> None:
        self.site = site
        self.http = httpx.Client(base_url=base or site.url, headers=headers or {}, timeout=30)
        site.clients.append(self.http)
        self.opened = self.http.get("/", headers={"accept": "text/html"})
        found = re.search(r'name="token" content="(\w+)"', self.opened.text)
        self.token = found[1] if found else ""
        self.thread, self.last = "", 0

    @property
    def cookie(self) -> str:
        return next(iter(self.http.cookies.jar)).value or ""

    @property
    def address(self) -> str:
        return hashlib.sha256(self.cookie.split(".")[0].encode()).hexdigest()

    def sent(self, **changed: str | None) -> dict[str, str]:
        """The headers of a request by our page; None leaves one out."""
        origin = str(self.http.base_url).rstrip("/")
        headers = {"x-token": self.token, "origin": origin, "sec-fetch-site": "same-origin"}
        named = {name.replace("_", "-"): value for name, value in changed.items()}
        return {name: value for name, value in (headers | named).items() if value is not None}

    def say(
        self, text: str = "", *, press: str = "", number: str = "", **changed: str | None
    ) -> httpx.Response:
        said = {"id": number or uuid4().hex, "text": text, "press": press}
        return self.http.post("/say", content=json.dumps(said), headers=self.sent(**changed))

    def upload(self, name: str, body: bytes, *, number: str = "", **changed: str | None) -> httpx.Response:
        headers = self.sent(**changed) | {"x-id": number or uuid4().hex, "x-name": quote(name)}
        return self.http.post("/upload", content=body, headers=headers)

    def news(self, wait: int = 0, **changed: str | None) -> Any:
        query: dict[str, str | int] = {"after": self.last, "thread": self.thread, "wait": wait}
        answer = self.http.get("/news", params=query, headers=self.sent(**changed))
        assert answer.status_code == 200, answer.text
        news = answer.json()
        self.thread, self.last = news["thread"], news["last"]
        return news["rows"]

    def read(self, *, until: str) -> list[dict[str, Any]]:
        """The news up to a row whose text contains `until`."""
        rows, end = [], monotonic() + 10
        while monotonic() < end:
            rows += self.news(wait=5)
            if any(until in row.get("text", "") for row in rows):
                return rows
        raise AssertionError(f"{until} never came, but {rows}")

    def press_of(self, label: str, rows: list[dict[str, Any]]) -> str:
        buttons = [tuple(each) for row in rows for line in row.get("buttons", ()) for each in line]
        return str(dict(buttons)[label])

    def walk_to_sheets(self) -> list[int]:
        """Fills in everything and gives the numbers of the rows with documents."""
        self.say(press=self.press_of("开始填", self.read(until="您好")))
        self.say("张三三")
        self.say(press=self.press_of("女", self.read(until="性别")))
        self.read(until="填好了")
        self.last = 0
        return [row["row"] for row in self.news() if row.get("document")]

"""The page as the browser gets it: one document, one style sheet, one script, one icon."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Scope

from bot.uploads import LIMIT

TYPES = {
    "page.css": "text/css; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "list.css": "text/css; charset=utf-8",
}
CODES = {
    400: "bad",
    401: "signed_out",
    403: "foreign",
    404: "missing",
    405: "missing",
    408: "slow",
    413: "large",
    421: "host",
    429: "often",
    503: "unkept",
}
ONE_YEAR = "public, max-age=31536000, immutable"

_templates = Environment(
    loader=PackageLoader("bot.web", "page"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


@cache
def asset(name: str) -> bytes:
    return files("bot.web").joinpath("page", name).read_bytes()


@cache
def mark(name: str) -> str:
    """A short hash of the content: part of the address, so that a browser may keep the file for ever."""
    return hashlib.sha256(asset(name)).hexdigest()[:12]


def static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in TYPES:
        return refusal(request.scope, 404)
    return Response(asset(name), media_type=TYPES[name], headers={"cache-control": ONE_YEAR})


def page(template: str, headers: Mapping[str, str], values: Mapping[str, object]) -> HTMLResponse:
    """A page that is made on the server."""
    body = _templates.get_template(template).render(mark=mark, **values)
    return HTMLResponse(body, headers=dict(headers))


@dataclass(frozen=True, slots=True)
class Shell:
    """What the page says about itself: the public address and who runs it."""

    url: str
    operator: str

    def page(self, token: str, opens: str) -> HTMLResponse:
        """`opens`: what the address leads to at once (resume | join), with what stands behind its #."""
        template = _templates.get_template("page.html")
        return HTMLResponse(
            template.render(
                token=token,
                opens=opens,
                operator=self.operator,
                plain=urlsplit(self.url).scheme != "https",
                most=LIMIT,
                mark=mark,
            )
        )


def refusal(scope: Scope, status: int, number: str = "", wait: int = 0) -> Response:
    """A polite no: a page for a person who opened an address, a code for our script."""
    headers = {"retry-after": str(wait)} if wait else {}
    code = CODES.get(status, "broken")
    if any(name == b"accept" and b"text/html" in value for name, value in scope["headers"]):
        body = _templates.get_template("refusal.html").render(code=code, number=number, mark=mark)
        return HTMLResponse(body, status, headers)
    return JSONResponse({"error": code, "number": number, "wait": wait}, status, headers)

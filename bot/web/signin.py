"""Who is at the other end: a signed cookie that stands for one browser, and the token its page sends back."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from itsdangerous import BadSignature, TimestampSigner
from starlette.requests import Request
from starlette.responses import Response

LASTS_SECONDS = 30 * 24 * 3600
RENEWED_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Browser:
    """One browser, known by a 256-bit secret that is kept nowhere but in its cookie."""

    secret: str
    since: datetime

    @property
    def address(self) -> str:
        return hashlib.sha256(self.secret.encode()).hexdigest()


class SignIn:
    """Reads and writes the cookie. `secure`: the page is reached by https, so the cookie is bound to it."""

    def __init__(self, key: bytes, *, secure: bool) -> None:
        self._key = key
        self._secure = secure
        self._signer = TimestampSigner(key, salt="web.cookie", digest_method=hashlib.sha256)
        self.cookie = "__Host-zuimei" if secure else "zuimei"

    def read(self, request: Request) -> Browser | None:
        """The browser behind a request, if its cookie is ours and has not run out."""
        try:
            secret, since = self._signer.unsign(
                request.cookies.get(self.cookie, ""), LASTS_SECONDS, return_timestamp=True
            )
        except BadSignature:
            return None
        return Browser(secret.decode(), since)

    def welcome(self) -> Browser:
        return Browser(secrets.token_urlsafe(32), datetime.now(UTC))

    def ages(self, browser: Browser) -> bool:
        """Whether the cookie is due for a new date: the thirty days run from the last visit."""
        return datetime.now(UTC) - browser.since > RENEWED_AFTER

    def give(self, response: Response, browser: Browser) -> None:
        # Lax, not Strict: a Strict cookie stays behind when the page is opened by a link in a mail or on the
        # union's site, and the draft would seem lost. What changes anything is a POST with token and origin.
        response.set_cookie(
            self.cookie,
            self._signer.sign(browser.secret).decode(),
            max_age=LASTS_SECONDS,
            secure=self._secure,
            httponly=True,
            samesite="lax",
        )

    def take_back(self, response: Response) -> None:
        response.delete_cookie(self.cookie, secure=self._secure, httponly=True, samesite="lax")

    def token(self, browser: Browser) -> str:
        """What only a page of ours can know; it goes with every POST."""
        return hmac.new(self._key, b"web.token:" + browser.secret.encode(), hashlib.sha256).hexdigest()

    def vouches(self, request: Request, browser: Browser) -> bool:
        sent = request.headers.get("x-token", "")
        return hmac.compare_digest(sent.encode(), self.token(browser).encode())

"""What a page may send, and what is refused."""

import pytest

from tests.web.browser import Browser

NONSENSE = (
    b"",
    b"[]",
    b"null",
    b"{",
    b'"text"',
    b"[" * 100_000,
    b"\xff\xfe",
    b'{"id": 1, "text": "a"}',
    b'{"id": "../../etc/passwd", "text": "a"}',
    b'{"id": "0123456789abcdef0123456789abcdef"}',
    b'{"id": "0123456789abcdef0123456789abcdef", "text": ["a"]}',
    b'{"id": "0123456789abcdef0123456789abcdef", "text": "  "}',
    b'{"id": "0123456789abcdef0123456789abcdef", "text": "a", "press": "b"}',
)


@pytest.mark.parametrize("body", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_is_refused(anna: Browser, body: bytes) -> None:
    answer = anna.http.post("/say", content=body, headers=anna.sent())
    assert (answer.status_code, answer.json()["error"]) == (400, "bad")


def test_text_that_no_database_can_hold_is_cleaned(anna: Browser) -> None:
    body = b'{"id": "0123456789abcdef0123456789abcdef", "text": "a\\u0000b\\ud83dc\\ud83c\\udf38"}'
    assert anna.http.post("/say", content=body, headers=anna.sent()).status_code == 200
    anna.read(until="您说：abc\U0001f338")


@pytest.mark.parametrize("query", ["after=-1", "after=x", "after=1e9", "after=" + "9" * 40, "wait=²"])
def test_odd_numbers_are_refused(anna: Browser, query: str) -> None:
    assert anna.http.get(f"/news?{query}", headers=anna.sent()).status_code == 400

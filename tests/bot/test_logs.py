import io
import logging
from collections.abc import Iterator

import pytest

from bot import logs

TOKEN = "123456789:AAcanaryCANARYcanaryCANARYcanary-_12"


LIBRARIES = ("httpx", "telegram.ext", "sqlalchemy.engine", "python_multipart")


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What goes to stderr while everything is logged; the logging of pytest is put back afterwards."""
    root, stream = logging.getLogger(), io.StringIO()
    before = (root.handlers[:], root.level)
    levels = {name: logging.getLogger(name).level for name in (*logs.OURS, *LIBRARIES)}
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr("sys.excepthook", None)
    monkeypatch.setattr("threading.excepthook", None)
    logs.start("DEBUG", secrets=("short:secret",))
    yield stream
    logging.captureWarnings(capture=False)
    root.handlers[:], root.level = before
    for name, level in levels.items():  # what comes after in this process is as talkative as it was
        logging.getLogger(name).setLevel(level)


def test_libraries_speak_from_warning_on(written: io.StringIO) -> None:
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(logging.DEBUG)
        logging.getLogger(name).info("POST /bot%s/sendMessage", TOKEN)
    logging.getLogger("bot.receive").debug("kept")
    logging.getLogger("httpx").warning("slow")
    assert [line.split(" ", 2)[2] for line in written.getvalue().splitlines()] == [
        "DEBUG bot.receive kept",
        "WARNING httpx slow",
    ]


def test_secrets_are_blanked(written: io.StringIO) -> None:
    logging.getLogger("bot").warning("rejected: %s, %s", TOKEN, "short:secret")
    assert written.getvalue().endswith("rejected: ***, ***\n")


def test_an_exception_is_its_kind_and_places_without_its_text(written: io.StringIO) -> None:
    try:
        try:
            int("canary")
        except ValueError as cause:
            raise LookupError("canary") from cause
    except LookupError:
        logging.getLogger("bot").exception("an event failed")
    line = written.getvalue()
    assert "an event failed [LookupError at " in line
    assert ", from ValueError at " in line
    assert "canary" not in line
    assert line.count("\n") == 1


def test_a_line_stays_a_line(written: io.StringIO) -> None:
    logging.getLogger("bot").warning("one\ntwo\r\x1b[31m\u2028\u202e")
    assert written.getvalue().endswith("one\\ntwo\\r\\x1b[31m\\u2028\\u202e\n")


def test_a_fault_that_lasts_is_told_once_a_minute_with_how_often_it_came() -> None:
    now = [0.0]
    seldom, line = logs.Seldom(lambda: now[0]), logs.Lines()
    told = []
    for second in range(121):
        now[0] = float(second)
        for text in ("the disk is full", f"event {second} is set aside"):
            record = logging.LogRecord("bot", logging.ERROR, "", 0, text, (), None)
            if seldom.filter(record):
                told.append(line.format(record).split(" ERROR bot ")[1])
    full = [each for each in told if "disk" in each]
    assert full == [
        "the disk is full",
        "the disk is full (59 more like it before)",
        "the disk is full (59 more like it before)",
    ]
    assert len(told) - len(full) == 121, "lines that say something else are not held back"


def test_what_is_no_fault_is_told_each_time(written: io.StringIO) -> None:
    for _ in range(3):
        logging.getLogger("bot").info("kept")
    assert written.getvalue().count("kept") == 3

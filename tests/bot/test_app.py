import signal
import sqlite3
import threading
import time
from pathlib import Path
from typing import cast

import httpx
import pytest

from tests.bot.serving import Serving, free_port, serving, zuimei
from tests.emulator import Emulator, Phone
from tests.web.browser import Browser
from tests.web.site import Site


def browser(running: Serving) -> Browser:
    return Browser(cast("Site", running))  # all it needs is the address and a place for its client


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_the_page_and_stops_cleanly(tmp_path: Path, sign: signal.Signals) -> None:
    with serving(tmp_path) as running:
        assert httpx.get(f"{running.url}/healthz").text == "ok"
        assert f"Web chat   {running.url}\n" in running.said
        assert f"Health     {running.url}/healthz" in running.said
        assert "Telegram   off" in running.said
        assert running.end(sign) == 0
    assert "Traceback" not in running.said
    assert "ERROR" not in running.said


def test_it_greets_whoever_opens_the_page_and_goes_on_after_a_restart(tmp_path: Path) -> None:
    port = str(free_port())
    with serving(tmp_path, WEB_PORT=port) as running:
        visitor = browser(running)
        first = visitor.news()
        while not first:
            first = visitor.news(wait=5)
        assert running.end() == 0
        cookies = visitor.http.cookies
    with serving(tmp_path, WEB_PORT=port) as again:
        back = Browser(
            cast("Site", again), {"cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        )
        assert [row["text"] for row in back.news() if "text" in row] == [
            row["text"] for row in first if "text" in row
        ]


def test_a_waiting_page_does_not_hold_up_the_end(tmp_path: Path) -> None:
    with serving(tmp_path) as running:
        visitor = browser(running)
        while visitor.news():
            pass
        waiting = threading.Thread(target=visitor.news, args=(25,))
        waiting.start()
        time.sleep(0.5)
        begun = time.monotonic()
        assert running.end() == 0
        assert time.monotonic() - begun < 5
        waiting.join()


def test_a_second_one_on_the_same_data_is_refused_in_one_line(tmp_path: Path) -> None:
    with serving(tmp_path):
        second = zuimei(tmp_path, "serve", WEB_PORT=str(free_port()))
    assert second.returncode == 1
    assert second.stderr.startswith("DATA_DIR: another zuimei works on data already.")
    assert second.stderr.count("\n") == 1


def test_a_port_in_use_is_said_in_one_line(tmp_path: Path) -> None:
    with serving(tmp_path) as running:
        port = running.url.rpartition(":")[2]
        other = zuimei(tmp_path, "serve", WEB_PORT=port, DATA_DIR="other")
    assert other.returncode == 1
    assert other.stderr.startswith(f"WEB_PORT: port {port} of 127.0.0.1 cannot be used")
    assert other.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WEB_HOST", "192.0.2.1"),
        ("DATA_KEY", "canary"),
        ("DATABASE_URL", "postgresql+psycopg://nobody:canary@127.0.0.1:1/none"),
        ("DATA_DIR", "/dev/null/data"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line_that_names_the_setting(
    tmp_path: Path, name: str, value: str
) -> None:
    stopped = zuimei(tmp_path, "serve", **{"WEB_PORT": str(free_port()), name: value})
    assert stopped.returncode == 1
    assert stopped.stderr.count("\n") == 1
    assert stopped.stderr.startswith("WEB_" if name == "WEB_HOST" else name)
    assert "canary" not in stopped.stderr


def test_a_file_that_is_no_database_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "zuimei.db").write_text(
        "not a database at all, but long enough to be read as one" * 20
    )
    stopped = zuimei(tmp_path, "serve", WEB_PORT=str(free_port()))
    assert stopped.returncode == 1
    assert stopped.stderr.startswith("DATABASE_URL: sqlite:///data/zuimei.db cannot be used")
    assert stopped.stderr.count("\n") == 1


def test_a_faulty_folder_of_notices_is_left_out_loudly(tmp_path: Path) -> None:
    notice = tmp_path / "notices" / "faulty-2027"
    notice.mkdir(parents=True)
    (notice / "notice.yaml").write_text("id: faulty-2027\n", "utf-8")
    with serving(tmp_path, NOTICES_DIR="notices") as running:
        assert running.end() == 0
    assert "the notice in notices/faulty-2027 is left out: " in running.said
    known = next(line for line in running.output if line.startswith("Notices "))
    assert "jiujiang-2022" in known
    assert "faulty-2027" not in known


def test_what_it_keeps_is_its_owners_alone(tmp_path: Path) -> None:
    with serving(tmp_path) as running:
        assert running.end() == 0
    kept = [tmp_path / "data", *(tmp_path / "data").rglob("*")]
    assert [path.name for path in kept if path.stat().st_mode & 0o077] == []


def test_nothing_a_person_typed_and_no_secret_is_written_anywhere_in_clear(tmp_path: Path) -> None:
    """P29: a nomination begun on both channels with everything logged, then every byte it wrote is searched."""
    canaries = ("郑金丝雀", "13800138000", "canary-unit")
    with Emulator() as emulator:
        telegram = {"TELEGRAM_API_BASE": emulator.root, "TELEGRAM_BOT_TOKEN": emulator.token}
        settings = {"LOG_LEVEL": "DEBUG", "ZUIMEI_NOW": "2022-06-20", "PYTHONASYNCIODEBUG": "0", **telegram}
        with serving(tmp_path, **settings) as running:
            phone = Phone(emulator)
            phone.say("/fill jiujiang-2022")
            phone.all_next()
            visitor = browser(running)
            visitor.news()
            for words in (
                "/fill jiujiang-2022",
                *canaries,
                f"我叫{canaries[0]}，电话{canaries[1]}",
                "/mydata",
            ):
                phone.say(words)
                assert visitor.say(words).status_code == 200
            phone.all_next()
            visitor.say(press="forged-" + canaries[2])
            visitor.http.get("/" + canaries[2], headers={"cookie": "zuimei=" + canaries[2]})
            emulator.down()
            phone.say(canaries[0])
            time.sleep(0.5)
            secrets = (emulator.token, visitor.cookie, visitor.token)
            assert running.end() == 0
    assert "Telegram   on, by polling" in running.said
    assert [each for each in (*canaries, *secrets) if each in running.said] == []
    written = b"".join(path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())
    assert [each for each in (*canaries, *secrets) if each.encode() in written] == []


def test_its_figures_tell_what_it_did_and_of_nobody(tmp_path: Path) -> None:
    with Emulator() as emulator:
        telegram = {"TELEGRAM_API_BASE": emulator.root, "TELEGRAM_BOT_TOKEN": emulator.token}
        with serving(tmp_path, **telegram) as running:
            phone = Phone(emulator)
            phone.say("九江最美劳动者哪天截止")
            assert "7月30日" in phone.next().text
            emulator.fault("limit", wait=1)
            phone.say("/help")
            phone.next()
            time.sleep(1.5)  # what became of a parcel is kept with the next claim
            told = httpx.get(f"{running.url}/metrics").text
            assert running.end() == 0
    for line in (
        'zuimei_turns_total{channel="telegram"} 2.0',
        'zuimei_answers_total{kind="answer"} 1.0',
        'zuimei_sends_total{outcome="sent",reason=""} 2.0',
        'zuimei_sends_total{outcome="due",reason="rate limit"} 1.0',
        'zuimei_outbox_waiting{priority="reply"} 0.0',
        "zuimei_inbox_waiting 0.0",
        "zuimei_leader 1.0",
        "zuimei_healthy 1.0",
    ):
        assert line in told.splitlines()
    assert [each for each in ("哪天", str(phone.id), emulator.token) if each in told] == []


def test_telegram_may_call_instead_of_being_asked(tmp_path: Path) -> None:
    port = str(free_port())
    with Emulator() as emulator:
        settings = {
            "TELEGRAM_API_BASE": emulator.root,
            "TELEGRAM_BOT_TOKEN": emulator.token,
            "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
        }
        with serving(tmp_path, WEB_PORT=port, **settings) as running:
            assert "Telegram   on, by webhook" in running.said
            phone = Phone(emulator)
            phone.say("/help")
            assert "/fill" in phone.next().text
            assert httpx.post(f"{running.url}/telegram", json={"update_id": 1}).status_code == 403
            assert httpx.get(f"{running.url}/").status_code == 200
            assert running.end() == 0


def test_a_database_of_another_key_stops_the_start(tmp_path: Path) -> None:
    with serving(tmp_path) as running:
        visitor = browser(running)
        while not visitor.news(wait=1):
            pass
        running.end()
    (tmp_path / "data" / "data.key").unlink()
    stopped = zuimei(tmp_path, "serve", WEB_PORT=str(free_port()))
    assert stopped.returncode == 1
    assert stopped.stderr.startswith("DATA_KEY: ")


def test_a_database_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    with serving(tmp_path) as running:
        running.end()
    with sqlite3.connect(tmp_path / "data" / "zuimei.db") as database:
        database.execute("UPDATE alembic_version SET version_num = 'from the future'")
    database.close()
    stopped = zuimei(tmp_path, "serve", WEB_PORT=str(free_port()))
    assert stopped.returncode == 1
    assert stopped.stderr == "DATABASE_URL: sqlite:///data/zuimei.db was written by a newer zuimei.\n"

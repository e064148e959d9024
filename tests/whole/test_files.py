"""Photos from a phone and from a browser, through the running program to the disk, and gone when asked."""

import io
import re
import signal
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from PIL import Image

from tests.bot.serving import Serving, serving
from tests.emulator import Emulator, Phone
from tests.photos import SECRETS, phone_photo
from tests.web.browser import Browser
from tests.web.site import Site

LARGE = {"width": 1800, "height": 1200}  # noise of so many pixels takes more than two megabytes


@contextmanager
def bot(folder: Path, emulator: Emulator | None = None, **more: str) -> Iterator[Serving]:
    telegram = {"TELEGRAM_BOT_TOKEN": emulator.token, "TELEGRAM_API_BASE": emulator.root} if emulator else {}
    with serving(folder, ZUIMEI_NOW="2021-04-10", **telegram, **more) as running:
        yield running


def on_disk(folder: Path) -> list[Path]:
    return [path for path in (folder / "data" / "files").rglob("*") if path.is_file()]


def until(true: Callable[[], object], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


def at_photos(phone: Phone) -> None:
    phone.say("/fill jiaozuo-2021")
    phone.next(30)
    for label in ("同意并开始", "单独同意，在这里填"):
        phone.press(label)
        phone.all_next(0.6, 30)
    phone.say("改工作生活照")
    assert "请点 📎 选“文件”" in phone.next().text


def test_an_album_on_telegram_is_counted_kept_sealed_and_forgotten(tmp_path: Path) -> None:
    with Emulator() as emulator, bot(tmp_path, emulator):
        phone = Phone(emulator)
        at_photos(phone)
        for number in (1, 2, 3):
            phone.send_file(
                f"IMG_{number}.jpg", phone_photo(number, **LARGE), "image/jpeg", media_group_id="7"
            )
        replies = [phone.next(30).text for _ in range(3)]
        assert [re.findall(r"第(\d)张：(IMG_\d\.jpg)", each) for each in replies] == [
            [(number, f"IMG_{number}.jpg")] for number in "123"
        ]
        assert "齐了" in replies[-1]
        assert len(on_disk(tmp_path)) == 3
        for path in on_disk(tmp_path):
            assert path.stat().st_mode & 0o077 == 0
            assert not any(secret in path.read_bytes() for secret in (*SECRETS, b"JFIF"))
        phone.press("够了，下一项")
        noted = phone.next().text
        assert "已记下：工作生活照 3张：IMG_1.jpg" in noted
        assert re.findall(r"IMG_\d", noted) == ["IMG_1", "IMG_2", "IMG_3"]
        phone.say("/forget")
        phone.next()
        phone.press("确认删除")
        assert "已全部删除" in phone.next().text
        until(lambda: not on_disk(tmp_path))


def test_a_compressed_photo_is_not_fetched_and_the_way_is_shown_once(tmp_path: Path) -> None:
    with Emulator() as emulator, bot(tmp_path, emulator):
        phone = Phone(emulator)
        at_photos(phone)
        phone.send_photo(phone_photo(9))
        picture, said = phone.next(), phone.next()
        assert picture.method == "sendPhoto"
        assert picture.file
        assert picture.file.body.startswith(b"\x89PNG")
        assert "请点 📎 选“文件”" in said.text
        phone.send_photo(phone_photo(9))
        assert "也是压缩过的" in phone.next().text
        time.sleep(0.5)
        assert phone.unread == []
        assert not [call for call in emulator.calls if call.method.lower() == "getfile"]
        assert on_disk(tmp_path) == []


def test_credit_evidence_is_never_taken_on_telegram(tmp_path: Path) -> None:
    with Emulator() as emulator, bot(tmp_path, emulator):
        phone = Phone(emulator)
        at_photos(phone)
        phone.say("改个人征信查询情况截图")
        assert phone.next().labels[:2] == ["用网页传", "没有，跳过"]
        phone.send_file("征信.jpg", phone_photo(5), "image/jpeg")
        assert "刚才的没有保存" in phone.next().text
        time.sleep(0.5)
        assert not [call for call in emulator.calls if call.method.lower() == "getfile"]
        assert on_disk(tmp_path) == []
        phone.press("用网页传")
        assert "继续码" in phone.next().text


def test_a_browser_uploads_sees_and_downloads_its_own_photos_across_a_kill(tmp_path: Path) -> None:
    photos = {f"IMG_{number}.jpg": phone_photo(number, orientation=6, **LARGE) for number in (1, 2)}
    port = ""
    with bot(tmp_path) as running:
        port = running.url.rpartition(":")[2]
        browser = _at_photos(running)
        cookies = browser.http.cookies
        assert browser.upload("IMG_1.jpg", photos["IMG_1.jpg"], number="a" * 32).status_code == 200
        running.end(signal.SIGKILL)  # acknowledged, perhaps not answered yet
    with bot(tmp_path, WEB_PORT=port) as running:
        browser = _again(running, cookies)
        assert browser.upload("IMG_1.jpg", photos["IMG_1.jpg"], number="a" * 32).status_code == 200
        assert browser.upload("IMG_2.jpg", photos["IMG_2.jpg"]).status_code == 200
        rows = browser.read(until="收到第2张：IMG_2.jpg")
        assert sum("收到第" in row.get("text", "") for row in rows) == 2
        until(lambda: len(on_disk(tmp_path)) == 2)
        browser.say("/mydata")
        held = browser.read(until="您传的文件")[-1]
        papers = browser.http.get(f"/document/{held['row']}").json()["papers"]
        answer = browser.http.get(papers[-1]["href"])
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["x-content-type-options"] == "nosniff"
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            assert archive.namelist() == ["IMG_1.jpg", "IMG_2.jpg"]
            for name, sent in photos.items():
                _is_the_same_without_secrets(archive.read(name), sent)
        assert _browser(running).http.get(papers[-1]["href"]).status_code == 404


def _is_the_same_without_secrets(kept: bytes, sent: bytes) -> None:
    assert not any(secret in kept for secret in SECRETS)
    assert len(kept) == len(sent)
    with Image.open(io.BytesIO(kept)) as image, Image.open(io.BytesIO(sent)) as original:
        assert dict(image.getexif()) == {0x0112: 6}
        assert image.tobytes() == original.tobytes()


def _at_photos(running: Serving) -> Browser:
    browser = _browser(running)
    browser.read(until="您好")
    browser.say("/fill jiaozuo-2021")
    browser.say(press=browser.press_of("同意并开始", browser.read(until="您同意这样使用吗")))
    browser.read(until="【姓名】")
    browser.say("改工作生活照")
    browser.read(until="【工作生活照】")
    return browser


def _browser(running: Serving) -> Browser:
    return Browser(cast("Site", SimpleNamespace(url=running.url, clients=running.clients)))


def _again(running: Serving, cookies: Any) -> Browser:
    """The same browser, with its page loaded anew."""
    browser = _browser(running)
    browser.http.cookies = cookies
    browser.opened = browser.http.get("/", headers={"accept": "text/html"})
    found = re.search(r'name="token" content="(\w+)"', browser.opened.text)
    browser.token = found[1] if found else ""
    return browser

"""The timetable as a picture, the sheet that is posted, and the kept pictures: for the unit's desk only."""

import io
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import docx
import pytest
from PIL import Image

from bot.documents.desk import Desk
from bot.documents.taken import NotTheirs
from bot.documents.timeline import picture
from bot.uploads import Keeper
from storage.blobs import Blobs
from storage.people import person_at
from tests.chat import Caller, Chat, library
from tests.dialogs.test_desk_unit import NOTICE, nominate
from tests.photos import phone_photo


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    chat = Chat(tmp_path / "posted.db", datetime.fromisoformat("2022-07-04T09:00:00+08:00"))
    yield chat
    chat.stop()


@pytest.fixture
def blobs(chat: Chat, tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "files", chat.vault)


@pytest.fixture
def desk(chat: Chat, blobs: Blobs) -> Desk:
    return Desk(chat.engine, chat.vault, library(), blobs)


@pytest.fixture
def liaison(chat: Chat) -> Caller:
    caller = chat.caller("liaison")
    caller.sits(NOTICE, "修水县")
    other = chat.caller("other")
    other.sits(NOTICE, "瑞昌市")
    return caller


def _who(chat: Chat, address: str) -> str:
    return person_at(chat.engine, chat.vault, "web", address) or ""


@pytest.mark.parametrize("key", ["jiujiang-2022", "suzhou-2021", "jiaozuo-2021", "laiwu-2021"])
def test_the_timetable_fits_a_phone(key: str) -> None:
    edition = library()[key]
    image = Image.open(io.BytesIO(picture(edition, edition.round.opens.date())))
    assert image.width == 720
    assert 400 < image.height < 1600
    assert len(image.convert("RGB").getcolors(1 << 20) or ()) > 5


def test_a_deadline_that_has_passed_still_has_its_picture() -> None:
    assert picture(library()["jiujiang-2022"], date(2026, 1, 5)).startswith(b"\x89PNG")


def test_the_posted_sheet_says_what_the_chat_says(chat: Chat, desk: Desk, liaison: Caller) -> None:
    _, one = nominate(chat, "nina", 事迹简介="他说：“<送件> & 不误”")
    liaison.say(f"/unit recommend {one}")
    liaison.say(f"/unit begin {one} 0")
    shown, _ = liaison.say("7月5日")
    (document,) = desk.make(shown.document, _who(chat, "liaison"))
    assert document.name == "公示-所在单位-张示例.docx"
    lines = [each.text for each in docx.Document(io.BytesIO(document.body)).paragraphs]
    assert lines == shown.text.splitlines()
    assert "主要事迹：他说：“<送件> & 不误”" in lines
    assert not any("13800138000" in each for each in lines)


@pytest.mark.parametrize("who", ["nina", "other", "nobody"])
def test_nobody_else_gets_them(chat: Chat, desk: Desk, liaison: Caller, who: str) -> None:
    _, one = nominate(chat, "nina")
    paths = [f"notice/{one}/0/2022-07-05", f"posted/{one}/p1/photo", f"sheet/{one}/pdf"]
    if who != "other":
        paths.append(f"timeline/{NOTICE}/2022-07-05")
    for path in paths:
        with pytest.raises(NotTheirs):
            desk.make(path, _who(chat, who))


@pytest.mark.parametrize(
    "path",
    [
        "timeline/x/2022-07-05",
        "timeline/jiujiang-2022/soon",
        "notice/x/0/2022-07-05",
        "notice/x/y/z",
        "posted/x/y/z",
        "posted",
    ],
)
def test_what_does_not_exist_is_as_missing(chat: Chat, desk: Desk, liaison: Caller, path: str) -> None:
    with pytest.raises(NotTheirs):
        desk.make(path, _who(chat, "liaison"))


def test_the_photo_of_the_sheet_comes_back_to_the_unit(
    chat: Chat, desk: Desk, liaison: Caller, blobs: Blobs
) -> None:
    _, one = nominate(chat, "nina")
    liaison.say(f"/unit recommend {one}")
    liaison.say(f"/unit begin {one} 0")
    liaison.say("7月4日")
    liaison.press("已经贴出")
    liaison.press("传公示照片")
    sent = Keeper(blobs)("IMG_1.jpg", phone_photo())
    liaison.send(sent)
    (post,) = chat.turns[0].effects
    (reply,) = liaison.say(f"/unit look {one} photo {post.posted.id}")  # type: ignore[union-attr] # a Post
    small, whole = desk.make(reply.document, _who(chat, "liaison"))
    assert small.mime == "image/png"
    assert whole.body == blobs.open(sent.blob, sent.hash)
    with pytest.raises(NotTheirs):
        desk.make(reply.document, _who(chat, "other"))

import json
import struct
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.documents import Document
from bot.telegram.api import Api
from bot.telegram.channel import Manner, Telegram
from bot.telegram.outward import calls, is_public, parts
from bot.uploads import check
from dialogs.model import Button, Reply
from tests.emulator import Emulator, Phone
from tests.emulator.methods import units

TABLE = yaml.safe_load(Path(__file__).with_name("outward.yaml").read_text("utf-8"))


def _reply(given: dict[str, Any]) -> Reply:
    rows = tuple(tuple(Button(label, press) for label, press in row) for row in given.get("buttons", ()))
    return Reply(given["text"], rows, link=given.get("link", ""))


def _document(name: str, mime: str, size: int | str) -> Document:
    if isinstance(size, str):
        width, height = map(int, size.split("x"))
        return Document(name, mime, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height))
    return Document(name, mime, b"x" * size)


def _request(method: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"method": method}
    if "text" in parameters:
        found["text"] = parameters["text"]
        assert json.loads(parameters["link_preview_options"]) == {"is_disabled": True}
    if "reply_markup" in parameters:
        found["keyboard"] = json.loads(parameters["reply_markup"])["inline_keyboard"]
    for key in ("document", "photo"):
        if key in parameters:
            found[key] = [parameters[key].name, len(parameters[key].body)]
    assert "parse_mode" not in parameters
    return found


def telegram(api: Api, web: str = "") -> Telegram:
    """Telegram that only sends: it never looks into an inbox."""
    nothing: Any = None
    return Telegram(api, nothing, lambda: datetime.now(UTC), check, Manner(web=web))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["name"])
async def test_a_reply_becomes_its_requests(
    row: dict[str, Any], emulator: Emulator, phone: Phone, api: Api
) -> None:
    files = [_document(*each) for each in row.get("files", ())]
    await telegram(api, row.get("web", "")).send(str(phone.chat), _reply(row["reply"]), files)
    sent = [call for call in emulator.calls if call.method.startswith("send")]
    assert [_request(call.method, call.parameters) for call in sent] == row["requests"]


async def test_a_long_text_is_cut_between_paragraphs_and_carries_its_buttons_at_the_end(
    phone: Phone, api: Api
) -> None:
    paragraphs = [f"第{number}段" + "事迹" * 300 for number in range(12)]
    reply = Reply("\n\n".join(paragraphs), ((Button("提交", "t1"),),))
    await telegram(api).send(str(phone.chat), reply)
    assert len(phone.replies) == 2
    assert [each.labels for each in phone.replies] == [[], ["提交"]]
    assert "\n\n".join(each.text for each in phone.replies) == reply.text


async def test_signs_that_take_two_units_are_counted_as_two(phone: Phone, api: Api) -> None:
    """Emoji and rare characters, such as stand in names."""
    paragraphs = ["𠮷" * 1500, "🎉" * 1000, "好" * 4000]
    await telegram(api).send(str(phone.chat), Reply("\n\n".join(paragraphs), ((Button("好", "t1"),),)))
    assert [each.text for each in phone.replies] == paragraphs
    assert [each.labels for each in phone.replies] == [[], [], ["好"]]


async def test_a_picture_telegram_does_not_take_arrives_as_a_file(
    emulator: Emulator, phone: Phone, api: Api
) -> None:
    emulator.fault(
        "error", method="sendPhoto", status=400, description="Bad Request: PHOTO_INVALID_DIMENSIONS"
    )
    picture = _document("推荐表.png", "image/png", "900x1200")
    await telegram(api).send(str(phone.chat), Reply(""), [picture])
    assert [(each.method, each.file and each.file.name) for each in phone.replies] == [
        ("sendDocument", "推荐表.png")
    ]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=400), st.integers(4, 60))
def test_no_piece_is_too_long_and_no_word_is_lost(text: str, limit: int) -> None:
    pieces = list(parts(text, limit))
    assert all(0 < units(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_a_press_that_is_no_token_is_a_mistake_of_ours() -> None:
    with pytest.raises(AssertionError):
        calls(Reply("选", ((Button("甲", "好" * 22),),)), ())


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("https://zuimei.example.org/resume", True),
        ("http://203.0.113.7/", False),
        ("http://8.8.8.8:8000/", True),
        ("http://localhost:8000/", False),
        ("http://127.0.0.1:8000/", False),
        ("http://192.168.1.5:8000/", False),
        ("http://[::1]/", False),
        ("http://nas/", False),
        ("ftp://zuimei.example.org/", False),
        ("/resume", False),
    ],
)
def test_only_an_address_that_a_stranger_can_open_is_public(address: str, public: bool) -> None:  # noqa: FBT001 - a column
    assert is_public(address) is public

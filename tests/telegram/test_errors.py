from pathlib import Path
from typing import Any

import pytest
import yaml
from telegram.error import BadRequest, TelegramError

from bot.channel import DeliveryFailed
from bot.telegram.api import Api
from bot.telegram.errors import failure
from tests.emulator import Emulator, Phone

TABLE = yaml.safe_load(Path(__file__).with_name("errors.yaml").read_text("utf-8"))
NONE = {"retry": False, "gone": False, "unknown": False, "wait": 0.0}


def _flags(error: DeliveryFailed) -> dict[str, Any]:
    return {name: getattr(error, name) for name in NONE}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["name"])
async def test_an_error_says_what_became_of_the_message(
    row: dict[str, Any], emulator: Emulator, phone: Phone, api: Api
) -> None:
    emulator.fault(**row["fault"])
    with pytest.raises(TelegramError) as caught:
        await api.bot.send_message(phone.chat, "你好", read_timeout=0.5)
    assert _flags(failure(caught.value)) == NONE | row["flags"]


def test_what_telegram_quotes_is_not_told_on() -> None:
    error = BadRequest(
        "inline keyboard button URL 'https://zuimei.example.org/r#secret' is invalid: secret://x"
    )
    assert failure(error).reason == "refused: inline keyboard button URL … is invalid: …"


async def test_a_server_that_cannot_be_reached_took_nothing(phone: Phone) -> None:
    with Emulator() as emulator:
        api = Api(emulator.token, emulator.root)
    with pytest.raises(TelegramError) as caught:
        await api.bot.send_message(phone.chat, "你好")
    await api.close()
    assert _flags(failure(caught.value)) == NONE | {"retry": True}


async def test_a_group_that_became_another_chat_is_gone(emulator: Emulator, api: Api) -> None:
    group = Phone(emulator, group=-100123)
    emulator.fault(
        "error", status=400, description="Bad Request: group chat was upgraded to a supergroup chat"
    )
    with pytest.raises(TelegramError) as caught:
        await api.bot.send_message(group.chat, "请私聊我")
    assert failure(caught.value, 2).gone
    assert failure(caught.value, 2).arrived == 2

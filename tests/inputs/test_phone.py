"""Bad inputs on a real phone: what only the way through the Bot API can show."""

from pathlib import Path

from tests.bot.serving import serving
from tests.emulator import Emulator, Phone

IDENTITY = "11010519491231002X"
DEAD = "这个按钮已经用不了了，什么都没有改动。"
PRIVATELY = "为保护个人信息，请单独给我发消息，不要在群里填。"


def test_secrets_edits_quotes_forgeries_and_groups(tmp_path: Path) -> None:
    with Emulator() as emulator:
        settings = {
            "TELEGRAM_BOT_TOKEN": emulator.token,
            "TELEGRAM_API_BASE": emulator.root,
            "ZUIMEI_NOW": "2022-06-20",
        }
        with serving(tmp_path, **settings):
            phone = _asked_for_the_name(emulator)
            _secrets(phone, emulator)
            _edits_and_quotes(phone)
            presses = _forgeries(phone)
            _groups(emulator)
            assert presses <= set(emulator.answered), "no press is left waiting"


def _asked_for_the_name(emulator: Emulator) -> Phone:
    phone = Phone(emulator)
    for said in ("/fill jiujiang-2022", "同意", "同意"):
        phone.say(said)
    phone.say("新业态领域")
    while "【姓名】" not in phone.next(30).text:
        pass
    return phone


def _secrets(phone: Phone, emulator: Emulator) -> None:
    """26: the message is taken out of the chat."""
    number = phone.say(IDENTITY)
    assert phone.next().text.startswith("里面好像有身份证号，这里不需要，我没有保存。")
    assert (phone.chat, number) in emulator.deleted


def _edits_and_quotes(phone: Phone) -> None:
    """34 and 35: a message that was answered is changed, then an older question is answered."""
    number = phone.say("张三")
    assert "【性别】" in phone.next().text
    phone.edit(number, "张山")
    assert phone.next().text == "您把之前那条改了。要把“姓名”改成“张山”吗？"
    phone.press("改成张山")
    assert phone.next().text.startswith("已记下：姓名 张山")
    name = next(each for each in phone.replies if "【姓名】" in each.text)
    ours = {"message_id": name.id, "date": int(name.at), "chat": {"id": phone.chat, "type": "private"}}
    bot = {"id": int(_token_id(phone)), "is_bot": True, "first_name": "最美"}
    phone.say("张珊", reply_to_message={**ours, "from": bot, "text": name.text})
    assert phone.next().text == "您回的是前面那一题。要把“姓名”改成“张珊”吗？"
    phone.say("不")
    assert "【性别】" in phone.next().text


def _forgeries(phone: Phone) -> set[str]:
    """40: whatever is pressed changes nothing; the question is shown again."""
    last = phone.replies[-1]
    presses = set()
    for data in ("", "x" * 64, "really forget", "0" * 16, "\u0000"):
        presses.add(phone.press_data(data, last))
        assert phone.next().text == DEAD
        assert phone.next().text == last.text
    return presses


def _groups(emulator: Emulator) -> None:
    """41 and 59: a group is told once, and nothing more is said there."""
    group = Phone(emulator, 4002, group=-100123)
    group.say("/start")
    assert group.next().text == PRIVATELY
    group.say("/fill jiujiang-2022")
    group.say("张三的电话是13800138000")
    group.press_data("x", group.replies[-1])
    other = Phone(emulator, 4003)
    other.say("你好")
    other.next()
    assert group.unread == []


def _token_id(phone: Phone) -> int:
    return int(phone._telegrams.me["id"])

"""Telegram's servers stand abroad: what a desk there sees of nominees, by what each of them agreed to."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import select

from dialogs.model import Consent, Idle, Reply
from storage.engine import read
from storage.tables import ConsentRow
from tests import desks
from tests.chat import Caller, Chat, library
from tests.samples import fill_rest

NOW = datetime.fromisoformat("2022-07-04T09:00:00+08:00")
JIUJIANG = library()["jiujiang-2022"]
ROUND = "jiujiang-2022"
WHY = "本人只同意在网页上使用"


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    chat = Chat(tmp_path / "abroad.db", NOW)
    yield chat
    chat.stop()


@pytest.fixture
def liaison(chat: Chat) -> Caller:
    caller = chat.caller("liaison", "telegram")
    caller.sits(ROUND, "修水县")
    return caller


def nominate(chat: Chat, name: str, *, abroad: bool, state: str = "submitted") -> str:
    entries = {**desks.ENTRIES, "name": name}
    return desks.nominate(
        chat.engine, chat.vault, JIUJIANG, entries, unit="修水县", state=state, abroad=abroad
    )


def told(replies: list[Reply]) -> str:
    return "\n".join(each.text for each in replies)


def began_on_the_web(chat: Chat) -> tuple[Caller, str]:
    """A nominee and the code that leads elsewhere."""
    nominee = chat.caller("nina")
    nominee.say(f"/fill {ROUND}")
    nominee.press("同意并开始")
    given = next(each.text for each in nominee.replies if "继续码" in each.text)
    return nominee, given.splitlines()[0].split("：")[1]


def cards(chat: Chat) -> list[str]:
    return [row.card for row in read(chat.engine, lambda session: session.exec(select(ConsentRow)).all())]


def test_a_board_names_whom_it_may_and_masks_the_others(chat: Chat, liaison: Caller) -> None:
    nominate(chat, "王示例", abroad=True)
    nominate(chat, "李示例", abroad=False)
    board = told(liaison.say("/unit"))
    assert "王示例" in board
    assert "李** JJ22-0002" in board
    assert "李示例" not in board
    assert WHY in board
    assert "看 JJ22-0002" in {each.label for each in liaison.buttons}


def test_reading_one_leads_to_the_page_where_it_stands(chat: Chat, liaison: Caller) -> None:
    one = nominate(chat, "李示例", abroad=False)
    (reply,) = liaison.say(f"/unit read {one}")
    assert reply.link == f"/list/one/{one}"
    assert "要继续码" in {each.label for row in reply.buttons for each in row}
    assert chat.turns[0].effects == (), "nothing was disclosed"


def test_on_the_web_the_same_contact_reads_all(chat: Chat) -> None:
    caller = chat.caller("liaison")
    caller.sits(ROUND, "修水县")
    one = nominate(chat, "李示例", abroad=False)
    assert "李示例" in told(caller.say("/unit"))
    assert "九江某某快递有限公司" in told(caller.say(f"/unit read {one}"))


def test_what_needs_the_papers_only_goes_on_in_the_chat(chat: Chat, liaison: Caller) -> None:
    one = nominate(chat, "李示例", abroad=False, state="recommended")
    assert "还差4样" in told(liaison.say(f"/unit papers {one}"))
    liaison.say(f"/unit send_up {one} sure")
    assert [each.kind for each in chat.turns[0].effects] == ["move"]


def test_recommending_weighs_what_was_written_and_is_done_on_the_web(chat: Chat, liaison: Caller) -> None:
    one = nominate(chat, "李示例", abroad=False)
    assert WHY in told(liaison.say(f"/unit recommend {one} sure"))
    assert chat.turns[0].effects == ()


def test_it_opens_as_soon_as_the_nominee_agrees_on_telegram(chat: Chat, liaison: Caller) -> None:
    nominee, code = began_on_the_web(chat)
    fill_rest(nominee, JIUJIANG.notice.form, {"姓名": "李示例", "推荐单位": "修水县"})
    nominee.press("提交")
    assert "李**" in told(liaison.say("/unit"))
    phone = chat.caller("nina", "telegram")
    phone.say(code)
    phone.say(f"/fill {ROUND}")
    phone.press("同意并开始")
    phone.press("单独同意，在这里填")
    assert "李示例" in told(liaison.say("/unit"))


def test_a_letter_to_the_contact_is_masked_too(chat: Chat, liaison: Caller) -> None:
    liaison.say("/unit")
    nominee = chat.caller("nina")
    nominee.say(f"/fill {ROUND}")
    nominee.press("同意并开始")
    fill_rest(nominee, JIUJIANG.notice.form, {"姓名": "李示例", "推荐单位": "修水县"})
    nominee.press("提交")
    letter = told(liaison.look())
    assert "李** JJ22-0001 交了推荐表" in letter
    assert "李示例" not in letter


def test_a_package_of_a_unit_waits_on_the_web_for_one_of_them(chat: Chat, liaison: Caller) -> None:
    nominate(chat, "王示例", abroad=True)
    assert _package(liaison)[-1].document
    nominate(chat, "李示例", abroad=False)
    (reply,) = _package(liaison)
    assert "1人只同意在网页上使用" in reply.text
    assert not reply.document


def test_what_colleagues_wrote_is_not_the_nominees_agreement(chat: Chat, liaison: Caller) -> None:
    """The writer's own cards are about the writer."""
    liaison.say(f"/fill {ROUND}")
    liaison.press("同意并开始")
    liaison.press("单独同意，在这里填")
    liaison.press("我是工会联系人，替他填")
    liaison.press("本人都同意了")
    fill_rest(liaison, JIUJIANG.notice.form, {"姓名": "李示例"})
    liaison.press("提交")
    assert "李**" in told(liaison.say("/unit"))


@pytest.mark.parametrize("begins", ["我是工会联系人，替他填", "bring"])
def test_on_telegram_who_writes_for_others_vouches_for_their_agreement(
    chat: Chat, liaison: Caller, begins: str
) -> None:
    liaison.say("/bring" if begins == "bring" else f"/fill {ROUND}")
    liaison.press("同意并开始")
    liaison.press("单独同意，在这里填")
    if begins != "bring":
        liaison.press(begins)
    assert "要他本人单独同意" in liaison.replies[-1].text
    liaison.press("改用网页填")
    assert "请用网页填" in liaison.replies[-1].text
    assert cards(chat) == ["privacy", "abroad"], "nothing was begun"


def test_a_draft_of_the_web_goes_on_at_telegram_after_its_card(chat: Chat) -> None:
    nominee, code = began_on_the_web(chat)
    nominee.say("先存着")
    nominee.say("取消")
    phone = chat.caller("nina", "telegram")
    phone.say(code)
    phone.press("接着填")
    phone.press("同意并开始")
    phone.press("单独同意，在这里填")
    assert isinstance(chat.turns[0].effects[0], Consent)
    assert "1/21" in phone.replies[-1].text


def test_what_is_typed_on_telegram_into_a_form_of_the_web_waits_for_the_card(chat: Chat) -> None:
    nominee, code = began_on_the_web(chat)
    nominee.press("新业态领域")
    phone = chat.caller("nina", "telegram")
    phone.say(code)
    assert "您同意这样使用吗" in phone.say("李示例")[-1].text
    assert not chat.turns[0].effects, "nothing was taken for an answer"
    phone.press("同意并开始")
    phone.press("单独同意，在这里填")
    phone.say("李示例")
    assert [each.kind for each in chat.turns[0].effects] == ["save_entry"]


def test_going_on_at_telegram_shows_the_card_before_the_question(chat: Chat) -> None:
    """Nothing that was typed is lost, and nothing that stands in the form is shown."""
    nominee, code = began_on_the_web(chat)
    nominee.press("新业态领域")
    nominee.say("李示例")
    nominee.say("上一题")
    phone = chat.caller("nina", "telegram")
    phone.say(code)
    (card,) = phone.press("接着填")
    assert "您同意这样使用吗" in card.text
    assert "李示例" not in card.text
    phone.press("同意并开始")
    assert "3/21" in phone.press("单独同意，在这里填")[-1].text
    phone.say("男")
    assert [each.kind for each in chat.turns[0].effects] == ["save_entry"]


@pytest.mark.parametrize("comes", [{"text": "/back"}, {"text": "李示例", "pending": True}, {"pending": True}])
def test_neither_a_step_back_nor_a_file_goes_round_the_card(chat: Chat, comes: dict[str, object]) -> None:
    nominee, code = began_on_the_web(chat)
    nominee.press("新业态领域")
    phone = chat.caller("nina", "telegram")
    phone.say(code)
    (card,) = phone.do(**comes)
    assert "您同意这样使用吗" in card.text
    assert [each.kind for each in chat.turns[0].effects] == (["decline"] if "pending" in comes else [])


def test_a_correction_that_waits_at_telegram_asks_for_the_card_too(chat: Chat) -> None:
    nominee, code = began_on_the_web(chat)
    fill_rest(nominee, JIUJIANG.notice.form, {"姓名": "李示例", "推荐单位": "修水县"})
    nominee.press("提交")
    nominee.say("改姓名")
    phone = chat.caller("nina", "telegram")
    phone.say(code)
    phone.press("接着填")
    phone.press("同意并开始")
    assert "JJ22-0001" in phone.press("单独同意，在这里填")[-1].text
    assert isinstance(chat.turns[0].state, Idle)


def _package(liaison: Caller) -> list[Reply]:
    liaison.say("/unit")
    return liaison.press("全部文件包")

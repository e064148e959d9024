"""What people read when they send photos and scans."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from dialogs.model import Attachment, Decline, Upload
from dialogs.say import known
from knowledge.fields.files import filed
from storage.inbox import Inbox
from tests.chat import Caller, Chat, library
from tests.samples import fill_rest, photo

ZONE = "+08:00"


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    made = Chat(tmp_path / "chat.db", datetime.fromisoformat(f"2021-05-15T09:00{ZONE}"))
    yield made
    made.stop()


def begun(chat: Chat, notice: str = "laiwu-2021", channel: str = "web") -> Caller:
    person = chat.caller("4001", channel)
    person.say(f"/fill {notice}")
    person.press("同意并开始")
    if channel == "telegram":
        person.press("单独同意，在这里填")
    return person


def at(person: Caller, label: str) -> str:
    return person.say(f"改{label}")[-1].text


def said(person: Caller, *uploads: Upload) -> str:
    return "\n".join(reply.text for reply in person.send(*uploads))


def labels(person: Caller) -> list[str]:
    return [button.label for row in person.replies[-1].buttons for button in row]


def sent(name: str, kind: str, size: int = 2_500_000, **more: Any) -> Upload:
    return Upload(name, name, kind, size, original=name, **more)


def kept(chat: Chat) -> list[tuple[str, ...]]:
    """The names in what was saved by the last event."""
    return [
        tuple(each.name for each in filed(effect.value))
        for turn in chat.turns
        for effect in turn.effects
        if effect.kind == "save_entry"
    ]


def test_the_question_says_how_many_which_how_large_and_how(chat: Chat) -> None:
    person = begun(chat)
    asked = at(person, "工作生活照")
    assert "要2—3张，JPG 格式，每张2M以上。" in asked
    assert "回形针" in asked
    assert labels(person) == ["以后再填", "上一题"]


def test_on_telegram_it_says_how_to_send_the_original(chat: Chat) -> None:
    assert "请点 📎 选“文件”" in at(begun(chat, channel="telegram"), "工作生活照")


def test_one_after_the_other_until_there_are_enough(chat: Chat) -> None:
    person = begun(chat)
    at(person, "工作生活照")
    assert said(person, photo(1)) == "收到第1张：IMG_1.jpg（2.4 MB）。还差1张。"
    assert labels(person) == ["以后再填", "删掉重传", "上一题"]
    assert said(person, photo(2)) == "收到第2张：IMG_2.jpg（2.4 MB）。够了，还可以再传1张。"
    assert labels(person) == ["够了，下一项", "删掉重传", "上一题"]
    assert said(person, photo(3)).endswith("齐了。")
    assert person.press("够了，下一项")[0].text.startswith(
        "已记下：工作生活照 3张：IMG_1.jpg（2.4 MB）、IMG_2.jpg（2.4 MB）、IMG_3.jpg（2.4 MB）"
    )


def test_an_album_of_five_keeps_three_and_asks_kindly(chat: Chat) -> None:
    person = begun(chat)
    at(person, "工作生活照")
    replies = [said(person, photo(number)) for number in range(1, 6)]
    assert ["没有收" in each for each in replies] == [False, False, False, True, True]
    assert "想换的话，点“删掉重传”" in replies[-1]
    person.press("删掉重传")
    assert [type(each).__name__ for each in chat.turns[0].effects] == ["ClearEntry"]
    said(person, photo(4))
    assert kept(chat) == [("IMG_4.jpg",)]


def test_the_rest_of_an_album_that_comes_too_late_is_told_so(chat: Chat) -> None:
    person = begun(chat)
    at(person, "工作生活照")
    for number in (1, 2, 3):
        said(person, photo(number))
    person.press("够了，下一项")
    at(person, "推荐单位")
    assert "“工作生活照”已有3张，够了，刚才的没有收" in said(person, photo(4))


def test_a_photo_before_its_turn_is_told_where_it_belongs(chat: Chat) -> None:
    person = begun(chat)
    assert "照片请到“证件照”那一项再传" in said(person, photo(1))
    assert "【姓名】" in person.replies[-1].text


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (sent("IMG_1.jpg", "jpg", 1_999_999), "只有1.9 MB，通知要求2M以上"),
        (sent("IMG_1.jpg", "jpg", 2_000_000), "大小刚够2M的边"),
        (sent("IMG_1.jpg", "jpg", 2_097_151), "大小刚够2M的边"),
        (sent("IMG_1.jpg", "jpg", 2_097_152), "收到第1张：IMG_1.jpg（2.0 MB）。还差1张。"),
        (sent("IMG_1.jpg", "png"), "实际是 PNG 格式，这里要 JPG 格式"),
        (sent("照片.png", "jpg"), "文件名和内容对不上，实际是 JPG 格式，可以用"),
        (sent("扫描.pdf", "pdf"), "实际是 PDF 格式"),
        (sent("IMG_1.HEIC", "heic", fault="heic"), "IMG_1.HEIC 没有收：这是苹果手机的 HEIC 照片"),
        (sent("a.gif", "gif", fault="other_picture"), "请另存为 JPG"),
        (sent("IMG_1.jpg", "jpg", fault="truncated"), "这个文件不完整"),
        (sent("IMG_1.jpg", "jpg", fault="too_many_pixels"), "像素太多"),
        (sent("IMG_1.jpg", "", 25_000_000, fault="too_big"), "超过20兆"),
        (sent("IMG_1.jpg", "", 0, fault="empty"), "是空的"),
        (sent("IMG_1.jpg", "", fault="unreadable"), "打不开"),
        (sent("照片.zip", "archive", fault="is_archive"), "这里要 JPG 格式的照片"),
        (sent("照片.docx", "docx", text="照片"), "不是照片，没有收。这里要 JPG 格式"),
        (sent("x.exe", "program", fault="is_program"), "这里要 JPG 格式的照片"),
    ],
    ids=lambda each: each[:16] if isinstance(each, str) else f"{each.name} {each.bytes}",
)
def test_each_fault_has_its_own_sentence(upload: Upload, words: str, chat: Chat) -> None:
    person = begun(chat)
    at(person, "工作生活照")
    assert words in said(person, upload)
    assert bool(kept(chat)) == ("没有收" not in person.replies[-1].text)


def test_the_same_photo_twice_is_noted_and_counts_once(chat: Chat) -> None:
    person = begun(chat)
    at(person, "工作生活照")
    said(person, photo(1))
    assert "前面已经传过，只算一张。还差1张。" in said(person, photo(1))


def test_the_portrait_is_one_and_the_form_goes_on_by_itself(chat: Chat) -> None:
    person = begun(chat)
    at(person, "证件照")
    reply = said(person, sent("证件照.png", "png", 300_000))
    assert reply.startswith("收到第1张：证件照.png（300 KB）。\n\n【")
    at(person, "证件照")
    said(person, sent("新的.jpg", "jpg", 300_000))
    assert kept(chat) == [("新的.jpg",)]


def test_words_where_a_photo_is_asked_are_answered_kindly(chat: Chat) -> None:
    person = begun(chat)
    at(person, "工作生活照")
    assert "这一项要传照片，打字不算" in person.say("照片在单位电脑里")[-1].text
    assert "【姓名】" in person.say("跳过")[-1].text
    at(person, "工作生活照")
    said(person, photo(1))
    said(person, photo(2))
    assert "已记下：工作生活照 2张" in person.say("够了")[-1].text


def test_too_few_come_back_and_block_the_submission(chat: Chat) -> None:
    person = begun(chat)
    at(person, "工作生活照")
    said(person, photo(1))
    person.press("以后再填")
    fill_rest(person, library()["laiwu-2021"].notice.form)
    at(person, "工作生活照")
    person.press("删掉重传")
    said(person, photo(7))
    review = person.say("核对")[-1]
    assert "还缺：工作生活照" in review.text
    assert "提交" not in [button.label for row in review.buttons for button in row]
    assert "【工作生活照】" in person.press("补填1项")[-1].text
    assert said(person, photo(8)).startswith("收到第2张")


def test_after_submitting_a_new_photo_takes_the_place_of_the_oldest(chat: Chat) -> None:
    person = begun(chat)
    fill_rest(person, library()["laiwu-2021"].notice.form)
    person.press("提交")
    at(person, "工作生活照")
    assert "删掉重传" not in labels(person)
    said(person, photo(3))
    said(person, photo(4))
    assert kept(chat) == [("IMG_2.jpg", "IMG_3.jpg", "IMG_4.jpg")]


def announced(person: Caller, kind: str, size: int = 90_000) -> list[str]:
    attachment = Attachment("1", "photo.jpg", size, kind)
    return [
        reply.document or reply.text
        for reply in person.do(pending=True, attachments=(attachment,), text="给你", sent="77")
    ]


def test_a_compressed_photo_is_declined_and_the_way_shown_once(chat: Chat) -> None:
    person = begun(chat, channel="telegram")
    at(person, "工作生活照")
    picture, words = announced(person, "photo")
    assert picture == "howto/send-as-file"
    assert "请点 📎 选“文件”" in words
    assert Decline() in chat.turns[0].effects
    assert announced(person, "photo") == ["这张也是压缩过的，没有收。请点 📎 选“文件”再发。"]


def test_a_file_on_its_way_is_silent_unless_it_is_large(chat: Chat) -> None:
    person = begun(chat, channel="telegram")
    at(person, "工作生活照")
    assert announced(person, "file", 3_000_000) == []
    assert announced(person, "file", 9_000_000) == ["收到文件，正在看，请稍等。"]


def test_a_portrait_may_be_compressed(chat: Chat) -> None:
    person = begun(chat, channel="telegram")
    at(person, "证件照")
    assert announced(person, "photo") == []


def test_credit_evidence_is_taken_on_the_web_only(chat: Chat) -> None:
    chat.now = datetime.fromisoformat(f"2021-04-10T09:00{ZONE}")
    web = begun(chat, "jiaozuo-2021")
    assert "最多9张" in at(web, "个人征信查询情况截图")
    assert said(web, sent("征信.png", "png", 400_000)).startswith("收到第1张：征信.png")
    phone = chat.caller("5001", "telegram")
    phone.say("/fill jiaozuo-2021")
    phone.press("同意并开始")
    phone.press("单独同意，在这里填")
    assert "不在 Telegram 里收" in at(phone, "个人征信查询情况截图")
    assert labels(phone)[:2] == ["用网页传", "没有，跳过"]
    (words,) = announced(phone, "file")
    assert "刚才的没有保存" in words
    assert chat.turns[0].replies[0].erases == "77"
    assert Decline() in chat.turns[0].effects
    assert "继续码" in phone.press("用网页传")[0].text


def test_scans_may_be_pdf(chat: Chat) -> None:
    chat.now = datetime.fromisoformat(f"2023-05-10T09:00{ZONE}")
    person = begun(chat, "jiangsu-2023")
    assert "最多10份，JPG、PNG、PDF 格式" in at(person, "荣誉、称号、奖励等证书")
    assert said(person, sent("证书.pdf", "pdf", 900_000)).startswith("收到第1份：证书.pdf（900 KB）")
    assert "先跳过" not in person.replies[-1].text


@pytest.mark.parametrize("fault", ["heic", "other_picture", "truncated", "too_many_pixels", "pdf_runs"])
def test_the_shared_faults_are_worded(fault: str) -> None:
    assert known("upload", fault)


@pytest.mark.parametrize("wanted", ["工作生活照", "事迹材料"])
def test_a_slow_file_goes_where_it_was_announced(chat: Chat, wanted: str) -> None:
    person = begun(chat, channel="telegram")
    at(person, wanted)
    announced = Attachment("ref", "a", 2_500_000, "file")
    person.do(pending=True, attachments=(announced,))
    announcing = person.last
    assert announcing
    asked = person.say("跳过")[-1].text
    inbox = Inbox(chat.engine, chat.vault)
    came = photo(1) if wanted == "工作生活照" else sent("事迹.docx", "docx", text="她十年扫净了三条街。" * 20)
    assert inbox.fetched(announcing, (came,))
    (claim,) = inbox.claim()
    told, still = person.give(claim.event)[-2:]
    assert ("收到第1张" if wanted == "工作生活照" else f"已记下：{wanted}") in told.text
    assert asked.splitlines()[-1] in still.text
    assert wanted not in still.text

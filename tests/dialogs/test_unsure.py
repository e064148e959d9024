"""Who does not know what to write, wants to wait, or wrote the last answer wrong, is understood and nothing is kept."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.chat import Caller, Chat


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Caller]:
    chat = Chat(tmp_path / "zuimei.db", datetime.fromisoformat("2021-05-15T09:00:00+08:00"))
    caller = chat.caller()
    caller.say("/fill laiwu-2021")
    caller.press("同意并开始")
    yield caller
    chat.stop()


def after(person: Caller, *texts: str) -> str:
    return "\n".join(reply.text for reply in [person.say(each) for each in texts][-1])


@pytest.mark.parametrize("text", ["等一下", "稍等", "先不写", "不会填", "不知道该填什么"])
def test_nothing_is_kept_of_a_hesitation(person: Caller, text: str) -> None:
    told = after(person, text)
    assert "跳过" in told
    assert "【姓名】1/12" in told


@pytest.mark.parametrize("text", ["不会写", "不会写怎么办", "能帮我写吗", "不知道怎么写"])
def test_who_cannot_write_the_deeds_hears_how_to_begin(person: Caller, text: str) -> None:
    after(person, "孙示范", *["跳过"] * 7)
    assert "写四件事" in after(person, text)


@pytest.mark.parametrize("text", ["填错了", "写错了", "填错了，是孙示例", "刚才写错了，应该是孙示例"])
def test_a_slip_leads_back_to_the_question_before(person: Caller, text: str) -> None:
    after(person, "孙示范")
    told = after(person, text)
    assert "【姓名】1/12" in told
    assert "现在填的是：孙示范" in told


def test_a_button_that_begins_a_form_begins_it_once_however_often_it_is_pressed(tmp_path: Path) -> None:
    chat = Chat(tmp_path / "zuimei.db", datetime.fromisoformat("2021-06-10T09:00:00+08:00"))
    person = chat.caller()
    person.say("/fill suzhou-2021")
    person.press("同意并开始")
    for _ in range(3):
        assert "【姓名】1/18" in "\n".join(reply.text for reply in person.press("自己"))
    assert "【性别】2/18" in after(person, "李示范")
    with chat.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM nominations").scalar() == 1
    chat.stop()


def test_an_answer_that_plainly_belongs_elsewhere_is_asked_about(tmp_path: Path) -> None:
    chat = Chat(tmp_path / "zuimei.db", datetime.fromisoformat("2022-06-20T09:00:00+08:00"))
    person = chat.caller()
    person.say("/fill jiujiang-2022")
    person.press("同意并开始")
    told = after(person, "改职务职称", "群众")
    assert "“群众”像是政治面貌。“职务职称”真的写这个吗？" in told
    assert "【职务职称】" in after(person, "不对")
    assert "已记下：职务职称 快递员" in after(person, "快递员")
    chat.stop()

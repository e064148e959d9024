"""Contacts by what they are for, and the numbers of one of them."""

from datetime import date

import pytest

from knowledge.answer import answer
from knowledge.load import load_library
from knowledge.question import Answer, AnswerKind, Question

LIBRARY = load_library()


def told(*turns: str, notice: str = "") -> Answer:
    return answer(Question(turns, notice), LIBRARY, date(2021, 6, 1))


@pytest.mark.parametrize(
    ("turns", "values"),
    [
        (("苏州联系人是谁", "管系统技术的那个呢", "给座机就行"), ("朱明娟 62925955",)),
        (("苏州申报平台老转圈，谁来管",), ("朱明娟 62925955，15651085133",)),
        (("苏州技术人员手机号",), ("朱明娟 15651085133",)),
        (("苏州负责申报系统的叫什么名字",), ("朱明娟 62925955，15651085133",)),
        (("苏州王子清和孙睿，哪个管申报系统",), ("朱明娟 62925955，15651085133", "王子清、孙睿 65245019")),
    ],
)
def test_the_contact_for_a_matter_is_told_and_whom_else_was_named(
    turns: tuple[str, ...], values: tuple[str, ...]
) -> None:
    found = told(*turns)
    assert [fact.value.split(" ", 1)[1] for fact in found.facts] == list(values)


def test_the_talk_leaves_a_special_contact_when_the_papers_are_spoken_of() -> None:
    found = told("苏州系统登不上去找谁", "材料的事打哪个电话")
    assert any("65245019" in fact.value for fact in found.facts)


def test_a_contact_without_a_mailbox_is_told_with_its_number() -> None:
    found = told("管申报系统的那个人，邮箱给一个", notice="suzhou-2021")
    assert found.kind is AnswerKind.NOT_STATED
    assert found.contact is not None
    assert found.contact.person == "朱明娟"


def test_whether_a_name_is_given_stays_with_the_contacts() -> None:
    found = told("焦作那个找谁", "九江呢，有名字没，还是就个号")
    assert found.kind is AnswerKind.NOT_STATED
    assert found.contact is not None
    assert found.contact.phone == "8222232"

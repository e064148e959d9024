"""Questions about the sixth notice, in words that were there before it; none of the five is taken for it."""

import json
import re
from dataclasses import replace

import pytest

from bot.asking import reply
from knowledge.model import Library, QuotaRow
from tests.chat import library
from tests.questions.check import questions
from tests.sixth.conftest import ID

TODAY = "2024-04-08"
WHICH = re.compile("哪[个份家]通知")
ASKED = [
    # by name, nothing open
    ("示例市最美职工样板县能报几个", None, "answer", "样板县4名"),
    ("示例高新区多少名额", None, "answer", "示例高新区2名"),
    ("示例市一共多少名额", None, "answer", "共22名"),
    ("示例的截止到什么时候", None, "answer", "4月26日前"),
    ("示例最美职工要交什么材料", None, "answer", "推荐表一式三份"),
    ("示例市有奖金吗", None, "not_stated", "没有写奖金"),
    ("示例市年龄有要求吗", None, "not_stated", "0999-5550123"),
    ("示总工发9号什么时候截止", None, "answer", "4月26日前"),
    ("李示范电话多少", None, "answer", "0999-5550123"),
    ("0999-5550123是哪里的电话", None, "answer", "0999-5550123"),
    ("样板县", None, "answer", "样板县4名"),
    # with the notice open
    ("我们东示例区几个名额", ID, "answer", "东示例区6名"),
    ("高新区几个", ID, "answer", "示例高新区2名"),
    ("市直机关几个", ID, "answer", "市直机关工会2名"),
    ("甲乙县有几个名额", ID, "not_stated", "没有列出"),
    ("女的最少要几个，东示例区", ID, "answer", "至少2名"),
    ("还有几天", ID, "answer", "还有18天"),
    ("单位最晚哪天开始公示", ID, "answer", "4月19日"),
    ("迟交会怎样", ID, "answer", "逾期不予受理"),
    ("证件照要几寸", ID, "answer", "2寸"),
    ("事迹写多少字", ID, "answer", "1500字"),
    ("交到哪里", ID, "answer", "605室"),
    ("邮箱多少", ID, "answer", "zmzg@example.com"),
    ("能自己报吗", ID, "answer", "可以职工自荐"),
    ("在哪投票", ID, "answer", "示例工会"),
    ("评上有什么好处", ID, "answer", "证书和奖杯"),
    ("退休了还能报吗", ID, "verdict", "不符合"),
    ("我干了两年能报吗", ID, "verdict", "满3年"),
    ("我是厂长能报吗", ID, "verdict", "单位负责人"),
    ("我是副处级能报吗", ID, "verdict", "副处级"),
    ("我是车间焊工，干了8年，是工会会员，没处分，能报吗", ID, "verdict", "符合"),
    ("公务员能报吗", ID, "verdict", "尚不能确定"),
]


def ask(text: str, notice: str | None, known: Library) -> dict[str, object]:
    return reply({"id": text, "today": TODAY, "notice": notice, "turns": [text]}, known)


@pytest.mark.parametrize(("text", "notice", "kind", "says"), ASKED)
def test_it_is_answered_from_its_own_text(
    text: str, notice: str | None, kind: str, says: str, six: Library
) -> None:
    found = ask(text, notice, six)
    assert (found["kind"], found["notices"]) == (kind, [ID]), found["text"]
    assert says in str(found["text"])
    quotes = [cite["quote"] for cite in _cites(found)]
    source = re.sub(r"\s+", "", six[ID].notice.source)
    assert all(re.sub(r"\s+", "", quote) in source for quote in quotes)
    assert quotes or kind == "not_stated"


def test_another_with_the_same_award_is_asked_back_for(six: Library) -> None:
    found = ask("最美职工照片要几张", None, six)
    assert (found["kind"], found["notices"]) == ("clarify", ["jiaozuo-2021", "laiwu-2021", ID])


def test_a_name_that_several_cities_have_is_asked_back_for(six: Library) -> None:
    found = ask("高新区能报几个", None, six)
    assert (found["kind"], found["notices"]) == ("clarify", ["suzhou-2021", ID])


def test_it_stands_beside_the_others_where_all_are_asked_for(six: Library) -> None:
    said = str(ask("哪几个要网络投票", None, six)["text"])
    assert "示例：5月10日至5月19日" in said
    assert "莱芜：6月11日至6月20日" in said


@pytest.mark.parametrize("name", ["own", "more", "third"])
def test_who_asks_about_the_others_hears_nothing_of_it(name: str, six: Library) -> None:
    """The five answer as they did, except where all notices, or all of an award, are asked for."""
    for gold in questions(name):
        line = {key: gold.get(key) for key in ("id", "today", "notice", "turns")}
        before, now = reply(line, library()), reply(line, six)
        if len(before["notices"]) == 1 and not WHICH.search(gold["turns"][-1]):  # type: ignore[arg-type]  # a list of ids
            assert json.dumps(now) == json.dumps(before), gold["turns"]


def test_a_kind_of_unit_that_no_list_knows_goes_by_its_own_words(six: Library) -> None:
    notice = six[ID].notice
    assert notice.quotas
    kinds = {"town": "各乡镇总工会", "system": "县直各系统工会", "key": "各重点企业工会"}
    rows = tuple(
        QuotaRow(unit_class=kind, label=label, most=number, cites=notice.quotas.cites)
        for number, (kind, label) in enumerate(kinds.items(), 1)
    )
    other = replace(notice, quotas=replace(notice.quotas, rows=rows), units=())
    known = {**six, ID: replace(six[ID], notice=other)}
    for text, number in (("我们镇能报几个", 1), ("县直系统能报几个名额", 2), ("重点企业能报几个名额", 3)):
        assert f"{list(kinds.values())[number - 1]}{number}名。" in str(ask(text, ID, known)["text"])


def _cites(found: dict[str, object]) -> list[dict[str, str]]:
    cites = found["citations"]
    assert isinstance(cites, list)
    return cites

"""What a notice nowhere speaks of is not answered by the fact nearest to it."""

from datetime import date

import pytest

from knowledge.answer import answer
from knowledge.load import load_library
from knowledge.question import Answer, AnswerKind, Question

LIBRARY = load_library()


def ask(text: str, notice: str) -> Answer:
    return answer(Question((text,), notice), LIBRARY, date(2021, 4, 1))


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ("市总工会在第几层办公", "jiaozuo-2021"),
        ("王子清在哪间屋办公", "suzhou-2021"),
        ("张永忠今年多大岁数", "suzhou-2021"),
        ("坐几路车能到文化宫", "jiujiang-2022"),
        ("莱芜大厦附近好停车吗", "laiwu-2021"),
        ("评上了工资能涨多少", "jiangsu-2023"),
        ("评上的都有谁", "jiaozuo-2021"),
        ("奖杯有多重", "jiangsu-2023"),
        ("给我个传真号", "laiwu-2021"),
        ("有没有微信群可以加", "jiujiang-2022"),
        ("一个人能投几个候选人", "laiwu-2021"),
        ("要面试吗", "jiaozuo-2021"),
        ("票数在总分里占多大比重", "jiangsu-2023"),
        ("谁来颁奖", "jiangsu-2023"),
        ("名单出来了吗，有没有我", "laiwu-2021"),
        ("评上的十个都是哪个厂的", "jiaozuo-2021"),
    ],
)
def test_it_says_that_the_notice_is_silent_and_whom_to_ask(text: str, notice: str) -> None:
    found = ask(text, notice)
    assert found.kind is AnswerKind.NOT_STATED
    assert not found.facts
    assert found.contact is not None


@pytest.mark.parametrize(
    ("text", "notice", "said"),
    [
        ("哪间办公室收材料", "jiujiang-2022", "915室"),
        ("评上的名单在哪里公示", "jiujiang-2022", "官网"),
        ("评上发奖杯吗", "jiangsu-2023", "奖杯"),
        ("选上的名单什么时候公布", "suzhou-2021", "9月"),
        ("评上以后再考技师能拿多少钱", "suzhou-2021", "1万元"),
        ("这个评选是哪个单位办的", "jiaozuo-2021", "共同主办"),
        ("评上的名单是谁定的", "jiangsu-2023", "9月份"),
        ("初审是谁审，定那十个人又是谁定", "jiaozuo-2021", "评审委员会"),
        ("最后的名单登在哪，公众号叫啥", "jiujiang-2022", "九江工惠"),
        ("投票几号截止，占多大比例我不关心", "laiwu-2021", "6月20日"),
        ("办了几年了，是每年都办吗", "suzhou-2021", "每年"),
        ("我没单位，走哪条路报名", "suzhou-2021", "自荐"),
        ("名单要经过几层公示", "suzhou-2021", "公示"),
        ("发现造假会扣名额吗", "jiujiang-2022", "取消相应名额"),
        ("评过几次的积分怎么加", "suzhou-2021", "20分"),
        ("给发奖章不", "suzhou-2021", "奖章"),
        ("奖金多少，证书奖杯有没有", "jiangsu-2023", "证书"),
        ("投票一天几票，几月开始投", "jiangsu-2023", "7至8月"),
    ],
)
def test_what_another_notice_lacks_is_answered_where_it_is_written(text: str, notice: str, said: str) -> None:
    found = ask(text, notice)
    assert found.kind is AnswerKind.ANSWER
    assert any(said in fact.value for fact in found.facts)


def test_who_drives_a_bus_asks_for_no_bus() -> None:
    found = ask("我开公交车三年了，能报吗", "suzhou-2021")
    assert found.kind is AnswerKind.VERDICT


def test_a_photo_taken_for_granted_is_set_right_by_those_that_are_wanted() -> None:
    found = ask("只交一张证件照就行了吧", "jiaozuo-2021")
    assert found.kind is AnswerKind.ANSWER
    assert any("2—3张" in fact.value for fact in found.facts)

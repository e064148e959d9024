"""Understanding: one wording, notices, people, numbers, and what is a question at all."""

from datetime import date

import pytest

from knowledge.understand import is_question
from knowledge.understand.normalise import plain
from knowledge.understand.notice import named
from knowledge.understand.numbers import days, hour_in, number, relative_day
from knowledge.understand.person import person
from knowledge.understand.span import months_a_year, years_at_work
from knowledge.understand.topic import hints, topics
from tests.chat import library

TODAY = date(2023, 5, 15)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("蘇州的最美勞動者", "苏州的最美劳动者"),
        ("名恶有几个", "名额有几个"),
        ("工示几天", "公示几天"),
        ("办公室设在哪", "办公室设在哪"),
        ("啥辰光截止", "什么时候截止"),
        ("能报不", "能报吗"),
        ("ＪＰＧ", "jpg"),
        ("没得过什么荣誉", "没得过任何荣誉"),
    ],
)
def test_everything_is_brought_to_one_wording(typed: str, said: str) -> None:
    assert plain(typed) == said


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("推荐表打几份", "copies"),
        ("事迹写多少字", "chars"),
        ("最晚哪天交", "deadline"),
        ("往哪送材料", "hand_in_place"),
        ("评上有什么好处", "benefits"),
        ("要盖谁的章", "seals"),
        ("奖章什么样", "benefits"),
        ("在哪投票", "online_vote"),
    ],
)
def test_the_topic_is_found_by_how_people_ask(text: str, topic: str) -> None:
    assert hints(plain(text))[0].topic == topic


def test_the_examples_of_the_topics_lead_to_them() -> None:
    examples = [(topic.id, example) for topic in topics().values() for example in topic.asks]
    missed = [
        (topic, example)
        for topic, example in examples
        if topic not in [hint.topic for hint in hints(plain(example))[:1]]
    ]
    assert len(missed) <= 0.03 * len(examples), missed


@pytest.mark.parametrize(
    ("text", "notices"),
    [
        ("苏州几个名额", ("suzhou-2021",)),
        ("常州能报最美工匠吗", ("jiangsu-2023",)),
        ("修水几个", ("jiujiang-2022",)),
        ("苏工办55号", ("suzhou-2021",)),
        ("不是莱芜，是焦作", ("jiaozuo-2021",)),
        ("苏州和九江", ("jiujiang-2022", "suzhou-2021")),
        ("苏州的，我从无锡调过来", ("suzhou-2021",)),
        ("江苏的，2018年来的苏州", ("jiangsu-2023",)),
        ("除了修水还剩几个", ("jiujiang-2022",)),
        ("名额几个", ()),
    ],
)
def test_a_notice_is_named_by_place_award_number_or_unit(text: str, notices: tuple[str, ...]) -> None:
    assert named(plain(text), library()).notices == notices


def test_a_place_of_no_notice_is_told_apart() -> None:
    assert named("无锡的最美劳动者", library()).elsewhere == "无锡"


@pytest.mark.parametrize(
    ("text", "trait", "value"),
    [
        ("我没入工会", "union_member", False),
        ("也不是说没有处分", "sanctioned", True),
        ("没处分没违法", "violation", False),
        ("没有任何违纪违法", "violation", False),
        ("省劳模，市先进", "highest_honour", "province"),
        ("啥荣誉也没有", "highest_honour", "none"),
        ("全国劳模", "highest_honour", "nation"),
        ("我是厂长", "unit_head", True),
        ("不是一把手", "unit_head", False),
        ("车间主任", "unit_head", False),
        ("六十了还没退休", "in_service", True),
        ("正科级", "rank", "section_chief"),
        ("副处长", "rank", "deputy_division_head"),
        ("送外卖的", "work_form", "new_employment"),
        ("66年生人", "age", 57),
        ("四十二岁", "age", 42),
        ("媒体没报过", "media_coverage", False),
    ],
)
def test_what_is_said_of_a_person_becomes_a_trait(text: str, trait: str, value: object) -> None:
    assert person(plain(text), TODAY).profile[trait] == value


@pytest.mark.parametrize(
    ("text", "trait"),
    [
        ("抖音上有人拍过我", "media_coverage"),
        ("信用卡逾期过两回", "dishonesty"),
        ("就是个口头批评", "sanctioned"),
        ("不带长的四级调研员", "rank"),
        ("被交警扣过12分，算违法吗", "violation"),
        ("上过失信名单，早还清了", "dishonesty"),
        ("跑外卖，没签合同", "role"),
    ],
)
def test_what_the_notices_do_not_settle_stays_open(text: str, trait: str) -> None:
    found = person(plain(text), TODAY)
    assert trait in found.open
    assert trait not in found.profile


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("我徒弟拿过全国技能大赛冠军，我能报吗", {}),
        ("我是车间主任，我徒弟干了两年，能推他吗", {"years_in_post": 2.0, "years_in_province": 2.0}),
        ("我们厂有个焊工，省劳模，我想问能推他吗", {"highest_honour": "province"}),
    ],
)
def test_what_is_told_of_another_does_not_count(text: str, told: dict[str, object]) -> None:
    profile = person(plain(text), TODAY).profile
    assert told.items() <= profile.items()
    assert ("highest_honour" in profile) == ("highest_honour" in told)
    assert "unit_head" not in profile or profile["unit_head"] is False


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("县里评过十佳骑手", "county"),
        ("团县委发的奖状", "county"),
        ("只有镇里发的先进个人", "employer"),
        ("市里授予过优秀青年", "city"),
        ("省里表彰过", "province"),
    ],
)
def test_an_honour_has_the_level_of_who_gave_it(text: str, level: str) -> None:
    assert person(plain(text), TODAY).profile["highest_honour"] == level


@pytest.mark.parametrize(
    ("text", "trait"),
    [
        ("公司偷税被罚了，我是会计", "tax_unpaid"),
        ("有个亲戚是老赖影响我不", "dishonesty"),
        ("我们厂违法排污，我就是个工人", "violation"),
    ],
)
def test_what_others_did_is_not_held_against_the_one_who_asks(text: str, trait: str) -> None:
    assert person(plain(text), TODAY).profile.get(trait) is not True


@pytest.mark.parametrize("text", ["院长助理，干了十五年", "给厂长开车，是厂长的司机", "校长助理"])
def test_who_works_for_a_head_is_none(text: str) -> None:
    assert person(plain(text), TODAY).profile.get("unit_head") is not True


def test_a_member_only_from_now_on_is_none_yet() -> None:
    assert person(plain("不是会员，现在入会行不行"), TODAY).profile["union_member"] is False


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("干了8个月", 0.67),
        ("在省内干了两年零十个月，就差两个月", 2.83),
        ("2020年5月1日入职", 3.04),
        ("工作三年了", 3.0),
        ("闷头做了十五年模具", 15.0),
        ("快一年了，在厂里", 0.9),
        ("在江苏两年半，之前在浙江干了十年", 2.5),
    ],
)
def test_time_at_work_is_read_from_spans_and_dates(text: str, years: float) -> None:
    assert years_at_work(plain(text), TODAY) == pytest.approx(years, abs=0.02)


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("每年有8个月在外省项目上", 4),
        ("一年在省内也就四个来月", 4),
        ("整整七个月没回来", 5),
        ("每年在省内5个半月", 5.5),
        ("干了5年", None),
        ("一年里九个月在印尼", 3),
    ],
)
def test_months_in_the_province_are_read_too(text: str, months: float | None) -> None:
    assert months_a_year(plain(text)) == months


@pytest.mark.parametrize(
    ("text", "value"),
    [("八百五", 850), ("一万", 10_000), ("二十五", 25), ("两", 2), ("五六", 5), ("一百零五", 105)],
)
def test_numerals_are_read_as_people_write_them(text: str, value: int) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("六月二号才盖得上章", date(2021, 6, 2)),
        ("拖到8月底", date(2021, 8, 31)),
        ("五一放假回来交", date(2021, 5, 6)),
    ],
)
def test_days_are_read_as_people_speak_of_them(text: str, day: date) -> None:
    assert days(text, date(2021, 4, 28)) == (day,)


def test_a_day_of_the_week_is_the_next_one_after_the_day_that_is_named() -> None:
    assert relative_day("7月30号到期，礼拜一再送", date(2022, 7, 20)) == date(2022, 8, 1)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("7月10日9点", 9),
        ("上午九点", 9),
        ("下午3点", 15),
        ("晚上八点半", 20),
        ("中午12点", 12),
        ("0点", 0),
        ("18时", 18),
        ("9 点", 9),
        ("明天", None),
    ],
)
def test_an_hour_is_read_as_people_speak_of_it(text: str, hour: int | None) -> None:
    assert hour_in(text) == hour


def test_days_are_read_with_and_without_a_year() -> None:
    assert days("7月30日和2021年5月31号", date(2022, 1, 1)) == (date(2022, 7, 30), date(2021, 5, 31))
    assert relative_day("大后天去", date(2021, 4, 28)) == date(2021, 5, 1)


@pytest.mark.parametrize(
    "text",
    [
        "要盖几个章？",
        "公示几天",
        "这个怎么填",
        "推荐表交几份",
        "能不能先交",
        "电话填谁的",
        "不填行不行",
        "字数有限制没",
        "要写哪一年的",
        "电话填单位的还是个人的",
        "还有几项啊",
        "推荐单位写谁",
        "我算不算新就业形态",
    ],
)
def test_a_question_is_told_from_an_entry(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize(
    "text",
    ["张三", "何其芳", "几米", "车间主任", "2018年获得什么什么奖", "“最美是谁”演讲比赛一等奖", "没有", "为民服务标兵",
     "1990年5月", "何时归", "几内亚湾项目部", "谁家小院农家乐", "送几单就帮一位老人", "贴谁家门都认得他", "三年级班主任", "几何教研组组长", "他常问自己能做什么，于是每天加班到深夜，完成任务"],
)  # fmt: skip
def test_a_name_or_an_honour_is_no_question(text: str) -> None:
    assert not is_question(text)

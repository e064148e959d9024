"""What the entries of a form tell about the nominee."""

import pytest

from knowledge.load import load_library
from knowledge.profile import highest_honour, media_coverage, media_level, profile_of

JIUJIANG = load_library()["jiujiang-2022"].notice.form


@pytest.mark.parametrize(
    ("entry", "level"),
    [
        ("无", "none"),
        ("没有得过奖", "none"),
        ("某某快递有限公司 2021年度先进个人", "employer"),
        ("九江市某某快递有限公司年度标兵", "employer"),
        ("沙河街道好人", "employer"),
        ("社区优秀志愿者", "employer"),
        ("2021年 浔阳区劳动模范", "county"),
        ("江西省九江市修水县优秀快递员", "county"),
        ("共青城市劳动模范", "county"),
        ("瑞昌市五一劳动奖章", "county"),
        ("区里的先进工作者", "county"),
        ("县级劳模", "county"),
        ("九江市十佳快递员", "city"),
        ("市级五一劳动奖章", "city"),
        ("全市优秀网约车司机", "city"),
        ("江西省总工会 五一劳动奖章", "province"),
        ("省技术能手", "province"),
        ("江西省优秀农民工", "province"),
        ("2020年全国劳动模范", "nation"),
        ("中华技能大奖", "nation"),
        ("公司标兵\n修水县劳动模范\n县优秀党员", "county"),
        ("先进个人\n九江市十佳快递员", "city"),
    ],
)
def test_honours_tell_their_level(entry: str, level: str) -> None:
    assert highest_honour(entry.splitlines()) == level


@pytest.mark.parametrize(
    "entry", ["先进个人", "优秀员工标兵", "超市优秀员工", "公司标兵\n先进个人", "无偿献血奖"]
)
def test_an_honour_that_cannot_be_placed_settles_nothing(entry: str) -> None:
    assert highest_honour(entry.splitlines()) is None


@pytest.mark.parametrize(
    ("entry", "covered"),
    [
        ("无", False),
        ("没上过报纸", False),
        ("2021年5月 九江日报《风雨送件人》", True),
        ("抖音视频点赞两万多", None),
        ("抖音视频点赞两万多\n浔阳晚报报道", True),
    ],
)
def test_coverage_by_media_is_told_from_personal_accounts(entry: str, covered: bool | None) -> None:  # noqa: FBT001 - a table's column
    assert media_coverage(entry.splitlines()) is covered


@pytest.mark.parametrize(
    ("entry", "level"),
    [
        ("无", "none"),
        ("央视新闻", "nation"),
        ("扬子晚报", "province"),
        ("姑苏晚报", "city"),
        ("某某小报", None),
    ],
)
def test_media_tell_their_level(entry: str, level: str | None) -> None:
    assert media_level(entry.splitlines()) == level


def test_a_form_gives_the_traits_that_its_entries_settle() -> None:
    entries = {
        "category": "new_employment",
        "honours": "浔阳区劳动模范",
        "media": "浔阳晚报",
        "name": "甲某某",
    }
    assert profile_of(JIUJIANG, entries) == {
        "work_form": "new_employment",
        "highest_honour": "county",
        "media_coverage": True,
    }
    assert profile_of(JIUJIANG, {"category": "digital_economy"}) == {"industry": "digital_economy"}


def test_what_was_skipped_or_not_reached_settles_nothing() -> None:
    assert profile_of(JIUJIANG, {"honours": "", "media": ""}) == {}
    assert profile_of(JIUJIANG, {}) == {}

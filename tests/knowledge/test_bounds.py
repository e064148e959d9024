"""Yes, no and enough are said only where the count and the limit speak of the same thing."""

from datetime import date

import pytest

from knowledge.answer import answer
from knowledge.load import load_library
from knowledge.question import Question

LIBRARY = load_library()


@pytest.mark.parametrize(
    ("text", "notice", "lead"),
    [
        ("超过1500字可以吗", "laiwu-2021", "over"),
        ("1600字超没超", "laiwu-2021", "over"),
        ("不到1500字行吗", "laiwu-2021", "can"),
        ("证件照两张行不行", "laiwu-2021", ""),
        ("生活照4张可以吗", "laiwu-2021", "over"),
        ("照片超过3兆行不行", "jiaozuo-2021", "can"),
        ("公示10天可以吧", "jiujiang-2022", "can"),
        ("单位公示5天就行了吧，含周末", "suzhou-2021", ""),
        ("公示三天够吗", "jiujiang-2022", "short"),
        ("提名奖也要国内领先是吧", "jiangsu-2023", ""),
        ("提名奖也得有全国荣誉才行吧", "jiangsu-2023", ""),
        ("非得本人去送吗", "jiaozuo-2021", ""),
        ("推荐表5份够了吧", "jiaozuo-2021", "enough"),
    ],
)
def test_the_short_word_fits_what_is_counted(text: str, notice: str, lead: str) -> None:
    found = answer(Question((text,), notice), LIBRARY, date(2021, 4, 1))
    assert found.lead == lead
    assert not found.denied


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ("公示已经第四天了，可以报上去了吗", "suzhou-2021"),
        ("公示第二天有人提意见，要紧吗", "jiujiang-2022"),
        ("10个名额是投出来的吗", "laiwu-2021"),
        ("事迹3200字超了吧", "jiujiang-2022"),
        ("正奖必须要省级以上荣誉吧", "jiangsu-2023"),
    ],
)
def test_what_counts_nothing_is_not_denied(text: str, notice: str) -> None:
    found = answer(Question((text,), notice), LIBRARY, date(2021, 4, 1))
    assert not found.denied


@pytest.mark.parametrize(
    ("text", "notice", "denied"),
    [
        ("公示满7个工作日对吧", "suzhou-2021", "7个工作日"),
        ("最后评20个是吧", "laiwu-2021", "20个"),
        ("事迹写4000字行吗", "jiujiang-2022", "4000字"),
    ],
)
def test_a_wrong_count_is_denied(text: str, notice: str, denied: str) -> None:
    assert answer(Question((text,), notice), LIBRARY, date(2021, 4, 1)).denied == denied

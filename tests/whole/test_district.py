"""A district with 650 places: lists, forecast, warnings, the last place, and every row of the table."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.fields import shown
from tests.bench import district as size
from tests.bench.district import District
from tests.samples import fill_rest


@pytest.fixture
def district(tmp_path: Path) -> Iterator[District]:
    opened = size.opened(tmp_path)
    yield opened
    opened.chat.stop()


def test_a_district_of_650_places(district: District) -> None:
    size.invite_the_contacts(district)
    assert (size.unit_row(district).unit_class, size.unit_row(district).most) == ("district", size.PLACES)
    tokens = size.invite_the_nominees(district)
    assert len(set(tokens)) == size.PLACES
    size.seed(district)
    seen = size.look(district)
    assert "名额650个：推荐638人，上报0人，还空12个。" in seen
    assert "女性不低于40%：现在638人里有251人。还有12个名额，其中至少要有9名女性。" in seen
    _men_until_it_warns(district)
    women = [_hands_in(district, tokens[place], f"李示例{sign}") for place, sign in ((-1, "甲"), (-2, "乙"))]
    assert "还空9个名额" in size.recommend(district, women[0])
    assert "还空8个名额" in size.recommend(district, women[1])
    _table_shows_what_was_typed(district)


def _men_until_it_warns(district: District) -> None:
    """Twelve places, nine for women: two men are taken at once, the third only after a question."""
    names = [entries["name"] for entries in district.typed[size.SEEDED :]]
    for name, left in zip(names, (11, 10), strict=False):
        assert f"还空{left}个名额" in size.recommend(district, name)
    asked = size.recommend(district, names[2])
    assert "推荐以后还剩9个名额，剩下的就必须全是女性，才到40%（要260人）" in asked
    assert "必须全是女性" not in size.told(district.contact.say("/unit"))


def _hands_in(district: District, token: str, name: str) -> str:
    """A nominee of the list, by chat; what was typed is kept for the table."""
    person = district.chat.caller(f"nominee {name}")
    person.say(f"/start {token}")
    person.press("同意并开始")
    if any(each.label == "自己" for each in person.buttons):
        person.press("自己")
    form = size.EDITION.notice.form
    fill_rest(person, form, {"姓名": name, "性别": "女", "出生年月": "1992年4月"})
    assert "已提交" in size.told(person.press("提交"))
    return name


def _table_shows_what_was_typed(district: District) -> None:
    rows = {row["姓名"]: row for row in size.rows_of(size.export(district, "xlsx"))}
    assert len(rows) == size.SEEDED + size.WAITING + 2
    form = size.EDITION.notice.form
    for entries in district.typed:
        row = rows[entries["name"]]
        assert row["推荐单位"] == size.UNIT
        for each in form.asked:
            if each.id != "recommending_unit":
                assert row[each.label] == shown(each, entries.get(each.id, "")), each.label
    chatted = rows["李示例甲"]
    assert (chatted["性别"], chatted["出生年月"], chatted["状态"]) == ("女", "1992年4月", "已推荐")
    assert rows["李示例乙"]["推荐单位"] == size.UNIT

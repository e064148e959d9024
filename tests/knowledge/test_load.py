"""The built-in notices load without fault, and further ones join them or are left out loudly."""

import hashlib
import shutil
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from knowledge.build import SHANGHAI
from knowledge.faults import faults
from knowledge.load import BUILT_IN, NoticeFaults, load_library, load_notice, traits
from knowledge.model import Basis, Notice

BASE = Path(__file__).parents[1] / "faulty" / "base"
LIBRARY = load_library()
NOTICES = [each.notice for each in LIBRARY.values()]
JIUJIANG = LIBRARY["jiujiang-2022"].notice


def squeezed(text: str) -> str:
    return "".join(text.split())


def named(notice: Notice) -> str:
    return notice.id


@pytest.mark.parametrize("notice", NOTICES, ids=named)
def test_a_built_in_notice_has_no_fault_and_leaves_no_topic_open(notice: Notice) -> None:
    assert faults(BUILT_IN / notice.id) == []


@pytest.mark.parametrize("notice", NOTICES, ids=named)
def test_the_clauses_are_the_whole_text(notice: Notice) -> None:
    assert squeezed("".join(each.text for each in notice.clauses)) == squeezed(notice.source)


@pytest.mark.parametrize("notice", NOTICES, ids=named)
def test_every_field_that_is_asked_says_why_and_gives_a_hint(notice: Notice) -> None:
    assert all(each.hint and each.why for each in notice.form.asked)
    assert not any("身份证号" in each.label + each.hint for each in notice.form.fields)


@pytest.mark.parametrize("notice", NOTICES, ids=named)
def test_a_form_that_is_not_printed_says_so_in_one_sentence(notice: Notice) -> None:
    assert (notice.form.basis is Basis.PRINTED) == (notice.form.note == "")


@pytest.mark.parametrize(
    ("id_", "digest"),
    [
        ("jiangsu-2023", "d9f2ca81b18bb912"),
        ("jiaozuo-2021", "58c523af71d735a0"),
        ("jiujiang-2022", "d275a47c9e0cb0bd"),
        ("laiwu-2021", "b9e142d8a892f743"),
        ("suzhou-2021", "9c65a5f9610ff797"),
    ],
)
def test_the_official_text_is_kept_byte_for_byte(id_: str, digest: str) -> None:
    kept = (BUILT_IN / id_ / "source.txt").read_bytes()
    assert hashlib.sha256(kept).hexdigest().startswith(digest)
    assert LIBRARY[id_].notice.source.encode() == kept


def test_jiujiang_gives_55_places_to_18_units() -> None:
    assert JIUJIANG.quotas is not None
    assert len(JIUJIANG.units) == len(JIUJIANG.quotas.rows) == 18
    assert sum(row.most for row in JIUJIANG.quotas.rows) == 55
    assert JIUJIANG.quotas.total is None  # the notice does not add its table up
    quotes = [squeezed(row.cites.quote) for row in JIUJIANG.quotas.rows if row.cites]
    assert "修水县4" in quotes
    assert "庐山西海1" in quotes


def test_jiujiangs_form_is_the_sheet_in_its_order() -> None:
    labels = [each.label for each in JIUJIANG.form.fields if each.group == "sheet"]
    assert labels == [
        *("类别", "姓名", "性别", "出生年月", "民族", "职务职称", "学历", "参加工作时间", "政治面貌"),
        *("工作单位", "电话", "详细地址", "邮编", "联系人", "电话", "手机"),
        *("获得荣誉", "媒体宣传情况", "事迹简介", "所在单位意见", "推荐单位意见"),
    ]
    unit = JIUJIANG.form.field("recommending_unit")
    assert unit is not None
    assert tuple(unit.options.values()) == JIUJIANG.units
    assert len(JIUJIANG.form.asked) == 21


def test_jiujiangs_papers_are_as_the_notice_wants_them() -> None:
    form, deeds = JIUJIANG.materials
    assert (form.copies, form.paper, form.sides, form.seals) == (2, "A4", "double", ("所在单位", "推荐单位"))
    assert (deeds.copies, deeds.chars.about, deeds.chars.max, deeds.field) == (2, 3000, None, "statement")
    assert JIUJIANG.contacts[0].phone == "8222232"


def test_suzhous_table_names_classes_with_their_ranges_and_two_shares() -> None:
    quotas = LIBRARY["suzhou-2021"].notice.quotas
    assert quotas is not None
    assert quotas.total == 10000
    assert {(each.unit_class or each.unit): (each.least, each.most) for each in quotas.rows} == {
        "county_city": (850, 850),
        "吴江区总工会": (850, 850),
        "district": (650, 650),
        "bureau_union": (5, 200),
        "direct_union": (5, 200),
        "ministry_union": (5, 200),
        "financial_union": (5, 200),
    }
    women, young = quotas.shares
    assert (women.trait, women.op, women.value, women.percent) == ("gender", "is", "female", 40)
    assert (young.trait, young.op, young.value, young.percent) == ("age", "at_most", 45, 40)


def test_a_notice_without_a_date_says_so_and_opens_with_its_month() -> None:
    edition = LIBRARY["jiangsu-2023"]
    assert not edition.notice.dated
    assert edition.round.opens.date() == date(2023, 5, 1)
    assert edition.round.closes.date() == date(2023, 5, 31)
    assert edition.notice.awards == {"artisan": "江苏最美工匠", "finalist": "“江苏最美工匠”提名奖"}


@pytest.mark.parametrize(
    ("id_", "day"),
    [
        ("suzhou-2021", "2021-06-10"),
        ("jiujiang-2022", "2022-06-20"),
        ("jiangsu-2023", "2023-05-10"),
        ("jiaozuo-2021", "2021-04-10"),
        ("laiwu-2021", "2021-05-15"),
    ],
)
def test_every_round_is_open_on_its_rehearsal_day(id_: str, day: str) -> None:
    held = LIBRARY[id_].round
    assert held.opens.date() <= date.fromisoformat(day) <= held.closes.date()


def test_every_form_asks_for_the_unit_that_recommends_and_for_no_identity_number() -> None:
    for notice in NOTICES:
        unit = notice.form.field("recommending_unit")
        assert unit is not None, notice.id
        assert not unit.optional, notice.id


def test_the_papers_of_the_other_notices() -> None:
    by_id = {(notice.id, each.id): each for notice in NOTICES for each in notice.materials}
    assert by_id["jiaozuo-2021", "form"].copies == 2
    assert by_id["laiwu-2021", "form"].copies == 3
    assert by_id["laiwu-2021", "deeds"].chars.max == 1500
    assert by_id["jiaozuo-2021", "deeds"].chars.about == 2000
    assert by_id["jiangsu-2023", "deeds"].chars.about == 2000
    assert by_id["jiaozuo-2021", "photos"].count == "2—3张"
    assert by_id["laiwu-2021", "portrait"].count == "1张"
    assert by_id["laiwu-2021", "form"].seals == ("党组织", "工会")


def test_the_round_a_notice_announces_is_open_from_its_date_to_the_end_of_its_last_day() -> None:
    edition = LIBRARY["jiujiang-2022"]
    assert edition.round.id == "jiujiang-2022"
    assert edition.round.opens == datetime(2022, 6, 2, tzinfo=SHANGHAI)
    assert edition.round.closes == datetime(2022, 7, 30, 23, 59, 59, 999999, tzinfo=SHANGHAI)


def test_a_form_that_changes_has_another_digest(tmp_path: Path) -> None:
    copy = tmp_path / "yangli-2030"
    shutil.copytree(BASE / "yangli-2030", copy)
    before = load_notice(copy).form.digest
    assert load_notice(copy).form.digest == before
    written = (copy / "form.yaml").read_text(encoding="utf-8")
    (copy / "form.yaml").write_text(written.replace("max: 300", "max: 299"), encoding="utf-8")
    assert load_notice(copy).form.digest != before


def test_a_further_folder_joins_the_library() -> None:
    library = load_library(BASE)
    assert set(library) == {*LIBRARY, "yangli-2030"}
    assert library["yangli-2030"].notice.issued == date(2030, 3, 1)


def test_a_faulty_further_folder_is_left_out_and_told(tmp_path: Path) -> None:
    shutil.copytree(BASE / "yangli-2030", tmp_path / "yangli-2031")
    told: list[NoticeFaults] = []
    assert set(load_library(tmp_path, refused=told.append)) == set(LIBRARY)
    assert "yangli-2031/notice.yaml:1" in str(told[0])
    with pytest.raises(NoticeFaults):
        load_library(tmp_path)


def test_a_further_folder_cannot_take_the_place_of_a_built_in_notice(tmp_path: Path) -> None:
    shutil.copytree(BUILT_IN / "jiujiang-2022", tmp_path / "jiujiang-2022")
    told: list[NoticeFaults] = []
    library = load_library(tmp_path, refused=told.append)
    assert library["jiujiang-2022"].notice.folder == str(BUILT_IN / "jiujiang-2022")
    assert "jiujiang-2022" in str(told[0])


def test_registration_numbers_of_two_notices_cannot_be_mistaken(tmp_path: Path) -> None:
    copy = tmp_path / "yangli-2030"
    shutil.copytree(BASE / "yangli-2030", copy)
    written = (copy / "notice.yaml").read_text(encoding="utf-8")
    (copy / "notice.yaml").write_text(written.replace("code: YL30", "code: JJ22"), encoding="utf-8")
    with pytest.raises(NoticeFaults, match="JJ22"):
        load_library(tmp_path)


def test_every_trait_can_be_asked() -> None:
    for trait in traits().values():
        assert trait.ask.endswith(("？", "。")), trait.id
        assert trait.options or trait.type in {"flag", "number"}, trait.id
        assert trait.type != "flag" or set(trait.options) <= {"true", "false"}, trait.id


def test_notices_are_values() -> None:
    assert replace(JIUJIANG) == load_notice(BUILT_IN / "jiujiang-2022")

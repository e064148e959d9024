"""Several fields in one message, and the fields a person names."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.fields import named, several
from knowledge.model import Basis, Field, Form

TODAY = date(2026, 11, 21)
FORM = Form(
    title="推荐表",
    basis=Basis.PRINTED,
    clause="form",
    digest="",
    fields=(
        Field("category", "类别", "choice", options={"new": "新业态领域", "digital": "数字经济领域"}),
        Field("name", "姓名", "name"),
        Field("gender", "性别", "choice", options={"male": "男", "female": "女"}),
        Field("birth", "出生年月", "month"),
        Field("ethnicity", "民族", "ethnicity"),
        Field("education", "学历", "education"),
        Field("work_since", "参加工作时间", "month"),
        Field("politics", "政治面貌", "politics"),
        Field("employer", "工作单位", "text"),
        Field("employer_phone", "电话", "phone", hint="工作单位的电话"),
        Field("address", "详细地址", "address"),
        Field("contact_name", "联系人", "name"),
        Field("contact_phone", "电话", "phone", hint="联系人的座机"),
        Field("mobile", "手机", "phone"),
        Field("sanctioned", "处分", "choice", options={"no": "没有以上情形", "yes": "有"}),
        Field("violation", "违纪违法", "choice", options={"no": "没有以上情形", "yes": "有"}),
        Field("honours", "获得荣誉", "list"),
        Field("deeds", "事迹简介", "long_text"),
        Field("opinion", "所在单位意见", "seal"),
        Field("statement", "详细事迹资料", "long_text"),
        Field("recommending_unit", "推荐单位", "choice", options={"修水县": "修水县"}),
    ),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "张三 男 1990年5月 汉族",
            {"name": "张三", "gender": "male", "birth": "1990-05", "ethnicity": "汉族"},
        ),
        (
            "张三，男，1990.5，汉，大专",
            {"name": "张三", "gender": "male", "birth": "1990-05", "ethnicity": "汉族", "education": "大专"},
        ),
        ("张三/男/群众", {"name": "张三", "gender": "male", "politics": "群众"}),
        (
            "阿卜杜拉·买买提 维吾尔族 男",
            {"name": "阿卜杜拉·买买提", "gender": "male", "ethnicity": "维吾尔族"},
        ),
        (
            "姓名：张三\n性别：男\n手机号：13800138000",
            {"name": "张三", "gender": "male", "mobile": "13800138000"},
        ),
        ("姓名 张三\n性别 男", {"name": "张三", "gender": "male"}),
        ("姓 名：张三\n性  别：女", {"name": "张三", "gender": "female"}),
        ("1.姓名：张三\n2.性别：女", {"name": "张三", "gender": "female"}),
        (
            "姓名：张三，性别：男，出生日期：1990年5月1日",
            {"name": "张三", "gender": "male", "birth": "1990-05"},
        ),
        ("出身年月：1990年5月\n名族：汉", {"birth": "1990-05", "ethnicity": "汉族"}),
        ("姓名：张三 男 汉族", {"name": "张三", "gender": "male", "ethnicity": "汉族"}),
        ("单位：某某公司\n联系地址：某某市某某路8号", {"employer": "某某公司", "address": "某某市某某路8号"}),
        (
            "电话：0792-1234567\n联系人：李四\n电话：0792-7654321\n手机：13800138000",
            {"employer_phone": "", "contact_name": "李四", "contact_phone": "", "mobile": "13800138000"},
        ),
        (
            "获得荣誉：\n1.2021年甲\n2.2022年乙\n事迹简介：他很好。\n真的。",
            {"honours": "2021年甲\n2022年乙", "deeds": "他很好。\n真的。"},
        ),
    ],
)
def test_reads_several_fields_at_once(text: str, expected: dict[str, str]) -> None:
    found = dict(several(FORM, text, TODAY))
    assert found.keys() == expected.keys()
    assert all(found[field_id] == value for field_id, value in expected.items() if value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("张三 男 党员", {"name": "张三", "gender": "male"}),
        ("姓名：张三\n政治面貌：党员\n民族：汉", {"name": "张三", "ethnicity": "汉族"}),
    ],
)
def test_leaves_out_what_must_be_asked_back(text: str, expected: dict[str, str]) -> None:
    assert dict(several(FORM, text, TODAY)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "张三", "男", "：", "姓名：", "男 女", "张三 男 无", "张三 男 有", "你好 男 汉族", "改电话 13800138000", "姓名:张三\n身高:170",
        "备注：某某\n姓名：张三\n性别：男", "1985年3月 汉族 今天天气不错", "1990年5月 2010年7月",
        "2021年某某市劳动模范\n2022年某县先进", "公示要几天 男的可以报吗", "姓名：张三\n身份证号：110101199003070791\n性别：男",
        "工作单位：某某公司 110101199003070791\n性别：男", "张三在某某公司做快递员，今年30岁，是汉族人，工作认真。",
    ],
)  # fmt: skip
def test_leaves_alone_what_is_not_several_fields(text: str) -> None:
    assert several(FORM, text, TODAY) == ()


def test_a_name_without_a_label_goes_to_the_field_that_is_asked() -> None:
    assert several(FORM, "李四 13800138000", TODAY, at="contact_name") == (
        ("contact_name", "李四"),
        ("mobile", "13800138000"),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("电话", ["employer_phone", "contact_phone"]),
        ("联系电话", ["employer_phone", "contact_phone"]),
        ("单位电话", ["employer_phone"]),
        ("联系人电话", ["contact_phone"]),
        ("手机号", ["mobile"]),
        ("手机号码", ["mobile"]),
        ("3", ["gender"]),
        ("第3项", ["gender"]),
        ("第三题", ["gender"]),
        ("第１９项", ["statement"]),
        ("99", []),
        ("0", []),
        ("事迹", ["deeds", "statement"]),
        ("事迹材料", ["statement"]),
        ("单位", ["employer", "recommending_unit"]),
        ("地址", ["address"]),
        ("生日", ["birth"]),
        ("出身年月", ["birth"]),
        ("荣誉", ["honours"]),
        ("学力", ["education"]),
        ("参加工作", ["work_since"]),
        ("所在单位意见", []),
        ("天气", []),
        ("x", []),
        ("", []),
    ],
)
def test_knows_which_fields_are_named(text: str, expected: list[str]) -> None:
    assert [field.id for field in named(FORM, text)] == expected


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(st.characters(codec=None), max_size=60),
        st.lists(
            st.sampled_from(
                ["姓名", "：", "张三", "\n", " ", "男", "电话", "1", "²", "\ud800", "党员", "1990年5月"]
            ),
            max_size=12,
        ).map("".join),
    )
)
def test_never_fails(text: str) -> None:
    assert all(value for _, value in several(FORM, text, TODAY))
    assert {field.id for field in named(FORM, text)} <= {field.id for field in FORM.asked}

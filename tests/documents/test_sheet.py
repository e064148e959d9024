"""The filled sheet: every value stands in it, boxes for seals are blank, it has two pages, long texts get their own."""

import gc
import io
import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from jinja2.exceptions import SecurityError, UndefinedError

from bot.documents.boxes import boxes, text_at
from bot.documents.clean import printable
from bot.documents.sheet import EntryLost, filled
from knowledge.chars import count
from knowledge.fields import shown
from knowledge.model import Field, Form, Notice

HEADER = "登记编号：JJ22-0001"
Entries = dict[str, str]


def read_back(notice: Notice, body: bytes) -> dict[str, str]:
    """Field -> what stands in its box, found without the program's own plan."""
    template = docx.Document(str(Path(notice.folder) / "form.docx"))
    made = docx.Document(io.BytesIO(body))
    return {field: text_at(made, box) for field, box in boxes(template).items()}


def all_text(body: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(body)).paragraphs]


def test_every_value_stands_in_its_box(notice: Notice, entries: Entries) -> None:
    body = filled(notice, entries, HEADER)
    boxed = read_back(notice, body)
    assert boxed["birth"] == "1985年3月"
    assert boxed["gender"] == "男"
    same = set(entries) - {"category", "birth", "gender", "work_since", "recommending_unit"}
    assert {field: boxed[field] for field in same} == {field: entries[field] for field in same}
    assert "类别：☐数字经济领域　　☑新业态领域" in all_text(body)
    assert docx.Document(io.BytesIO(body)).sections[0].header.paragraphs[0].text == HEADER


def test_every_answer_stands_on_any_of_the_sheets(any_notice: Notice, anybody: Entries) -> None:
    body = filled(any_notice, anybody, HEADER)
    boxed, beside = read_back(any_notice, body), "\n".join(all_text(body))
    for field in any_notice.form.asked:
        if field.id in anybody:
            value = shown(field, anybody[field.id])
            told = boxed.get(field.id, beside)
            assert f"☑{value}" in told or value in told.split("\n☐") or told == value or value in beside


def test_nothing_filled_in_gives_an_empty_sheet(notice: Notice) -> None:
    body = filled(notice, {}, "")
    assert set(read_back(notice, body).values()) == {""}
    assert "类别：☐数字经济领域　　☐新业态领域" in all_text(body)


def test_the_boxes_for_seals_hold_only_the_printed_words(notice: Notice, entries: Entries) -> None:
    made = docx.Document(io.BytesIO(filled(notice, entries | {"employer_opinion": "同意"}, HEADER)))
    rows = made.tables[1].rows[1:]
    assert [row.cells[0].text.replace("\n", "") for row in rows] == ["所在单位意见", "推荐单位意见"]
    assert [row.cells[-1].text for row in rows] == ["（公章）\n年　　月　　日"] * 2


def test_the_file_tells_neither_who_made_it_nor_when(notice: Notice, entries: Entries) -> None:
    properties = docx.Document(io.BytesIO(filled(notice, entries, HEADER))).core_properties
    assert (properties.author, properties.last_modified_by, properties.created.year) == ("", "", 2000)


@pytest.mark.parametrize("seed", range(2))
def test_a_thousand_nasty_values_are_read_back_as_they_were_typed(
    any_notice: Notice, typed: Mapping[str, str], nasty: Callable[[random.Random], str], seed: int
) -> None:
    nasty_values_survive(any_notice, typed, nasty, random.Random(seed), values=100)


@pytest.mark.proof
def test_ten_thousand_nasty_values_survive(
    any_notice: Notice, typed: Mapping[str, str], nasty: Callable[[random.Random], str]
) -> None:
    nasty_values_survive(any_notice, typed, nasty, random.Random(2022), values=10_000)
    print(f"{any_notice.id}: 10,000 nasty values read back from .docx as they were typed")


def nasty_values_survive(
    notice: Notice,
    typed: Mapping[str, str],
    nasty: Callable[[random.Random], str],
    chance: random.Random,
    values: int,
) -> None:
    done = 0
    while done < values:
        entries = {field: nasty(chance) for field in typed}
        body = filled(notice, entries, nasty(chance).replace("\n", ""))
        boxed, beside = read_back(notice, body), "\n".join(all_text(body))
        for field, value in entries.items():
            box = boxed.get(field, "")
            assert box == printable(value) or (
                (field not in boxed or box.startswith("见附页")) and printable(value) in beside
            ), (field, value)
        done += len(entries)
        gc.collect()  # opened documents are large circles of objects


def test_printable_leaves_out_only_what_no_document_can_hold() -> None:
    assert printable("甲\x00乙\ud800丙\ufffe\r\n丁\t𠮷 ·") == "甲乙丙\n丁\t𠮷 ·"


# ── pages ─────────────────────────────────────────────────────────────────────────────────────────────

LONGEST = {
    "name": "阿卜杜热西提·买买提明·吐尔逊江",
    "post": "中心站副站长、高级工程师（教授级）",
    "employer": "中国某某集团有限公司江西省分公司九江市浔阳区某某路营业部揽投站",
    "address": "江西省九江市浔阳区某某街道某某社区某某路一百二十八号某某大厦三单元1203室",
    "politics": "无党派人士",
    "ethnicity": "塔吉克族",
    "honours": "\n".join(
        f"20{year}年 江西省某某工会联合会 “五一劳动奖章”（第{year}届）" for year in range(10, 21)
    ),
    "media": "\n".join(
        f"20{year}年5月 九江日报第{year}版《风雨送件人：记快递员张示例》" for year in range(10, 21)
    ),
}


@pytest.mark.parametrize("kind", ["short", "full"])
def test_it_has_exactly_two_pages(
    notice: Notice,
    entries: Entries,
    office: Callable[[bytes], Path],
    page_texts: Callable[[Path], list[str]],
    kind: str,
) -> None:
    if kind == "full":
        deeds = ("张示例坚持“把每一件包裹当成自己的事”，零投诉。" * 30)[:500]
        assert count(deeds) == 500
        entries |= LONGEST | {"deeds": deeds}
    body = filled(notice, entries, HEADER)
    assert not any(text.startswith("附页") for text in all_text(body))
    first, second = page_texts(office(body))
    assert first.startswith("登记编号：JJ22-0001全市“最美劳动者”推荐表类别：")
    assert "媒体宣传" in first
    assert "公章" not in first
    assert second.startswith("登记编号：JJ22-0001")
    assert second.endswith("年月日")
    assert second.count("（公章）") == 2


PAGES = {"jiujiang-2022": 2, "suzhou-2021": 2, "jiangsu-2023": 2, "jiaozuo-2021": 2, "laiwu-2021": 2}


def test_any_of_the_sheets_has_as_many_pages_as_its_layout(
    any_notice: Notice,
    anybody: Entries,
    office: Callable[[bytes], Path],
    page_texts: Callable[[Path], list[str]],
) -> None:
    pages = page_texts(office(filled(any_notice, anybody, HEADER)))
    assert len(pages) == PAGES[any_notice.id]
    assert all(page.startswith("登记编号：JJ22-0001") for page in pages)


def test_deeds_of_two_thousand_characters_go_to_pages_of_their_own(
    any_notice: Notice, anybody: Entries
) -> None:
    deeds = ("坚持“把每一件包裹当成自己的事”，零投诉。" * 200)[:2000]
    body = filled(any_notice, anybody | {"deeds": deeds}, HEADER)
    assert read_back(any_notice, body)["deeds"] == "见附页1"
    assert deeds in all_text(body)


def test_a_text_longer_than_its_box_goes_to_a_page_of_its_own_and_nothing_is_cut(
    notice: Notice, entries: Entries, office: Callable[[bytes], Path], page_texts: Callable[[Path], list[str]]
) -> None:
    honours = "\n".join(f"第{number}项荣誉：某某县总工会先进个人" for number in range(1, 41))
    deeds = "\n".join(f"第{number}段。" for number in range(1, 46))
    body = filled(notice, entries | {"honours": honours, "deeds": deeds}, "练习稿")
    boxed = read_back(notice, body)
    assert (boxed["honours"], boxed["deeds"]) == ("见附页1", "见附页2")
    pages = page_texts(office(body))
    assert len(pages) == 6  # the sheet, then two pages each
    assert all(page.startswith("练习稿") for page in pages)
    assert pages[2].startswith("练习稿附页1获得荣誉（接全市“最美劳动者”推荐表）姓名：张示例第1项荣誉")
    assert "第40项荣誉" in pages[3]
    assert pages[4].startswith("练习稿附页2事迹简介")
    assert "第45段" in pages[5]


def test_a_narrow_box_takes_smaller_print_but_never_unreadable(notice: Notice, entries: Entries) -> None:
    sizes = {}
    for name in ("张示例", "阿卜杜热西提·买买提明", "阿" * 60):
        body = filled(notice, entries | {"name": name}, "")
        runs = docx.Document(io.BytesIO(body)).tables[0].rows[0].cells[1].paragraphs[0].runs
        sizes[name[:2]] = next(run.font.size.pt for run in runs if run.text)
        assert read_back(notice, body)["name"] == (name if len(name) < 60 else "见附页1")
    assert sizes["张示"] == 12
    assert min(sizes.values()) >= 9


# ── drafts of an older form ───────────────────────────────────────────────────────────────────────────


def with_fields(notice: Notice, *fields: Field) -> Notice:
    form = notice.form
    return replace(notice, form=Form(form.title, form.basis, form.clause, fields, "older"))


def test_an_entry_without_a_box_in_the_template_goes_to_a_page_of_its_own(
    notice: Notice, entries: Entries
) -> None:
    older = with_fields(notice, *notice.form.fields, Field("hobby", "特长", "text"))
    body = filled(older, entries | {"hobby": "书法"}, HEADER)
    assert "附页1　特长" in all_text(body)
    assert "书法" in all_text(body)


def test_a_box_whose_field_the_older_form_had_not_stays_blank(notice: Notice, entries: Entries) -> None:
    older = with_fields(notice, *(field for field in notice.form.fields if field.id != "postcode"))
    assert read_back(notice, filled(older, entries, HEADER))["postcode"] == ""


def test_a_choice_that_is_no_longer_offered_is_not_lost(notice: Notice, entries: Entries) -> None:
    body = filled(notice, entries | {"category": "传统行业"}, HEADER)
    assert "传统行业" in all_text(body)


def test_a_template_that_does_not_hold_a_value_is_found_out(
    notice: Notice, entries: Entries, tmp_path: Path
) -> None:
    """A placeholder with a filter loses letters: the document must not leave the house."""
    template = docx.Document(str(Path(notice.folder) / "form.docx"))
    run = template.tables[0].rows[0].cells[1].paragraphs[0].runs[0]
    run.text = "{{ name | replace('例', '') }}"
    template.save(str(tmp_path / "form.docx"))
    with pytest.raises(EntryLost, match="name"):
        filled(replace(notice, folder=str(tmp_path)), entries, HEADER)


ATTACKS = [
    *("{{ ''.__class__.__mro__ }}", "{{ header.__init__.__globals__ }}", "{{ [].__class__.__base__ }}"),
    *("{{ self.__init__ }}", "{{ cycler.__init__.__globals__.os }}", "{{ lipsum.__globals__['os'] }}"),
    *("{{ joiner.__init__ }}", "{{ namespace.__init__ }}", "{{ ().__class__.__bases__[0] }}", "{{ {}.__class__ }}"),
    *("{{ header.__class__ }}", "{{ header['__class__'] }}", "{{ header|attr('__class__') }}", "{{ config.items() }}"),
    *("{{ ''.format.__self__.__class__ }}", "{{ '{0.__class__}'.format(header) }}", "{{ dict.mro() }}"),
    *("{{ request.application }}", "{% for x in ().__class__ %}{% endfor %}", "{% import 'os' as os %}"),
    *("{% include '/etc/passwd' %}", "{{ header.mro.im_func }}"),
]  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_template_from_elsewhere_reaches_nothing(
    notice: Notice, entries: Entries, tmp_path: Path, attack: str
) -> None:
    template = docx.Document(str(Path(notice.folder) / "form.docx"))
    template.add_paragraph(attack)
    template.save(str(tmp_path / "form.docx"))
    with pytest.raises((SecurityError, UndefinedError, TypeError)):
        filled(replace(notice, folder=str(tmp_path)), entries, HEADER)

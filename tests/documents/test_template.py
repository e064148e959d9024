"""The template that is kept beside the notice is the one its layout describes, and has a place for every field."""

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest

from bot.documents.boxes import boxes, named_outside
from bot.documents.template import template
from knowledge.model import Basis, Notice


def document_xml(body: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        return package.read("word/document.xml") + package.read("word/header1.xml")


def test_the_kept_template_is_made_from_the_layout(any_notice: Notice) -> None:
    """Run `python -m bot.documents.template knowledge/notices/<id>` after changing sheet.yaml or form.yaml."""
    kept = (Path(any_notice.folder) / "form.docx").read_bytes()
    assert document_xml(kept) == document_xml(template(Path(any_notice.folder)))


def test_every_field_of_the_sheet_has_its_place(any_notice: Notice) -> None:
    made = docx.Document(str(Path(any_notice.folder) / "form.docx"))
    sheet = {field.id for field in any_notice.form.asked if field.group == "sheet" or field.type == "file"}
    assert {*boxes(made), *named_outside(made)} == sheet | {"header"}


def test_the_labels_are_those_of_the_official_annex_in_its_order(notice: Notice) -> None:
    annex = re.sub(r"\s", "", notice.clause(notice.form.clause).text)
    made = docx.Document(str(Path(notice.folder) / "form.docx"))
    place = 0
    for table in made.tables:
        for row in table.rows:
            for cell in dict.fromkeys(row.cells):
                label = re.sub(r"\s", "", cell.text)
                if "{" not in label and "公章" not in label:
                    place = annex.index(label, place) + len(label)
    assert place > 0


SAYS_WHAT_IT_IS = {
    "suzhou-2021": "这是网络报名的底稿，由单位在通知给的专用链接里填报。",
    "jiangsu-2023": "这是申报表的底稿，通知的附件没有随文；正式的申报表请向推荐单位索取，再照着誊写。",
    "jiaozuo-2021": "原表版式残缺，按通知要求整理，报送请以主办方发的表为准。",
    "laiwu-2021": "原表版式残缺，按通知要求整理，报送请以主办方发的表为准。",
}


def test_a_sheet_that_is_not_the_official_one_says_so_under_its_title(any_notice: Notice) -> None:
    made = docx.Document(str(Path(any_notice.folder) / "form.docx"))
    said = SAYS_WHAT_IT_IS.get(any_notice.id)
    assert (any_notice.form.basis == Basis.PRINTED) == (said is None)
    assert said is None or said in [paragraph.text for paragraph in made.paragraphs]


SEALS = {
    "jiujiang-2022": ["（公章）年月日", "（公章）年月日"],
    "suzhou-2021": [],
    "jiangsu-2023": [],
    "jiaozuo-2021": ["", "（公章）2021年月日", "（公章）2021年月日"],
    "laiwu-2021": ["（盖章）", "（盖章）2021年月日"],
}


def test_the_boxes_for_seals_bear_what_the_notice_prints_in_them(any_notice: Notice) -> None:
    """Jiaozuo's first box and Laiwu's first are legible without a date, Jiaozuo's first without a seal."""
    made = docx.Document(str(Path(any_notice.folder) / "form.docx"))
    opinions = (row.cells for table in made.tables for row in table.rows if "意见" in row.cells[0].text)
    assert [re.sub(r"\s", "", cells[-1].text) for cells in opinions] == SEALS[any_notice.id]


def test_chinese_is_set_in_official_fonts_with_named_substitutes(notice: Notice) -> None:
    with zipfile.ZipFile(Path(notice.folder) / "form.docx") as package:
        body, fonts = package.read("word/document.xml").decode(), package.read("word/fontTable.xml").decode()
    assert set(re.findall(r'w:eastAsia="([^"]+)"', body)) == {"方正小标宋简体", "仿宋_GB2312"}
    assert 'w:name="仿宋_GB2312"><w:altName w:val="仿宋,FangSong' in fonts
    assert re.search(r'w:name="方正小标宋简体"><w:altName w:val="[^"]*SimSun', fonts)


def test_the_command_writes_the_template(notice: Notice, tmp_path: Path) -> None:
    for name in ("form.yaml", "sheet.yaml"):
        (tmp_path / name).write_bytes((Path(notice.folder) / name).read_bytes())
    subprocess.run([sys.executable, "-m", "bot.documents.template", tmp_path], check=True)
    assert document_xml((tmp_path / "form.docx").read_bytes()) == document_xml(template(tmp_path))


@pytest.mark.parametrize("side", ["top_margin", "bottom_margin", "left_margin", "right_margin"])
def test_the_page_is_a4_with_room_for_filing(notice: Notice, side: str) -> None:
    section = docx.Document(str(Path(notice.folder) / "form.docx")).sections[0]
    assert section.page_width
    assert section.page_height
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert getattr(section, side).cm >= 1.9

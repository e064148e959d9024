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
from knowledge.model import Notice


def document_xml(body: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        return package.read("word/document.xml") + package.read("word/header1.xml")


def test_the_kept_template_is_made_from_the_layout(notice: Notice) -> None:
    """Run `python -m bot.documents.template knowledge/notices/jiujiang-2022` after changing sheet.yaml."""
    kept = (Path(notice.folder) / "form.docx").read_bytes()
    assert document_xml(kept) == document_xml(template(Path(notice.folder)))


def test_every_field_of_the_sheet_has_its_place(notice: Notice) -> None:
    made = docx.Document(str(Path(notice.folder) / "form.docx"))
    sheet = {field.id for field in notice.form.asked if field.group == "sheet"}
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

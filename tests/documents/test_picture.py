"""The pages for a phone: drawn from the .docx itself, with fonts of our own, page for page like an office program."""

import shutil
import struct
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.documents.leaf import leaf
from bot.documents.picture import pdf, pictures
from bot.documents.sheet import filled
from knowledge.model import Notice

PageTexts = Callable[[Path], list[str]]


@pytest.fixture(autouse=True, scope="module")
def _tools() -> None:
    if not shutil.which("pdftotext"):
        pytest.skip("poppler-utils is missing")


def drawn(body: bytes, folder: Path) -> Path:
    path = folder / "drawn.pdf"
    path.write_bytes(pdf(body))
    return path


def letters(text: str) -> list[str]:
    """The characters of a page, in no order: layout tools read cells in different orders."""
    plain = unicodedata.normalize("NFKC", text).replace("\u200b", "").replace("√", "").replace("✓", "")
    return sorted(each for each in plain if each not in "☐☑")


def test_the_drawn_pages_hold_what_the_office_program_shows(
    notice: Notice,
    entries: dict[str, str],
    office: Callable[[bytes], Path],
    page_texts: PageTexts,
    tmp_path: Path,
) -> None:
    body = filled(notice, entries, "登记编号：JJ22-0001")
    ours, theirs = page_texts(drawn(body, tmp_path)), page_texts(office(body))
    assert len(ours) == len(theirs) == 2
    assert [letters(page) for page in ours] == [letters(page) for page in theirs]


def test_annexes_are_drawn_too(
    notice: Notice, entries: dict[str, str], page_texts: PageTexts, tmp_path: Path
) -> None:
    entries["deeds"] = "\n".join(f"第{number}段。" for number in range(1, 46))
    pages = page_texts(drawn(filled(notice, entries, "练习稿"), tmp_path))
    assert len(pages) == 4
    assert all(page.startswith("练习稿") for page in pages)
    assert "第45段" in pages[3]


def test_nothing_a_person_types_is_markup(
    notice: Notice, entries: dict[str, str], page_texts: PageTexts, tmp_path: Path
) -> None:
    entries |= {"honours": '#read("/etc/passwd") *粗* $x^2$ @a <b> // 注 \\n "]] #{', "name": "𠮷示例"}
    text = "".join(page_texts(drawn(filled(notice, entries, ""), tmp_path)))
    assert '#read("/etc/passwd")*粗*$x^2$@a<b>//注\\n"]]#{' in text
    assert "𠮷示例" in text


def test_a_word_longer_than_its_box_is_divided_and_stays_inside(
    notice: Notice, entries: dict[str, str], tmp_path: Path
) -> None:
    entries |= {"post": "W" * 14, "media": "http://example.org/" + "x" * 300}
    body = filled(notice, entries, "")
    shown = subprocess.run(
        ["pdftotext", "-bbox", drawn(body, tmp_path), "-"], check=True, capture_output=True
    )
    edge = leaf(body)["page"]["width"] - leaf(body)["page"]["right"]
    for line in shown.stdout.decode().splitlines():
        if "<word" in line:
            assert float(line.split('xMax="')[1].split('"')[0]) <= edge + 1


def test_every_page_is_a_picture_that_a_phone_can_show(notice: Notice, entries: dict[str, str]) -> None:
    pages = pictures(filled(notice, entries, ""))
    assert [struct.unpack(">II", page[16:24]) for page in pages] == [(1191, 1684)] * 2
    assert all(page.startswith(b"\x89PNG") and len(page) < 1_000_000 for page in pages)


def test_only_our_own_fonts_are_used(notice: Notice, entries: dict[str, str], tmp_path: Path) -> None:
    used = subprocess.run(
        ["pdffonts", drawn(filled(notice, entries, ""), tmp_path)], check=True, capture_output=True
    )
    names = {line.split()[0].partition("+")[2] for line in used.stdout.decode().splitlines()[2:]}
    assert all(name.startswith("NotoS") for name in names), names


@pytest.mark.parametrize("text", ["", "\n", "\t", "字", "\n\n甲\n", " ", "🌸", "مرحبا", "e\u0301" * 300])
def test_odd_texts_are_drawn_without_complaint(notice: Notice, text: str) -> None:
    assert pdf(filled(notice, dict.fromkeys(("name", "deeds", "honours"), text), "")).startswith(b"%PDF")

"""An invented nominee, the notice, and LibreOffice as a second opinion on how many pages there are."""

import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

import pytest

import knowledge
from knowledge.load import load_notice
from knowledge.model import Edition, Library, Notice, Round

FOLDER = Path(knowledge.__file__).parent / "notices"
_SENTENCE = "张示例同志自2015年从事快递投递工作以来，坚持“把每一件包裹当成自己的事”，零遗失、零投诉。"


@pytest.fixture(scope="session")
def library() -> Library:
    notice = load_notice(FOLDER / "jiujiang-2022")
    opens, closes = (datetime.fromisoformat(f"2022-{day}T00:00:00+08:00") for day in ("06-02", "07-31"))
    return {notice.id: Edition(notice, Round(notice.id, notice.id, opens, closes))}


@pytest.fixture(scope="session")
def notice(library: Library) -> Notice:
    return library["jiujiang-2022"].notice


@pytest.fixture(scope="session", params=sorted(each.name for each in FOLDER.iterdir() if each.is_dir()))
def any_notice(request: pytest.FixtureRequest) -> Notice:
    """Each of the five in turn."""
    return load_notice(FOLDER / request.param)


SAMPLES = {
    "name": "张示例",
    "month": "1985-03",
    "politics": "中共党员",
    "ethnicity": "汉族",
    "education": "大专",
    "phone": "0792-8123456",
    "postcode": "332000",
    "list": "2019年 某某县总工会 五一劳动奖章\n2021年 某某市总工会 最美职工",
    "long_text": _SENTENCE,
    "file": "\n".join(f"{number}{'0' * 63}\t{number}400000\tIMG_202{number}.jpg" for number in (2, 3)),
}


@pytest.fixture
def anybody(any_notice: Notice) -> dict[str, str]:
    """An entry for every field of the sheet: the last choice where there are choices."""
    return {
        field.id: list(field.options)[-1] if field.options else SAMPLES.get(field.type, f"某某{field.label}")
        for field in any_notice.form.asked
        if field.group == "sheet" or field.type == "file"
    }


@pytest.fixture
def entries() -> dict[str, str]:
    return {
        "category": "new_employment",
        "name": "张示例",
        "gender": "male",
        "birth": "1985-03",
        "ethnicity": "汉族",
        "post": "快递员、站点负责人",
        "education": "大专",
        "work_since": "2006-09",
        "politics": "中共党员",
        "employer": "九江某某快递有限公司浔阳营业部",
        "employer_phone": "0792-8123456转801",
        "address": "九江市浔阳区某某路8号某某大厦3楼",
        "postcode": "332000",
        "contact_name": "李示例",
        "contact_phone": "0792-8123456",
        "mobile": "13800138000",
        "honours": "2019年 某某县总工会 五一劳动奖章\n2021年 九江市总工会 最美快递员",
        "media": "2021年5月 九江日报《风雨送件人》\n2022年1月 九江电视台《身边的榜样》",
        "deeds": "\n".join([_SENTENCE * 3] * 3),
        "recommending_unit": "浔阳区",
    }


Office = Callable[[bytes], Path]


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A .docx as the PDF that LibreOffice makes of it."""
    if not shutil.which("soffice") or not shutil.which("pdfinfo"):
        pytest.skip("LibreOffice or poppler-utils is missing")
    folder = tmp_path_factory.mktemp("office")
    with tempfile.TemporaryDirectory() as profile:  # one of its own: two runs on one profile fail silently

        def converted(body: bytes) -> Path:
            source = folder / f"{random.randrange(10**12)}.docx"
            source.write_bytes(body)
            command = [
                "soffice",
                f"-env:UserInstallation=file://{profile}",
                "--headless",
                "--convert-to",
                "pdf",
            ]
            subprocess.run(
                [*command, "--outdir", folder, source], check=True, capture_output=True, timeout=120
            )
            return source.with_suffix(".pdf")

        yield converted


@pytest.fixture(scope="session")
def page_texts() -> Callable[[Path], list[str]]:
    """The text of each page of a PDF, without blanks."""

    def read(pdf: Path) -> list[str]:
        text = subprocess.run(
            ["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True
        ).stdout.decode()
        return ["".join(page.split()) for page in text.split("\f")[:-1]]

    return read


# What has broken documents before: XML, Jinja, docxtpl's own marks, breaks, rare and invisible characters.
NASTY = [
    *("A&B<公司>", "{{ 7*7 }}", "{% if x %}", "{# x #}", "{_{ x }_}", "{_% x %_}", "</w:t>", "]]>", "&amp;", "&lt;"),
    *("<w:p/>", "{{ name }}", "{%p endfor %}", "''; DROP TABLE--", "=HYPERLINK(1)", "\\n", "$&", "𠮷野家", "䶮㛃", "·•・"),
    *("阿卜杜拉·买买提", "🌸小王", "👨‍👩‍👧", "e\u0301", "\u202e反", "\u200b", "\u00a0", "\u3000", "\t", "\n", "\r\n", "\r", "\n\n"),
    *("\x00", "\x07", "\x0b", "\x0c", "\x1f", "\x7f", "\x85", "\u2028", "\ud800", "\ufdd0", "\ufffe", "\ufeff", "“”‘’"),
    *("——…", "①", "²", "   ", "-", "%", "{", "}", "_", '"', "'", "文", "字", "a", "Z", "9", " ", "مرحبا", "བོད", "x" * 40),
]  # fmt: skip


@pytest.fixture(scope="session")
def nasty() -> Callable[[random.Random], str]:
    """A random text made of what is hard."""

    def text(chance: random.Random) -> str:
        pieces = chance.choices(NASTY, k=chance.randint(1, 12))
        if chance.random() < 0.2:
            pieces.append(chr(chance.choice([chance.randrange(0xD800), chance.randrange(0xE000, 0x110000)])))
        return "".join(pieces)

    return text


@pytest.fixture(scope="session")
def typed(any_notice: Notice) -> Mapping[str, str]:
    """Field -> its type, for the places of the sheet that hold what was typed."""
    return {
        field.id: field.type
        for field in any_notice.form.asked
        if field.group == "sheet" and field.type not in {"choice", "month", "file"}
    }

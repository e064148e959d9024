"""Tables and packages as people at a desk get them: what is in them, who may have them, what is noted."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import docx
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from bot.documents import Document
from bot.documents.desk import Desk
from bot.documents.taken import NotTheirs
from storage import forms
from storage.blobs import Blobs
from storage.engine import read, write
from storage.seats import pin_units, unit_called
from storage.tables import FileRow, FileUseRow, LogRow
from storage.vault import Vault
from tests import desks
from tests.chat import library

NOW = datetime.fromisoformat("2022-07-29T10:00:00+08:00")
JIUJIANG, JIAOZUO = library()["jiujiang-2022"], library()["jiaozuo-2021"]
PHOTO = b"\xff\xd8\xff a photo"


@pytest.fixture
def blobs(tmp_path: Path, vault: Vault) -> Blobs:
    return Blobs(tmp_path / "files", vault)


@pytest.fixture
def desk(engine: Engine, vault: Vault, blobs: Blobs) -> Desk:
    forms.pin(engine, (each.notice.form for each in library().values()), NOW)
    pin_units(engine, library().values())
    return Desk(engine, vault, library(), blobs, now=lambda: NOW)


@pytest.fixture
def office(desk: Desk, engine: Engine, vault: Vault) -> str:
    return desks.office(engine, vault, "9", "web", NOW)


def given(engine: Engine, blobs: Blobs, nomination: str, field: str) -> str:
    """A file that a nominee sent as the answer to a field; the answer."""
    hash_ = sha256(PHOTO).hexdigest()
    blob = blobs.keep(hash_, PHOTO)
    person = f"p{nomination}"

    def work(session: Session) -> None:
        row = FileRow(blob=blob, event="e", person=person, hash=hash_, type="jpg", bytes=len(PHOTO), at=NOW)
        session.add(row)
        session.add(FileUseRow(nomination=nomination, field=field, hash=hash_))

    write(engine, work)
    return hash_


def unpacked(made: Document) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(made.body)) as archive:
        return {each: archive.read(each) for each in archive.namelist()}


def disclosed(engine: Engine) -> list[tuple[str, str, str]]:
    lines = select(LogRow).where(LogRow.kind == "disclose").order_by(col(LogRow.number))
    return [
        (each.subject, each.role, each.detail)
        for each in read(engine, lambda session: session.exec(lines).all())
    ]


def test_a_package_holds_the_form_and_says_what_is_missing(
    desk: Desk, engine: Engine, vault: Vault, office: str
) -> None:
    entries = {**desks.ENTRIES, "statement": "三千字的详细事迹。"}
    del entries["mobile"]
    nomination = desks.nominate(engine, vault, JIUJIANG, entries, unit="修水县")
    (made,) = desk.make(f"package/one/{nomination}/web", office)
    assert made.name == "JJ22-0001 张示例-材料.zip"
    inside = unpacked(made)
    assert set(inside) == {"全市“最美劳动者”推荐表-张示例.docx", "详细事迹资料-张示例.docx", "清单.txt"}
    sheet = docx.Document(io.BytesIO(inside["全市“最美劳动者”推荐表-张示例.docx"]))
    assert any("张示例" in cell.text for table in sheet.tables for row in table.rows for cell in row.cells)
    told = inside["清单.txt"].decode("utf-8-sig")
    assert "手机：没有填" in told
    assert "详细事迹资料：纸质，另交" in told
    assert "由办公室（" in told
    assert disclosed(engine) == [(nomination, "office", "package")]


def test_files_come_under_the_names_of_their_fields_but_evidence_not_on_telegram(
    desk: Desk, engine: Engine, vault: Vault, office: str, blobs: Blobs
) -> None:
    hash_ = sha256(PHOTO).hexdigest()
    entries = {
        "name": "张示例",
        "photos": f"{hash_}\t15\tIMG_1.jpg",
        "credit_check": f"{hash_}\t15\t征信.jpg",
    }
    nomination = desks.nominate(engine, vault, JIAOZUO, entries)
    for field in ("photos", "credit_check"):
        given(engine, blobs, nomination, field)
    here, away = (
        unpacked(desk.make(f"package/one/{nomination}/{each}", office)[0]) for each in ("web", "telegram")
    )
    photos, credit = (
        next(f.label for f in JIAOZUO.notice.form.fields if f.id == each)
        for each in ("photos", "credit_check")
    )
    assert here[f"{photos}1.jpg"] == here[f"{credit}1.jpg"] == PHOTO
    assert f"{photos}1.jpg" in away
    assert f"{credit}1.jpg" not in away
    assert f"{credit}：不能从这里发，请在网页上拿" in away["清单.txt"].decode("utf-8-sig")


def test_a_unit_gets_a_folder_for_each(desk: Desk, engine: Engine, vault: Vault, office: str) -> None:
    for name, unit in (("张示例", "修水县"), ("王示例", "修水县"), ("赵示例", "瑞昌市")):
        desks.nominate(engine, vault, JIUJIANG, {**desks.ENTRIES, "name": name}, unit=unit)
    unit = read(engine, lambda session: unit_called(session, "jiujiang-2022", "修水县"))
    (made,) = desk.make(f"package/unit/{unit}/web", office)
    assert {each.split("/")[0] for each in unpacked(made)} == {"JJ22-0001 张示例", "JJ22-0002 王示例"}


def test_nobody_gets_what_no_seat_reaches(desk: Desk, engine: Engine, vault: Vault) -> None:
    own = desks.nominate(engine, vault, JIUJIANG, desks.ENTRIES, unit="修水县")
    other = desks.nominate(engine, vault, JIUJIANG, desks.ENTRIES, unit="瑞昌市")
    units = [
        read(engine, lambda session, name=each: unit_called(session, "jiujiang-2022", name))  # type: ignore[misc] # mypy cannot infer a lambda with a default
        for each in ("修水县", "瑞昌市")
    ]
    contact = desks.liaison(engine, vault, JIUJIANG, "修水县", "7", NOW)
    assert desk.make(f"package/one/{own}/web", contact)
    assert desk.make(f"package/unit/{units[0]}/web", contact)
    refused = [
        f"package/one/{other}/web",
        f"package/unit/{units[1]}/web",
        f"sheet/{other}/docx",
        "table/jiujiang-2022/all/xlsx",
        "table/jiujiang-2022/up/csv",
        "overview/suzhou-2021",
        "overview/nowhere",
        "table/jiujiang-2022/all/exe",
        "package/one//web",
    ]
    for path in refused:
        with pytest.raises(NotTheirs):
            desk.make(path, contact)
    for path in (*refused, f"package/one/{own}/web", f"sheet/{own}/pdf", "overview/jiujiang-2022"):
        with pytest.raises(NotTheirs):
            desk.make(path, "nobody")
    assert {each[0] for each in disclosed(engine)} == {own}


def test_an_export_is_noted_for_each_that_stands_in_it(
    desk: Desk, engine: Engine, vault: Vault, office: str
) -> None:
    up = desks.nominate(engine, vault, JIUJIANG, desks.ENTRIES, unit="修水县")
    desks.nominate(engine, vault, JIUJIANG, desks.ENTRIES, unit="修水县", state="submitted")
    desks.nominate(engine, vault, JIUJIANG, desks.ENTRIES, unit="修水县", state="draft")
    (made,) = desk.make("table/jiujiang-2022/up/csv", office)
    assert made.body.count(b"\r\n") == 2
    assert disclosed(engine) == [(up, "office", "export")]
    (made,) = desk.make("table/jiujiang-2022/all/csv", office)
    assert made.body.count(b"\r\n") == 3


def test_the_picture_of_a_round_fits_a_phone(
    desk: Desk, office: str, is_png: Callable[[bytes], tuple[int, int]]
) -> None:
    (made,) = desk.make("overview/jiujiang-2022", office)
    width, height = is_png(made.body)
    assert width == 720
    assert height <= 20 * width


@pytest.fixture
def is_png() -> Callable[[bytes], tuple[int, int]]:
    def sides(body: bytes) -> tuple[int, int]:
        assert body.startswith(b"\x89PNG")
        return int.from_bytes(body[16:20], "big"), int.from_bytes(body[20:24], "big")

    return sides

"""Uploads are judged by what they hold: good documents give their text, bad ones are refused with the reason."""

import io
import os
import random
import struct
import time
import zipfile
from collections.abc import Callable, Iterator
from functools import partial

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from bot.uploads import LIMIT, check, clean_name
from dialogs.say import known, render

STORY = "张示例同志连续五年零投诉。\n他常说：“把每一件包裹当成自己的事。”"
_CONTENT = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
_RELS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def written(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return _saved(document)


def _saved(document: docx.document.Document) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def with_parts(body: bytes, parts: dict[str, bytes | str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return target.getvalue()


def zipped(parts: dict[str, bytes | str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def external(kind: str, target: str) -> bytes:
    relation = (
        f'{_RELS}<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'
        "</Relationships>"
    )
    return with_parts(written(STORY), {"word/_rels/settings.xml.rels": relation})


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + stream.encode("utf-16-le") + bytes(2000)


# ── good ones ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_word_document_gives_its_text() -> None:
    upload = check("事迹.docx", written(*STORY.split("\n")))
    assert (upload.type, upload.fault, upload.text) == ("docx", "", STORY)
    assert upload.name == "事迹.docx"
    assert len(upload.hash) == 64


def test_tables_are_read_and_merged_cells_once() -> None:
    document = docx.Document()
    document.add_paragraph("表前")
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合并的格"
    table.cell(0, 2).text = "右上"
    table.cell(1, 0).text, table.cell(1, 2).text = "左下", "右下"
    document.add_paragraph("表后")
    assert check("a.docx", _saved(document)).text == "表前\n合并的格\t右上\n左下\t右下\n表后"


def test_content_controls_links_and_breaks_are_read_and_deleted_text_is_not() -> None:
    document = docx.Document()
    body = document.element.body
    for inner in (
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>控件里的字</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        "<w:p><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:r><w:tab/><w:t>后</w:t><w:br/><w:t>换行</w:t></w:r></w:p>",
        "<w:p><w:ins><w:r><w:t>加的</w:t></w:r></w:ins><w:del><w:r><w:delText>删的</w:delText></w:r></w:del></w:p>",
    ):
        root = inner.replace(">", f" {nsdecls('w')}>", 1)
        body.insert(len(body) - 1, parse_xml(root))
    assert check("a.docx", _saved(document)).text == "控件里的字\n链接\t后\n换行\n加的"


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_files_are_read_in_the_encodings_of_phones_and_windows(code: str) -> None:
    upload = check("事迹.txt", f"{STORY}\r\n123 end".encode(code))
    assert (upload.type, upload.fault, upload.text) == ("txt", "", f"{STORY}\n123 end")


def test_a_rare_character_survives() -> None:
    assert check("a.txt", "𠮷野䶮".encode("gb18030")).text == "𠮷野䶮"
    assert check("a.docx", written("𠮷野䶮 A&B<公司> {{ }}")).text == "𠮷野䶮 A&B<公司> {{ }}"


@pytest.mark.parametrize("name", ["照片.jpg", "no ending", "../../x.exe"])
def test_the_name_decides_nothing(name: str) -> None:
    assert check(name, written(STORY)).text == STORY


@pytest.mark.parametrize("target", ["file:///C:\\Users\\a\\Normal.dotm", "Normal.dotm", "Normal.wpt"])
def test_the_authors_own_template_does_not_matter(target: str) -> None:
    assert check("a.docx", external("attachedTemplate", target)).fault == ""


def test_a_link_to_a_web_page_does_not_matter() -> None:
    assert check("a.docx", external("hyperlink", "https://example.org/a")).fault == ""


def test_two_hundred_pages_are_too_long_and_fifty_are_not() -> None:
    assert check("a.docx", written(*["字" * 1000] * 50)).fault == ""
    assert check("a.txt", ("字" * 100_001).encode()).fault == "too_long"


@pytest.mark.proof
def test_two_hundred_good_documents_are_all_taken() -> None:
    chance = random.Random(7)
    for number in range(200):
        paragraphs = [
            "".join(chance.choices("张示例事迹，。“”A&B<7>\n 𠮷·", k=chance.randint(1, 400)))
            for _ in range(9)
        ]
        table = docx.Document(io.BytesIO(written(*paragraphs)))
        table.add_table(3, 3).cell(1, 1).text = f"第{number}份"
        bodies = (_saved(table), "\n".join(paragraphs).encode(chance.choice(["utf-8", "gb18030", "utf-16"])))
        assert [check("x", body).fault for body in bodies] == ["", ""]
    print("200 good .docx and 200 good .txt: none refused")


# ── bad ones ──────────────────────────────────────────────────────────────────────────────────────────

IMAGES = {
    "jpg": b"\xff\xd8\xff\xe0" + bytes(100),
    "png": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "gif": b"GIF89a" + bytes(100),
    "heic": b"\0\0\0\x18ftypheic" + bytes(100),
    "heif": b"\0\0\0\x18ftypmif1" + bytes(100),
    "webp": b"RIFF\0\0\0\0WEBP" + bytes(100),
    "bmp": b"BM" + bytes(100),
    "tiff": b"II*\0" + bytes(100),
}

PICTURE = {"jpg": "truncated", "png": "truncated", "heic": "heic", "heif": "heic"}


def _bomb(size: int, **more: bytes) -> bytes:
    return with_parts(written(STORY), {"word/media/a.xml": bytes(size)})


def _lying(claimed: int) -> bytes:
    """A part whose directory claims fewer bytes than it unpacks to."""
    body = bytearray(with_parts(written(STORY), {"word/zero.xml": b" " * 5_000_000}))
    at = body.rfind(b"word/zero.xml") - 46  # its entry in the central directory
    struct.pack_into("<I", body, at + 24, claimed)
    return bytes(body)


def _locked() -> bytes:
    body = bytearray(written(STORY))
    at = body.find(b"PK\x01\x02")
    while at != -1:
        body[at + 8] |= 1
        at = body.find(b"PK\x01\x02", at + 4)
    return bytes(body)


def _xxe(entity: str, reference: str = "&x;") -> bytes:
    document = (
        f'<?xml version="1.0"?><!DOCTYPE d [{entity}]><w:document {nsdecls("w")}><w:body><w:p><w:r>'
        f"<w:t>{reference}</w:t></w:r></w:p></w:body></w:document>"
    )
    return with_parts(written(STORY), {"word/document.xml": document})


def _laughs() -> str:
    first = '<!ENTITY x0 "哈哈哈哈">'
    return first + "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, 10))


def _deep() -> bytes:
    inside = "<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000
    document = f'<?xml version="1.0"?><w:document {nsdecls("w")}><w:body>{inside}</w:body></w:document>'
    return with_parts(written(STORY), {"word/document.xml": document})


def _object(kind: str) -> bytes:
    relation = (
        f'{_RELS}<Relationship Id="r" Type="{_OFFICE}/{kind}" Target="embeddings/o.bin"/></Relationships>'
    )
    return with_parts(written(STORY), {"word/_rels/x.xml.rels": relation, "word/embeddings/o.bin": b"\0" * 9})


def _spreadsheet() -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    types = f'{_CONTENT}<Override PartName="/xl/workbook.xml" ContentType="{kind}"/></Types>'
    return zipped({"[Content_Types].xml": types, "xl/workbook.xml": "<a/>"})


def _macro_enabled() -> bytes:
    body = written(STORY)
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        types = package.read("[Content_Types].xml").decode()
    plain = "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = types.replace(plain, "vnd.ms-word.document.macroEnabled.main+xml")
    return with_parts(body, {"[Content_Types].xml": types})


def _two_of_a_name() -> bytes:
    target = io.BytesIO(written(STORY))
    with zipfile.ZipFile(target, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr("word/document.xml", "<a/>")
    return target.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "empty"),
    "over 20 MB": (lambda: bytes(LIMIT + 1), "too_big"),
    "old .doc": (lambda: ole("WordDocument"), "old_doc"),
    "rtf": (lambda: b"{\\rtf1 abc}", "old_doc"),
    "encrypted .docx": (lambda: ole("EncryptedPackage"), "has_password"),
    "old .xls": (lambda: ole("Workbook"), "other_kind"),
    "locked zip": (_locked, "has_password"),
    "macro part": (lambda: with_parts(written(STORY), {"word/vbaProject.bin": b"\0"}), "has_macro"),
    "macro part elsewhere": (lambda: with_parts(written(STORY), {"x/VBAPROJECT.BIN": b"\0"}), "has_macro"),
    "macro type": (_macro_enabled, "has_macro"),
    "pdf": (lambda: b"%PDF-1.7\n" + bytes(100), "truncated"),
    "pdf after junk": (lambda: b"\n\n%PDF-1.7\n" + bytes(100), "truncated"),
    "pdf after other junk": (lambda: b"junk %PDF-1.7\n" + bytes(100), "truncated"),
    "zip": (lambda: zipped({"a.txt": "x"}), "is_archive"),
    "empty zip": (lambda: zipped({}), "is_archive"),
    "rar": (lambda: b"Rar!\x1a\x07\x01\0" + bytes(50), "is_archive"),
    "7z": (lambda: b"7z\xbc\xaf\x27\x1c" + bytes(50), "is_archive"),
    "gzip": (lambda: b"\x1f\x8b\x08" + bytes(50), "is_archive"),
    "exe": (lambda: b"MZ\x90\0" + bytes(200), "is_program"),
    "elf": (lambda: b"\x7fELF" + bytes(200), "is_program"),
    "script": (lambda: b"#!/bin/sh\nrm -rf x\n", "is_program"),
    "shortcut": (lambda: b"L\0\0\0\x01\x14\x02" + bytes(50), "is_program"),
    "program and zip": (lambda: b"MZ" + bytes(98) + written(STORY), "is_program"),
    "photo and zip": (lambda: IMAGES["jpg"] + written(STORY), "truncated"),
    "spreadsheet": (_spreadsheet, "other_kind"),
    "odt": (lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), "other_kind"),
    "web page": ("<!DOCTYPE html><p>你好".encode, "other_kind"),
    "svg": (lambda: b"<svg xmlns='x'/>", "other_kind"),
    "noise": (lambda: bytes(range(256)) * 50, "other_kind"),
    "random": (lambda: os.urandom(100_000).replace(b"PK", b"kp"), "other_kind"),
    "zeros": (lambda: bytes(5000), "other_kind"),
    "sound": (lambda: b"ID3\x04\0\0\0\0" + bytes(range(256)) * 9, "other_kind"),
    "210 MB of blanks": (lambda: _bomb(210_000_000), "bomb"),
    "60 MB packed a thousandfold": (lambda: _bomb(60_000_000), "bomb"),
    "3000 entries": (lambda: with_parts(written(STORY), {f"word/{n}.xml": "" for n in range(3000)}), "bomb"),
    "a directory that lies": (lambda: _lying(1000), "unreadable"),
    "local file by entity": (lambda: _xxe('<!ENTITY x SYSTEM "file:///etc/passwd">'), "unsafe"),
    "web by entity": (lambda: _xxe('<!ENTITY x SYSTEM "http://127.0.0.1:9/x">'), "unsafe"),
    "parameter entity": (lambda: _xxe('<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;', "a"), "unsafe"),
    "billion laughs": (lambda: _xxe(_laughs(), "&x9;"), "unsafe"),
    "entity in utf-16": (lambda: with_parts(written(STORY), {"word/styles.xml": "<!DOCTYPE a []><a/>".encode("utf-16")}), "unsafe"),
    "template from the web": (lambda: external("attachedTemplate", "http://127.0.0.1:9/a.dotm"), "unsafe"),
    "template from a share": (lambda: external("attachedTemplate", "file://server/a.dotm"), "unsafe"),
    "template from a share, four slashes": (lambda: external("attachedTemplate", "file:////server/a.dotm"), "unsafe"),
    "picture from the web": (lambda: external("image", "http://127.0.0.1:9/a.png"), "unsafe"),
    "frame from the web": (lambda: external("frame", "http://127.0.0.1:9/a.html"), "unsafe"),
    "ole object": (lambda: _object("oleObject"), "unsafe"),
    "control": (lambda: _object("control"), "unsafe"),
    "web page inside": (lambda: _object("aFChunk"), "unsafe"),
    "name that climbs": (lambda: with_parts(written(STORY), {"../../evil.xml": "<a/>"}), "unsafe"),
    "absolute name": (lambda: with_parts(written(STORY), {"/etc/evil": "x"}), "unsafe"),
    "windows name": (lambda: with_parts(written(STORY), {"C:\\evil.exe": "x"}), "unsafe"),
    "two parts of one name": (_two_of_a_name, "unsafe"),
    "cut off": (lambda: written(STORY)[:2000], "unreadable"),
    "damaged": (lambda: written(STORY)[:300] + bytes(300) + written(STORY)[600:], "unreadable"),
    "broken XML": (lambda: with_parts(written(STORY), {"word/document.xml": "<w:document"}), "unreadable"),
    "no document part": (lambda: with_parts(written(STORY), {"_rels/.rels": f"{_RELS}</Relationships>"}), "unreadable"),
    "nested beyond measure": (_deep, "unreadable"),
    "no words": (lambda: written(""), "no_text"),
    "only blanks": (lambda: b" \r\n\t ", "no_text"),
    **{f"image {name}": (partial(bytes, body), PICTURE.get(name, "other_picture")) for name, body in IMAGES.items()},
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_a_bad_file_is_refused_with_its_reason_and_quickly(case: str) -> None:
    made, fault = HOSTILE[case]
    body = made()
    start = time.monotonic()
    upload = check("事迹.docx", body)
    assert (upload.fault, upload.text) == (fault, "")
    assert time.monotonic() - start < 5


def test_every_fault_has_its_own_sentence() -> None:
    faults = {fault for _, fault in HOSTILE.values()} | {"too_long"}
    assert len(faults) >= 14
    assert all(known("upload", fault) for fault in faults)
    assert len({render("upload", fault) for fault in faults}) == len(faults)


# ── names ─────────────────────────────────────────────────────────────────────────────────────────────


def _names() -> Iterator[str]:
    yield from (
        "../../etc/passwd",
        "C:\\Windows\\x.docx",
        "事迹\u202egpj.exe",
        "a\0b.docx",
        "x" * 300 + ".docx",
    )
    yield from (
        "CON",
        "nul.txt",
        "com1.docx",
        "",
        "...",
        " . ",
        "/",
        "a:b|c?.docx",
        "e\u0301.txt",
        "a\nb\tc.docx",
    )
    yield from ("🌸.docx", "x\u200b\ufeff.txt", "\ud800.docx", "." * 200, "a." + "b" * 300)


@pytest.mark.parametrize("name", list(_names()))
def test_a_hostile_name_becomes_harmless(name: str) -> None:
    cleaned = clean_name(name)
    assert 1 <= len(cleaned) <= 100
    assert not set(cleaned) & set('/\\\0\n\t<>:"|?*\u202e\u200b\ufeff\ud800')
    assert cleaned.split(".")[0].lower() not in {"con", "nul", "com1"}
    assert cleaned == clean_name(cleaned)


def test_five_thousand_random_names_become_harmless() -> None:
    chance = random.Random(5)
    letters = "../\\\0\n\t:*?\"<>|\u202e\u200b\u2028\ufeff 好a.e\u0301𠮷🌸~$%&'"
    for _ in range(5000):
        cleaned = clean_name("".join(chance.choices(letters, k=chance.randint(0, 300))))
        assert 1 <= len(cleaned) <= 100
        assert not set(cleaned) & set('/\\\0\n\t<>:"|?*\u202e\u200b\u2028\ufeff')
        assert not cleaned.startswith((".", " "))
        assert not cleaned.endswith((".", " "))
        assert cleaned == clean_name(cleaned)


def test_an_ordinary_name_stays() -> None:
    assert clean_name("张示例 事迹（定稿）2.docx") == "张示例 事迹（定稿）2.docx"
    assert clean_name("好" * 200 + ".docx").endswith("好.docx")

"""Paragraphs, fonts and pages of a .docx, as official documents want them."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import docx
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from bot.documents.wording import words

# Fixed, so that the same entries give the same bytes and no file tells when or by whom it was made.
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)

_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph is set; lengths in points. `indent` is the first line's, in characters."""

    font: str = "body"
    size: float = 12
    pitch: float = 18  # from line to line, exact: a fallback font must not change the page
    align: str = "left"
    indent: int = 0
    right: float = 0
    before: float = 0
    after: float = 0


TITLE = Style(font="title", size=22, pitch=32, align="center", after=8)
HEADING = Style(size=16, pitch=28, align="center", after=6)
RUNNING = Style(size=16, pitch=28, align="justify", indent=2)  # the text of an official page, as is usual
TINY = Style(size=1, pitch=1)  # Word wants a paragraph between and after tables


def blank() -> Any:
    """An empty A4 document with the margins and fonts of `words.yaml`."""
    document = docx.Document()
    _lay_out(document.sections[0])
    _name_fonts(document)
    _drop_thumbnail(document.part.package)
    properties = document.core_properties
    properties.author = properties.comments = properties.title = properties.last_modified_by = ""
    properties.created = properties.modified = _EPOCH
    return document


def put(paragraph: Any, text: str, style: Style) -> None:
    """Set a paragraph and give it its text; line breaks and tabs inside the text are kept."""
    shape = paragraph.paragraph_format
    shape.alignment = _ALIGN[style.align]
    shape.space_before, shape.space_after = Pt(style.before), Pt(style.after)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(style.pitch)
    shape.right_indent, shape.widow_control = Pt(style.right), False
    if style.indent:
        _indent(paragraph, style)
    run = paragraph.add_run(text)
    run.font.size = Pt(style.size)
    set_font(run, style.font)


def set_font(run: Any, font: str) -> None:
    """`font` is a key of `fonts`. The hint makes Word take “ ” and · from the Chinese font too."""
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()  # noqa: SLF001 - python-docx has no call for it
    latin, chinese = words()["fonts"]["latin"], words()["fonts"][font]["name"]
    for attribute, value in (("ascii", latin), ("hAnsi", latin), ("eastAsia", chinese), ("hint", "eastAsia")):
        fonts.set(qn(f"w:{attribute}"), value)


def at_least(row: Any, points: float) -> None:
    row.height, row.height_rule = Pt(points), WD_ROW_HEIGHT_RULE.AT_LEAST


def saved(document: Any) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _indent(paragraph: Any, style: Style) -> None:
    """In characters, so that it stays two characters when somebody changes the size in Word."""
    paragraph.paragraph_format.first_line_indent = Pt(style.indent * style.size)
    paragraph._p.pPr.find(qn("w:ind")).set(  # noqa: SLF001 - no call for it either
        qn("w:firstLineChars"), str(style.indent * 100)
    )


def _lay_out(section: Any) -> None:
    page = words()["page"]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(page["top"]), Cm(page["bottom"])
    section.left_margin, section.right_margin = Cm(page["left"]), Cm(page["right"])
    section.header_distance = section.footer_distance = Cm(page["header"])


def _drop_thumbnail(package: Any) -> None:
    """python-docx's own blank document carries a picture of something else."""
    for key in [key for key, relation in package.rels.items() if relation.reltype.endswith("/thumbnail")]:
        package.rels.pop(key)


def _name_fonts(document: Any) -> None:
    """Name what may stand in for a font that a machine lacks, and say that the text is Chinese."""
    fonts = words()["fonts"]
    table = next(
        part for part in document.part.package.iter_parts() if part.partname == "/word/fontTable.xml"
    )
    added = "".join(_font(**fonts[key]) for key in ("title", "body"))
    table._blob = table.blob.replace(b"</w:fonts>", f"{added}</w:fonts>".encode())  # noqa: SLF001 - plain part
    default = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    language = default.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        default.append(language)
    language.set(qn("w:eastAsia"), "zh-CN")
    normal = document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
    normal.set(qn("w:eastAsia"), fonts["body"]["name"])


def _font(name: str, instead: str) -> str:
    return (
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/>'
        '<w:family w:val="roman"/><w:pitch w:val="auto"/></w:font>'
    )

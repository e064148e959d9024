"""A .docx as PDF or as pictures of its pages, drawn by typst with our own fonts: no office program needed."""

import json
from functools import cache
from pathlib import Path
from typing import Literal

import noto_cjk_sans_otc
import pylopdf_fonts_zh_cn
import typst

from bot.documents.leaf import leaf
from bot.documents.wording import words

_PAGES = Path(__file__).with_name("leaf.typ")
_HOWTO = Path(__file__).with_name("howto.typ")
DOTS = 144  # per inch: a page is about 1190 × 1680, legible when enlarged on a phone


def pdf(body: bytes) -> bytes:
    """All pages in one file."""
    return b"".join(_drawn(body, "pdf"))


def pictures(body: bytes) -> tuple[bytes, ...]:
    """Each page as PNG."""
    return _drawn(body, "png")


@cache
def howto() -> bytes:
    """How to send a photo uncompressed, as a small PNG; the same for everybody."""
    told = {"words": json.dumps(words()["howto"], ensure_ascii=False)}
    made = typst.compile(_HOWTO, font_paths=fonts(), sys_inputs=told, format="png", ppi=DOTS)
    assert isinstance(made, bytes)
    return made


def _drawn(body: bytes, kind: Literal["pdf", "png"]) -> tuple[bytes, ...]:
    pages = {"leaf": json.dumps(leaf(body), ensure_ascii=False)}
    made = typst.compile(_PAGES, font_paths=fonts(), sys_inputs=pages, format=kind, ppi=DOTS)
    return (made,) if isinstance(made, bytes) else tuple(made or ())


@cache
def fonts() -> typst.Fonts:
    """Only fonts that come with the program, so that every machine draws the same page."""
    paths = [pylopdf_fonts_zh_cn.serif_path(), Path(str(noto_cjk_sans_otc.FONT_PATH))]
    return typst.Fonts(include_system_fonts=False, font_paths=[path.parent for path in paths])

"""The deeds statement as a document of its own."""

import io
import random
from collections.abc import Callable

import docx
import pytest
from docx.shared import Pt

from bot.documents.clean import printable
from bot.documents.statement import statement
from knowledge.model import Field, Notice


@pytest.fixture
def field(notice: Notice) -> Field:
    found = notice.form.field("statement")
    assert found
    return found


def test_it_has_a_title_whose_it_is_and_indented_paragraphs(
    notice: Notice, field: Field, entries: dict[str, str]
) -> None:
    text = "第一段。\n第二段，A&B<公司> {{ name }}。"
    made = docx.Document(io.BytesIO(statement(notice, field, entries | {"statement": text}, "练习稿")))
    paragraphs = made.paragraphs
    assert [each.text for each in paragraphs[:2]] == [
        "详细事迹资料",
        "姓名：张示例　　单位：九江某某快递有限公司浔阳营业部",
    ]
    assert [each.text for each in paragraphs[2:]] == text.split("\n")
    assert {each.paragraph_format.first_line_indent for each in paragraphs[2:]} == {Pt(32)}
    assert {run.font.size for each in paragraphs[2:] for run in each.runs} == {Pt(16)}
    assert made.sections[0].header.paragraphs[0].text == "练习稿"


def test_nasty_texts_survive(
    notice: Notice, field: Field, entries: dict[str, str], nasty: Callable[[random.Random], str]
) -> None:
    chance = random.Random(1)
    for _ in range(50):
        text = nasty(chance)
        made = docx.Document(io.BytesIO(statement(notice, field, entries | {"statement": text}, "")))
        assert "\n".join(each.text for each in made.paragraphs[2:]) == printable(text)

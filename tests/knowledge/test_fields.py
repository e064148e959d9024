"""Each kind of field reads what people really type; the tables stand in tests/fields."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dialogs.say import known, render
from knowledge.fields import TYPES, cross, read, shown
from knowledge.model import Field, Limit, Reading

TODAY = date(2026, 11, 21)
TABLES = Path(__file__).parents[1] / "fields"
WORDING = Path(__file__).parents[2] / "dialogs" / "wording" / "reading.j2"


@dataclass(frozen=True)
class Row:
    """One line of a table: what was typed into which field, and what must come of it."""

    field: Field
    section: str
    typed: str
    expected: Any

    def __str__(self) -> str:
        return f"{self.field.type}-{self.field.id}-{self.section}-{self.typed[:20]!r}"


def field(given: Mapping[str, Any], kind: str) -> Field:
    limit = {name: int(number) for name, number in given.get("chars", {}).items()}
    return Field(
        id=given["id"],
        label=given["label"],
        type=kind,
        optional="optional" in given,
        hint=given.get("hint", ""),
        options=given.get("options", {}),
        chars=Limit(**limit),
    )


def tables(kind: str) -> Iterator[tuple[Field, Mapping[str, Any]]]:
    for table in yaml.load_all((TABLES / f"{kind}.yaml").read_text("utf-8"), yaml.BaseLoader):  # all strings
        yield field(table.pop("field"), kind), table


def rows(*sections: str) -> list[Row]:
    return [
        Row(each, section, typed, expected)
        for kind in sorted(TYPES)
        for each, table in tables(kind)
        for section in sections
        for typed, expected in table.get(section, {}).items()
    ]


FIELDS = [each for kind in sorted(TYPES) for each, _ in tables(kind)]


def heard(row: Row) -> Reading:
    return read(row.field, row.typed, TODAY)


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_every_type_has_a_table(kind: str) -> None:
    sections = [table for _, table in tables(kind)]
    assert all(("accepts" in table) == (kind != "file") for table in sections), "a file is never typed"
    assert any("refuses" in table for table in sections)


@pytest.mark.parametrize("row", rows("accepts"), ids=str)
def test_accepts(row: Row) -> None:
    reading = heard(row)
    assert (reading.value, reading.complaint, reading.doubt) == (row.expected, "", "")
    assert reading.shown == shown(row.field, reading.value)


@pytest.mark.parametrize("row", rows("refuses"), ids=str)
def test_refuses(row: Row) -> None:
    reading = heard(row)
    assert reading.complaint == row.expected
    assert reading.value == ("" if row.expected != "too_long" else row.typed)


@pytest.mark.parametrize("row", rows("doubts"), ids=str)
def test_doubts(row: Row) -> None:
    reading = heard(row)
    assert [reading.doubt, reading.value] == row.expected


@pytest.mark.parametrize("row", rows("choices"), ids=str)
def test_asks_which(row: Row) -> None:
    reading = heard(row)
    assert list(reading.choices) == row.expected
    assert not reading.value


# ── whatever is typed ─────────────────────────────────────────────────────────────────────────────────

PIECES = sorted({row.typed for row in rows("accepts", "refuses", "doubts", "choices")})
NASTY = st.sampled_from(
    ["²", "①", "\0", "\ud800", "١٩", "\u0301", "\u202e", "\u200d", "{{", "𠮷", "年", "月", ".", "："]
)
TEXTS = st.one_of(
    st.text(st.characters(codec=None), max_size=40),
    st.lists(
        st.one_of(st.sampled_from(PIECES), NASTY, st.text("0123456789-年月日.一二三", max_size=8)), max_size=5
    ).map("".join),
)


@pytest.mark.parametrize("asked", FIELDS, ids=lambda each: f"{each.type}-{each.id}")
@settings(max_examples=120, deadline=None)
@given(text=TEXTS)
@example(text="")
@example(text="\ud83d")
@example(text="\u0301" * 1000)
@example(text="1" * 5000)
@example(text="- " * 5000 + "甲")
@example(text="①" * 3000 + "1." * 3000)
@example(text="2021年" * 3000)
def test_never_fails_and_reads_its_own_entries_again(asked: Field, text: str) -> None:
    reading = read(asked, text, TODAY)
    assert (
        sum(map(bool, (reading.value, reading.complaint, reading.choices))) == 1
        or reading.complaint == "too_long"
    )
    for value in filter(None, (reading.value, *reading.choices)):
        value.encode("utf-8")
        assert not any(char in "\0\u202e\u200b" for char in value)
        again = read(asked, shown(asked, value), TODAY)
        assert again.value == value, text


# ── limits, refusals, contradictions ──────────────────────────────────────────────────────────────────


def test_counts_what_is_too_long_and_keeps_it_as_a_draft() -> None:
    deeds = Field("deeds", "事迹简介", "long_text", chars=Limit(max=500))
    reading = read(deeds, "好" * 501, TODAY)
    assert (reading.complaint, reading.value) == ("too_long", "好" * 501)
    assert reading.details == {"count": 501, "max": 500, "over": 1}
    assert read(deeds, "好" * 500, TODAY).complaint == ""


def test_a_traditional_name_is_kept_and_the_simple_one_offered() -> None:
    reading = read(Field("name", "姓名", "name"), "張三", TODAY)
    assert (reading.value, reading.details) == ("張三", {"simplified": "张三"})


def test_a_target_length_never_blocks() -> None:
    statement = Field("statement", "详细事迹资料", "long_text", chars=Limit(about=3000))
    reading = read(statement, "好" * 9000, TODAY)
    assert (reading.complaint, reading.details) == ("", {"count": 9000, "about": 3000})


def test_pages_of_text_are_not_searched_for_a_line() -> None:
    reading = read(Field("ethnicity", "民族", "ethnicity"), "汉族" * 600, TODAY)
    assert (reading.complaint, reading.value) == ("too_long", "")


def test_a_line_of_text_is_not_half_a_page() -> None:
    assert read(Field("employer", "工作单位", "text"), "某" * 201, TODAY).complaint == "too_long"


@pytest.mark.parametrize("asked", FIELDS, ids=lambda each: f"{each.type}-{each.id}")
@pytest.mark.parametrize("number", ["110101199003070791", "110101 19900307 0791", "11010119900307079x"])
def test_an_identity_number_is_never_an_entry(asked: Field, number: str) -> None:
    reading = read(asked, f"我的身份证是{number}，请查收", TODAY)
    assert (reading.complaint, reading.value, reading.details) == ("identity_number", "", {})


@pytest.mark.parametrize(
    ("field_id", "entries", "code"),
    [
        ("work_since", {"birth": "1985-03", "work_since": "2001-03"}, ""),
        ("work_since", {"birth": "1985-03", "work_since": "2001-02"}, "work_under_16"),
        ("birth", {"birth": "1985-03", "work_since": "2001-02"}, "work_under_16"),
        ("work_since", {"birth": "1985-03", "work_since": "1985-03"}, "work_before_birth"),
        ("work_since", {"birth": "1985-03"}, ""),
        ("work_since", {"birth": "", "work_since": "无"}, ""),
        ("name", {"birth": "1985-03", "work_since": "1990-01"}, ""),
    ],
)
def test_work_begins_after_the_sixteenth_birthday(field_id: str, entries: dict[str, str], code: str) -> None:
    assert cross(field_id, entries) == code


# ── what is said about it ─────────────────────────────────────────────────────────────────────────────


def codes() -> set[str]:
    refused = {row.expected for row in rows("refuses")} | {row.expected[0] for row in rows("doubts")}
    return refused | {"which", "work_before_birth", "work_under_16", "misplaced"}


def test_every_code_has_its_sentence_and_every_sentence_its_code() -> None:
    written = {
        line.split("(")[0].split()[-1]
        for line in WORDING.read_text("utf-8").splitlines()
        if "{% macro" in line
    }
    assert written == codes()


@pytest.mark.parametrize("row", rows("refuses", "doubts", "choices"), ids=str)
def test_the_sentence_is_short_and_whole(row: Row) -> None:
    reading = heard(row)
    code = reading.complaint or reading.doubt or "which"
    assert known("reading", code)
    said = render("reading", code, field=row.field, details={**reading.details, "shown": reading.shown})
    assert 5 <= len(said) <= 110
    assert said[-1] in "。？"
    assert "【" not in said


@pytest.mark.parametrize("code", ["work_before_birth", "work_under_16"])
def test_a_contradiction_is_named(code: str) -> None:
    said = render("reading", code, field=Field("birth", "出生年月", "month"), details={})
    assert "参加工作时间" in said

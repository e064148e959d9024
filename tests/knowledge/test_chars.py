"""字数 and the cleaning of text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import chars

ANY_TEXT = st.text(st.characters(codec=None))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("   \n ", 0),
        ("我很好", 3),
        ("我很好。", 4),
        ("“很好”——真的……", 10),
        ("hello world", 2),
        ("2021年获得APP奖", 6),
        ("共3,000字", 3),
        ("𠮷野䶮", 3),
        ("葛\U000e0100城", 2),
        ("阿卜·买", 4),
        ("好\n好 好", 3),
        ("e\u0301té", 1),
    ],
)
def test_counts_characters_as_the_forms_mean_them(text: str, count: int) -> None:
    assert chars.count(text) == count


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("张\u200b三\u202e", "张三"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\n\n\n\nb", "a\n\nb"),
        ("  a \t b  \n  c ", "a b\nc"),
        ("a\0b\ud800c\ufffe", "abc"),
        ("\u3164\u2800", ""),
        ("𠮷䶮\U00031350", "𠮷䶮\U00031350"),
        ("e" + "\u0301" * 1000, "e" + "\u0301" * 4),
        ("① ² Ａ", "① ² Ａ"),
        ("{{ 7*7 }} <b> &", "{{ 7*7 }} <b> &"),
    ],
)
def test_cleans_what_cannot_be_seen(text: str, cleaned: str) -> None:
    assert chars.clean(text) == cleaned


def test_one_line_joins_chinese_without_a_gap() -> None:
    assert chars.one_line("江西省\n九江市") == "江西省九江市"
    assert chars.one_line("room 1\nfloor 2") == "room 1 floor 2"


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    cleaned = chars.clean(text)
    assert chars.clean(cleaned) == cleaned
    assert chars.one_line(chars.one_line(text)) == chars.one_line(text)
    cleaned.encode("utf-8")


@given(ANY_TEXT)
def test_counting_never_fails(text: str) -> None:
    assert 0 <= chars.count(text) <= len(text)
    assert chars.wordless(text) or chars.narrow(text)

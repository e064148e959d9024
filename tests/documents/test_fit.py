"""Whether a text fits is judged on the safe side."""

import pytest

from bot.documents.fit import Room, size_for

ROOM = Room(width=120, height=36, size=12, pitch=18)  # ten characters wide, two rows


@pytest.mark.parametrize(
    ("lines", "size"),
    [
        ([""], 12),
        (["好" * 10], 12),
        (["好" * 18], 12),  # a row of two or more may end one character early
        (["好" * 19], 10.5),
        (["好", "好"], 12),
        (["好", "好", "好"], None),
        (["好"] * 4, None),
        (["好" * 100], None),
        (["a" * 16], 12),
        (["W" * 24], 9),
        (["好" * 8 + "abcdef"], 12),  # a word moves to the next row whole
        (["e" + "\u0301" * 500], 12),  # marks stand above their letter
    ],
)
def test_the_largest_size_that_fits(lines: list[str], size: float | None) -> None:
    assert size_for(lines, ROOM) == size


def test_an_indent_and_the_space_above_paragraphs_count() -> None:
    assert size_for(["好" * 9], Room(120, 18, 12, 18, indent=2)) == 10.5
    assert (
        size_for(["好" * 10], Room(120, 18, 12, 18, indent=2)) is None
    )  # paragraphs in 9 points strain the eyes
    assert size_for(["好"] * 2, Room(120, 36, 12, 18, gap=4)) == 9


def test_a_box_narrower_than_a_character_takes_no_word() -> None:
    assert size_for(["好好好好好"], Room(3, 30, 12, 18)) is None

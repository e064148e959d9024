"""The benches as part of `make proof`: they print figures and assert nothing about seconds."""

import pytest

from tests.bench import growth, memory, questions, turns


@pytest.mark.proof
def test_turns_beside_an_echo_bot() -> None:
    print("\n" + turns.report(turns.compare()))


@pytest.mark.proof
def test_memory_with_many_drafts() -> None:
    print("\n" + memory.report(memory.measure()))


@pytest.mark.proof
def test_a_turn_among_many_nominations() -> None:
    print("\n" + growth.report(growth.measure(0, *growth.SIZES)))


@pytest.mark.proof
def test_a_question_among_many_notices() -> None:
    print("\n" + questions.report(questions.measure(*questions.SIZES)))


def test_the_benches_run() -> None:
    assert set(growth.measure(0, 50, people=1)) == {0, 50}
    assert set(questions.measure(5, 20, asked=40)) == {5, 20}

import pytest

from bot.allowance import Allowance


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def allowance(clock: Clock) -> Allowance:
    return Allowance(clock)


def test_a_chat_has_a_message_a_second(allowance: Allowance, clock: Clock) -> None:
    assert allowance.wait("1") == 0
    allowance.draw("1")
    assert allowance.wait("1") == 1
    assert allowance.wait("2") == 0
    clock.now += 1
    assert allowance.wait("1") == 0


def test_a_group_has_twenty_a_minute(allowance: Allowance, clock: Clock) -> None:
    for _ in range(20):
        allowance.draw("-100")
        clock.now += 1
    assert allowance.wait("-100") == 40


def test_all_chats_together_have_thirty_a_second(allowance: Allowance, clock: Clock) -> None:
    for chat in range(30):
        allowance.draw(str(chat))
    assert allowance.wait("99") == 1
    clock.now += 0.5
    assert allowance.wait("99") == 0.5


def test_a_burst_of_replies_uses_up_what_others_wait_for(allowance: Allowance, clock: Clock) -> None:
    for _ in range(45):
        allowance.draw("1")
    clock.now += 0.9
    assert allowance.wait("2") == pytest.approx(0.1)


def test_one_refused_chat_halts_nobody_else_and_two_in_a_row_halt_all(
    allowance: Allowance, clock: Clock
) -> None:
    allowance.refuse("1", 5)
    assert allowance.halted() == 0
    allowance.taken()
    allowance.refuse("2", 5)
    assert allowance.halted() == 0
    allowance.refuse("3", 7)
    assert allowance.halted() == 7
    clock.now += 7
    assert allowance.wait("4") == 0


def test_it_remembers_only_chats_that_matter(allowance: Allowance, clock: Clock) -> None:
    for chat in range(10_000):
        allowance.draw(str(chat))
        clock.now += 1
    assert len(allowance._chats) <= 301

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.allowance import EVENLY, LATEST, Allowance, Draw


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


def send(allowance: Allowance, address: str) -> None:
    """The answer comes at once."""
    allowance.answered(allowance.draw(address))


def test_a_chat_has_a_message_a_second(allowance: Allowance, clock: Clock) -> None:
    assert allowance.chat("1") == 0
    send(allowance, "1")
    assert allowance.chat("1") == 1
    assert allowance.chat("2") == 0
    clock.now += 1
    assert allowance.chat("1") == 0


def test_a_group_has_twenty_a_minute(allowance: Allowance, clock: Clock) -> None:
    for _ in range(20):
        send(allowance, "-100")
        clock.now += 1
    assert allowance.chat("-100") == 40


def test_all_chats_together_have_thirty_a_second(allowance: Allowance, clock: Clock) -> None:
    for chat in range(30):
        send(allowance, str(chat))
    assert allowance.wait() == 1
    clock.now += 0.5
    assert allowance.wait() == 0.5


def test_a_burst_of_replies_uses_up_what_others_wait_for(allowance: Allowance, clock: Clock) -> None:
    for _ in range(45):
        send(allowance, "1")
    clock.now += 0.9
    assert allowance.wait() == pytest.approx(0.1)


def test_what_is_to_go_first_has_its_room(allowance: Allowance) -> None:
    for chat in range(28):
        send(allowance, str(chat))
    assert (allowance.wait(ahead=1), allowance.wait(ahead=2)) == (0, 1)


def test_a_long_reply_counts_as_its_messages(allowance: Allowance) -> None:
    allowance.draw("1", messages=30)
    assert allowance.wait() == 1


@given(st.lists(st.tuples(st.floats(0, 0.3), st.floats(0, 1)), min_size=31, max_size=200))
def test_however_late_messages_arrive_no_second_has_more_than_thirty(ways: list[tuple[float, float]]) -> None:
    """Each takes its time for the way and back, and arrives somewhere in between."""
    clock = Clock()
    allowance, arrived = Allowance(clock), []
    under_way: list[tuple[float, Draw]] = []

    def wait(seconds: float) -> None:
        until = clock.now + seconds
        for back, drawn in sorted(under_way, key=lambda each: each[0]):
            if back <= until:
                clock.now = max(clock.now, back)
                allowance.answered(drawn)
                under_way.remove((back, drawn))
        clock.now = until

    for there_and_back, share in ways:
        while left := allowance.wait():
            wait(min(left, 0.05))
        under_way.append((clock.now + there_and_back, allowance.draw("1")))
        arrived.append(clock.now + there_and_back * share)
        wait(0.0)
    arrived.sort()
    assert all(late - early > 1 - 1e-6 for early, late in zip(arrived, arrived[30:], strict=False))


def test_a_message_without_an_answer_counts_for_a_while_only(allowance: Allowance, clock: Clock) -> None:
    for _ in range(30):
        allowance.draw("1")
    clock.now += LATEST
    assert allowance.wait() == 1
    clock.now += 1
    assert allowance.wait() == 0


def test_what_leaves_evenly_leaves_gaps(allowance: Allowance, clock: Clock) -> None:
    send(allowance, "1")
    assert allowance.evenly() == pytest.approx(EVENLY / 30)
    clock.now += 1 / 30
    assert allowance.evenly() == 0


def test_after_another_sender_the_second_is_used_up(allowance: Allowance, clock: Clock) -> None:
    allowance.spent()
    assert allowance.wait() == 1
    clock.now += 1
    assert allowance.wait() == 0


def test_one_refused_chat_halts_nobody_else_and_two_in_a_row_halt_all(
    allowance: Allowance, clock: Clock
) -> None:
    allowance.refuse("1", 5)
    assert (allowance.halted(), allowance.closed("1"), allowance.closed("2")) == (0, 5, 0)
    allowance.taken()
    allowance.refuse("2", 5)
    assert allowance.halted() == 0
    allowance.refuse("3", 7)
    assert allowance.halted() == 7
    clock.now += 7
    assert allowance.wait() == 0
    assert allowance.chat("3") == 0


def test_it_remembers_only_chats_that_matter(allowance: Allowance, clock: Clock) -> None:
    for chat in range(10_000):
        send(allowance, str(chat))
        clock.now += 1
    assert len(allowance._chats) <= 301

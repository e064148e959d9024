from datetime import UTC, datetime

from bot.hand import AHEAD, AT_ONCE, OTHERS, OUT, WAVE, Hand
from dialogs.model import Reply
from storage.parcels import BROADCAST, REMINDER, REPLY, Parcel


def parcel(number: int, priority: int = BROADCAST) -> Parcel:
    now = datetime.now(UTC)
    return Parcel(number, "p", "telegram", str(number), priority, "", Reply("好"), None, 1, now)


def test_others_are_taken_many_at_once() -> None:
    hand, parcels = Hand(), [parcel(each) for each in range(AHEAD)]
    hand.take(parcels)
    assert hand.room() == (AT_ONCE, 0)
    full = [hand.leaves(each) for each in parcels[: AHEAD // 2]]
    assert full == [False] * (AHEAD // 2 - 1) + [True]
    assert hand.room() == (AT_ONCE, min(AHEAD // 2, OTHERS - AHEAD))


def test_answers_that_do_not_come_leave_less_room() -> None:
    hand = Hand()
    for start in (0, AHEAD // 2, AHEAD):
        parcels = [parcel(each) for each in range(start, start + AHEAD // 2)]
        hand.take(parcels)
        for each in parcels:
            hand.leaves(each)
    assert hand.room() == (AT_ONCE, 0)
    for number in range(OTHERS):
        hand.ends(parcel(number))
    assert hand.room() == (AT_ONCE, AHEAD)


def test_replies_leave_less_room_for_replies_only() -> None:
    hand = Hand()
    hand.take([parcel(each, REPLY) for each in range(3)])
    assert hand.room() == (AT_ONCE - 3, AHEAD)


def test_a_few_are_let_out_when_most_of_those_before_have_left() -> None:
    hand, parcels = Hand(), [parcel(each) for each in range(WAVE * 3)]
    hand.take(parcels)
    for each in parcels:
        hand.wait(each)
    assert hand.wave() == parcels[:WAVE]
    assert hand.wave() == parcels[WAVE : WAVE * 2]
    assert hand.wave() == []
    for each in parcels[: WAVE * 2 - OUT]:
        hand.leaves(each)
    assert hand.wave() == parcels[WAVE * 2 :]


def test_reminders_are_let_out_before_broadcasts() -> None:
    hand, reminder = Hand(), parcel(9, REMINDER)
    for each in (parcel(1), parcel(2), reminder):
        hand.wait(each)
    assert hand.wave()[0] == reminder

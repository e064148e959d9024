from bot.web.limits import MOST_KEYS, Allowance


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_passes_and_then_it_drips() -> None:
    clock = Clock()
    allowance = Allowance(3, 0.5, clock)
    assert [allowance.take("anna") for _ in range(5)] == [0, 0, 0, 2, 2]
    clock.now += 2
    assert [allowance.take("anna") for _ in range(2)] == [0, 2]


def test_each_has_their_own() -> None:
    allowance = Allowance(1, 0.1, Clock())
    assert [allowance.take(each) for each in ("anna", "bert", "anna")] == [0, 0, 10]


def test_rest_restores_no_more_than_the_burst() -> None:
    clock = Clock()
    allowance = Allowance(2, 1, clock)
    allowance.take("anna")
    clock.now += 1000
    assert [allowance.take("anna") for _ in range(3)] == [0, 0, 1]


def test_many_strangers_do_not_fill_the_memory() -> None:
    allowance = Allowance(1, 0.1, Clock())
    for number in range(MOST_KEYS + 10):
        allowance.take(str(number))
    assert len(allowance._buckets) == MOST_KEYS

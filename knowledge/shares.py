"""Shares, such as women at least 40 %: how each nominee counts, and what the free places must bring."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.model import Form, Quotas, Share, Test
from knowledge.profile import profile_of
from knowledge.rules import holds

COUNTS, COUNTS_NOT, UNKNOWN = "1", "0", "-"
_YEAR = 12  # months


@dataclass(frozen=True, slots=True)
class Outlook:
    """How a share stands. `goal`: how many must count in the end, rounded up, if every place is used.

    `unknown`: of those listed, how many turn on a wording or a missing entry; they are not among `have`.
    """

    share: Share
    have: int
    unknown: int
    listed: int
    left: int  # free places
    goal: int

    @property
    def needed(self) -> int:
        return max(0, self.goal - self.have)

    @property
    def standing(self) -> str:
        """One of met, open, tight (all that are left must count), beyond (not even they are enough)."""
        if not self.needed:
            return "met"
        if self.needed > self.left:
            return "beyond"
        return "tight" if self.needed == self.left else "open"


def signs(quotas: Quotas | None, form: Form, entries: Mapping[str, str], today: date) -> str:
    """A sign for each share of the notice: counts, does not, or not known."""
    shares = quotas.shares if quotas else ()
    return "".join(_sign(each, form, entries, today) for each in shares)


def outlook(quotas: Quotas | None, listed: Mapping[str, int], left: int | None) -> tuple[Outlook, ...]:
    """`listed`: signs -> how many on the list; `left`: free places, None where nobody said how many."""
    shares = quotas.shares if quotas else ()
    return tuple(_outlook(each, place, listed, left or 0) for place, each in enumerate(shares))


def least(percent: int, total: int) -> int:
    """The smallest number that is at least so many percent of a total."""
    return -(-percent * total // 100)


def _outlook(share: Share, place: int, listed: Mapping[str, int], left: int) -> Outlook:
    count = sum(listed.values())

    def those(sign: str) -> int:
        return sum(number for marked, number in listed.items() if marked[place : place + 1] == sign)

    have = those(COUNTS)
    goal = least(share.percent, count + left)
    return Outlook(share, have, count - have - those(COUNTS_NOT), count, left, goal)


def _sign(share: Share, form: Form, entries: Mapping[str, str], today: date) -> str:
    if share.trait == "age":
        return _by_age(share, entries.get("birth", ""), today)
    found = holds(Test(share.trait, share.op, share.value), profile_of(form, entries))
    return {True: COUNTS, False: COUNTS_NOT, None: UNKNOWN}[found]


def _by_age(share: Share, birth: str, today: date) -> str:
    """The very age that is named is open (以下 may include it), and so is the month of a birthday."""
    if not birth:
        return UNKNOWN
    year, month = map(int, birth.split("-")[:2])
    months = (today.year - year) * _YEAR + today.month - month
    ages = {months // _YEAR, (months - 1) // _YEAR}
    limit = int(str(share.value))
    if limit in ages:
        return UNKNOWN
    return COUNTS if all(age < limit for age in ages) else COUNTS_NOT

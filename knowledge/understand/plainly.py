"""What is not plainly told of anybody: a rank that describes a firm, a blemish of which others only talk."""

import re
from functools import cache

from knowledge.understand.lexicon import lexicon


def described(before: str, after: str) -> bool:
    """Does a rank or a post only describe something else: 处级单位的普通职员, 给处长开车的司机?"""
    return bool(_pattern("of_something").match(after) or _pattern("by_others").search(before))


def missed(before: str, after: str) -> bool:
    """Was it wanted and not reached: 考过公务员没考上, 差点当上处长?"""
    return bool(_pattern("nearly").search(before) or _pattern("missed").match(after))


def of_others_deeds(before: str, after: str) -> bool:
    """Is it what others did: 抓酒驾的辅警, 替违法的人辩护, 差点被开除?"""
    return any(
        pattern.search(before)
        for pattern in (_pattern("dealt_with"), _pattern("nearly"), _pattern("to_come"))
    ) or bool(_pattern("of_people").match(after))


def not_lacking(before: str) -> bool:
    """Is a lack denied: 不是没荣誉?"""
    return bool(_pattern("not_lacking").search(before))


def hearsay(clause: str) -> bool:
    """Do only others say it, or by mistake: 被人骂过不诚信?"""
    return bool(_pattern("hearsay").search(clause))


def denied_far(before: str) -> bool:
    """Is it denied from further off: 没受过任何党纪政纪处分?"""
    return bool(_pattern("denied_far").search(before))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(lexicon("people")["plainly"][name])

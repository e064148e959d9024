"""What somebody was only before: a post he gave up, the trade he came from."""

import re

_ONCE = re.compile(
    r"(?:退休|离职|转业|下岗|辞职|改制|退下来)(?:之|以)?前|原来|以前|之前|曾经|先前|早先|早年|当过|做过|干过|前任"
)
_NOW = re.compile(
    r"辞职|离职|转行|下海|进(?:了|的)?厂|改行|现在|如今|目前|后来|退(?:下来|居|到)|不(?:当|干|做|是)了|免了|辞了|卸任|成了?(?:一名|普通|一线|车间|工人)|转(?:到|岗|为)|调(?:到|去|进)|安置|分流|下来(?:当|做|了)|改(?:当|做)|当(?:普通|一线)?(?:工人|职工|员工)"
)
_LEFT = re.compile(
    r"(?:的?(?:位置|位子|岗位|职务|任)上?)?"
    r"(?:转(?:企|行|岗|到|业)|辞(?:了|职|去)|不(?:当|干|做)了|下海|退出|退了?下来?(?:当|做|干|到|去|在)|卸任|免[了职])"
)
_WAS = re.compile(
    r"^原[一-鿿]{0,3}$|(?:原来|以前|之前|早先|早年|年轻时候?|当年|曾经?)(?:一直)?(?:是|当|做|干)(?:过)?(?:一名|个|名)?$"
)
_BY_ORIGIN = re.compile(r"工?出身")


def former(before: str, after: str) -> bool:
    """Did somebody hold the post only before: 原来是厂长，前年退下来当工人了?"""
    return bool((_ONCE.search(before) and _NOW.search(after)) or _LEFT.match(after))


def learnt(before: str, after: str) -> bool:
    """Is it only what somebody was: 原来是钳工出身?"""
    return bool(_WAS.search(before) or _BY_ORIGIN.match(after))

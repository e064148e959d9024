"""What somebody tells that he does not know himself: 不知道录没录."""

import re

_UNSURE = re.compile(
    r"([一-鿿])没有?\1|[搞说闹弄记分]不清|不清楚|不确定|不懂(?!事|规矩|行|法)|不了解|没听说过?|拿不准|吃不准|说不(?:[好准]|上来?)|打不了包票|不敢(?:打包票|说|保证|肯定)|不好说|不?记不?得了?$"
    r"|记不得|忘了(?:有没有|是不是|算不算|录|入)|没(?:去)?(?:查|问|留意|注意)过|(?:有没有|有无|是否)(?:已经?|被|给|把|我|他|她|人)*[录登入进加在]"
    r"|不知道(?:名字|信息|实名|工会|系统|会员|到底|究竟|我)*(?:里|的)?(?:有没有|是不是|算不算|录|入)|好像|似乎|貌似"
)
_WHETHER = re.compile(r"有没有|是不是|到底|究竟|([一-鿿])[没不]\1")
_IGNORANT = re.compile(
    r"[,。;!? ]*(?:这|那|我|他|她|自己|真|也|都|还|具体|现在)*(?:的|是)*"
    r"(?:不(?:知道|清楚|确定|记得|敢(?:说|打包票|保证|肯定))|没(?:去)?(?:查|问)过|[搞说闹弄记]不清|说不[好准上]|记不得|忘了)"
)
_BREAK = re.compile(r"[,。;!? ]")


def unknown(before: str, after: str) -> bool:
    """Does the asker not know it, as the clause says or the next one: 录没录，我也不清楚?"""
    rest = _BREAK.split(after)[0]
    clause = before + rest
    return bool(_UNSURE.search(clause) or (_WHETHER.search(clause) and _IGNORANT.match(after[len(rest) :])))

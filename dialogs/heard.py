"""What a person's own words mean here: a fixed word, a wish to change or jump, or plain text."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dialogs.say import words

_NOISE = re.compile(r"[\s,.!?~;:，。！？～；：、…·'\"“”‘’()（）【】\[\]［］]+")
_PLEASE = r"^(?:请|帮我|麻烦)?(?:把)?(?:我的)?(?:要)?"
_FIELD = r"(?P<field>[^\s:：，,0-9]{1,16}?)"
_VALUE = r"[\s:：，,]*(?P<value>\S.*)"
_CHANGE = re.compile(
    rf"{_PLEASE}(?:改一下|修改|更正|改){_FIELD}(?:(?:改?成|改?为|是|到|[\s:：，,]|(?=[0-9０-９+＋])){_VALUE})?$",
    re.DOTALL,
)
_CHANGE_TO = re.compile(rf"{_PLEASE}{_FIELD}(?:改成|改为|应该是|更正为|要改成|换成){_VALUE}$", re.DOTALL)
_WRONG = re.compile(r"^(?:我的)?(?P<field>[^\s:：，,]{1,16}?)(?:填错了|写错了|错了|不对|要改|改一下|重填)$")
_BEFORE = re.compile(
    r"^(?:刚才|上面|上一[题项])?(?:那[个项题])?[填写打发]错了?[\s，,。：:；;]+(?:应该)?是?\S"
)
_JUMP = re.compile(r"^(?:改|跳到|回到|去|填|看)?第?\s*(?P<number>[0-9]{1,2})\s*(?:项|题|个|栏)$")
_GOTO = re.compile(r"^(?:跳到|回到|去填|先填|改填|我要填)(?P<field>\S{1,12})$")
_CODE = re.compile(r"^(?:[0-9A-Za-z]{4}[-\s－—]){2}[0-9A-Za-z]{4}$")

_TOKEN = re.compile(
    r"(?:\S*(?:/join#|[?&]start=)|/start )?(?P<token>(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[\w-]{22})", re.ASCII
)

# Questions about the form itself. Each pattern takes a whole message, so that no answer is mistaken for one.
_SO_MANY = r"(?:什么|啥|哪些|哪[几一]?[项个样题]|几[项个样题栏]|多少[项个样题栏]?)"
_FILL = r"(?:填|写|答|弄|做)"
_WHERE = r"(?:在|到|往|从|去)?(?:哪[里儿]?|什么地方|啥地方)"
_DO = r"(?:[干做弄填办]?(?:嘛|啥|什么)|怎么[办做弄填走]|咋[办弄整])"
_TAIL = "[啊呀呢吧嘛啦哦了的嘞诶]*"
_PICTURE = r"(?:工作|生活|证件|个人|我的)*(?:照片|相片|图片|照|截图)"
_PAPER = r"(?:材料|证书|证明|文件|附件|复印件|荣誉证书)"
_ABOUT_FORM: Mapping[str, tuple[re.Pattern[str], ...]] = {
    about: tuple(re.compile(f"(?:{each}){_TAIL}") for each in patterns)
    for about, patterns in {
        "missing": (
            rf"还?有?[缺差少剩漏]了?{_SO_MANY}(?:[没要]{_FILL})?",
            rf"(?:还有|还)?{_SO_MANY}(?:还?没有?|漏){_FILL}(?:完|好|的)?",
            rf"还有{_SO_MANY}(?:[要没]{_FILL}?)?的?",
            rf"还[要得需]+{_FILL}{_SO_MANY}",
            rf"(?:有没有|有|是不是有?)?[漏缺少]{_FILL}?[的了]?(?:项|什么|东西)?[吗么没]",
            rf"(?:有没有|是不是有?|还?有)[漏缺少]{_FILL}?[的了]?",
            rf"(?:是不是)?(?:都|全|全部)?{_FILL}?[完好全]了?(?:吗|么|没有?)",
            rf"是不是(?:都|全)?{_FILL}[完好全]了",
        ),
        "far": (
            rf"(?:怎么|咋|为什么|为啥)?(?:还|都)没有?{_FILL}?(?:完|好|结束|到头)",
            rf"(?:怎么|咋)(?:还有|还|要{_FILL}?)?[这那]么[多长久麻烦]+",
            r"还?有完没完|(?:什么时候|啥时候|几时)(?:才|能|是个?|算)*(?:头|到头|完|填完|结束)",
            rf"(?:大概|大约)?还?[要得需]+{_FILL}?(?:多久|多长时间|多少时间|几分钟)",
            rf"(?:现在)?{_FILL}到?(?:哪[里儿]?|第几[项题步个]|哪一?[项题步])",
            rf"(?:已经)?{_FILL}了(?:多少|几)[项题个]?",
            rf"(?:现在|这)?(?:是|到)?第几[项题步个]|(?:一共|总共|共|全部)(?:有|[要得]{_FILL})?(?:多少|几)[项题个栏]",
        ),
        "next": (
            rf"(?:下一步|接下来|接着|然后|下面|后面|之后)(?:我|该|要|应该|再|是)*(?:{_DO}|呢)",
            rf"(?:都|这个|这表|表)?{_FILL}?[完好]了?(?:以后|之后|后)?(?:我|该|要|应该|再|还)*(?:{_DO}|呢)",
        ),
        "files": (
            rf"{_PICTURE}(?:该|要|得|是)?(?:{_WHERE}|怎么|咋|什么时候|啥时候)(?:上传|[传发交放贴拍])",
            rf"{_PICTURE}(?:上传|[传发交放贴])(?:给谁|{_WHERE})",
            rf"(?:{_WHERE}|怎么|咋)(?:上传|[传发放])(?:{_PICTURE}|{_PAPER})",
            rf"{_PAPER}(?:该|要|得|是)?(?:{_WHERE}|怎么|咋|什么时候|啥时候)(?:上传|[传发])",
            rf"(?:上传|[传发])(?:{_PICTURE}|{_PAPER})的?(?:地方|入口|按钮)?在哪[里儿]?",
        ),
    }.items()
}
_LEAD = re.compile(
    r"^(?:请问|那个?|我想问|想问一?下?|问一?下|老师|[您你]好|哎|我们?|这个?表|现在|这里)+(?=..)"
)
_ABOUT_FORM_LONGEST = 16


@dataclass(frozen=True, slots=True)
class Change:
    """A wish to change a field, with the new value where it was said."""

    field: str
    value: str = ""


def is_word(text: str, *meanings: str) -> bool:
    """Does the whole message mean one of these (yes, no, back, skip …)?"""
    return any(_bare(text) in _spoken(meaning) for meaning in meanings)


def is_fixed(text: str) -> bool:
    """Does the whole message mean any of the fixed words, so that it is no answer?"""
    return is_word(text, *words()["heard"])


def is_back(text: str) -> bool:
    """上一题, or 填错了，是…: the question before is meant."""
    return is_word(text, "back") or _BEFORE.match(text.strip()) is not None


def code(text: str) -> str:
    """The resume code in a message that is nothing else, or ''."""
    return text.strip() if _CODE.match(text.strip()) else ""


def about_form(text: str) -> str:
    """What is asked about the form that is open: missing | far | next | files, or ''."""
    said = _bare(text)
    if len(said) > _ABOUT_FORM_LONGEST:
        return ""
    forms = {said, _LEAD.sub("", said)}
    return next((about for about, every in _ABOUT_FORM.items() if _any(every, forms)), "")


def _any(patterns: Sequence[re.Pattern[str]], texts: Iterable[str]) -> bool:
    return any(pattern.fullmatch(text) for pattern in patterns for text in texts)


def token(text: str) -> str:
    """The token of an invitation in a message that is nothing else, link or not, or ''."""
    found = _TOKEN.fullmatch(text.strip())
    return found["token"] if found else ""


def change(text: str) -> Change | None:
    """改电话 13800138000 · 把手机改成138… · 姓名写错了 · 第3项 · 跳到获得荣誉."""
    text = text.strip()
    if found := _JUMP.match(text):
        return Change(found["number"])
    for pattern in (_CHANGE_TO, _WRONG, _GOTO, _CHANGE):
        if found := pattern.match(text):
            groups = found.groupdict()
            return Change(groups["field"], (groups.get("value") or "").strip())
    return None


def _bare(text: str) -> str:
    return _NOISE.sub("", text).casefold()


@cache
def _spoken(meaning: str) -> frozenset[str]:
    return frozenset(_bare(each) for each in words()["heard"][meaning])

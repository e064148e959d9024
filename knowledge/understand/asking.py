"""Whether a message typed while something else was asked is a question."""

import re

from knowledge.understand.manner import manner
from knowledge.understand.normalise import plain
from knowledge.understand.topic import hints

_MARK = re.compile(r"[?？]\s*$")
_PLACEHOLDER = re.compile(r"(什么|哪里|谁谁|某)\1?(奖|称号|荣誉|单位|公司)|什么什么")
_CERTAIN = re.compile(
    r"(吗|呢|么)[啊呀的嘞]?[?。!~]*$|^(请问|想问|问一下|咨询|问个|打听)|(怎么|如何)(填|写|办|弄|报|交|选|算|改)"
    r"|(是|要|能|可|会|用|该|算|行|有|需)(不|没)\1|什么(意思|时候|材料|要求|条件|格式|样|区别|叫|东西)|为什么|多久|哪里(交|填|找|下载)"
)
_OF_A_FORM = re.compile(
    r"(填|写|交|选|盖|找|贴|还有|要)[^,。;!?]{0,4}(什么|谁|哪[^,。;!?]{0,3}|几[项栏寸份张天号级枚页步题个]照?片?字?章?|多少字?)[的啊呀呢]?$"
    r"|(填|写|要|是|交|算)[^,。;!?]{1,10}还是[^,。;!?]{1,10}$"
)
_NAME = re.compile(r"何[一-鿿]{1,3}")
_EITHER = re.compile(r"(可不可以|需不需要|([行能要是有算会用该])[不没]\2)(?!志)")
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》|\"[^\"]*\"")
_WORD = re.compile(
    r"多少|几(?=[个天份张字月号年次人级家名岁步种类周])|怎么|如何|什么|哪(?=[里儿个家些天种级位年])|谁"
)
LONGEST = 80  # characters; what is longer is a text that was asked for, unless it ends as a question
SHORTEST = 2


def is_question(text: str) -> bool:
    """Does the message ask something, so that it must not fill a field? A name or an honour does not."""
    text = _QUOTED.sub("", text)
    said = plain(text)
    if len(said) <= SHORTEST or len(text) > LONGEST or _NAME.fullmatch(text.strip()):
        return False
    if _PLACEHOLDER.search(said) and not _MARK.search(text):
        return False
    if _MARK.search(text) and not re.fullmatch(r"[\d\W]+", text):
        return True
    if _CERTAIN.search(said) or _EITHER.search(text) or _OF_A_FORM.search(said):
        return True
    return bool(_WORD.search(said)) and bool(hints(said) or manner(said, "able"))

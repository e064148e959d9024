"""What no field takes: nothing at all, an identity number, a bank card, and 不知道."""

import re
from datetime import date

from knowledge import chars
from knowledge.model import Reading
from knowledge.words import words

_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9](?:[ -]?\d){16}[ -]?[\dXx](?![0-9A-Za-z])", re.ASCII)
_CARD = re.compile(r"(?<!\d)[3-6]\d{3}([ -]?)\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?(?!\d)", re.ASCII)
_MARKS = re.compile("[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793]")
_PASSWORD = re.compile(r"(?:密码|口令|password|passwd|pwd)\s*(?:是|为|[:：=])\s*[!-~]{4,}", re.IGNORECASE)
_BORN, _LATEST = 1900, 2100
_SHORT, _LONGEST = 10, 50
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_STUCK = re.compile(
    r"不(?:知道|清楚|晓得|懂|会)(?:该|要|应该)?(?:怎么|如何|咋)?(?:选|报|填|写)(?:哪|什么|啥|怎么|点)?\S{0,3}"
    r"|(?:写不来|写不出来?|不会写)\S{0,4}|(?:能不能|能|可以|可不可以|请)?(?:帮|替)我(?:写|填)\S{0,4}"
)
# 没得过奖, 没有荣誉, 没上过报纸; but not 没问题, 没事, 没关系.
_NONE = re.compile(
    r"(?:暂时?|目前|还|从来?|我们?|本人|单位|公司|家里|啥都|什么都)*(?:没|无)(?:有|得|上|评|拿|获|被|受|啥|什么|座机|电话)(?!问题|事|关系|时间|空)\S{0,8}"
)


def always(typed: str) -> Reading | None:
    """The refusal that holds for a field of any type, or None."""
    if chars.wordless(typed):
        return Reading(complaint="blank")
    if code := secret(typed):
        return Reading(complaint=code)
    return Reading(complaint="unknown_yet") if _says_unknown(typed) else None


def secret(typed: str) -> str:
    """identity_number, bank_card or password where the text holds one, else ''."""
    plain = chars.narrow(typed)
    apart = chars.narrow(_MARKS.sub(" ", typed))  # ① before or behind a number may be the mark of a list
    if any(_is_identity(found.group()) for each in (plain, apart) for found in _IDENTITY.finditer(each)):
        return "identity_number"
    if any(_is_card(found.group()) for each in (plain, apart) for found in _CARD.finditer(each)):
        return "bank_card"
    return "password" if len(plain) <= _LONGEST and _PASSWORD.search(plain) else ""


def says_none(typed: str) -> bool:
    """Whether the text says that there is nothing to enter: 无, 没有, 没得过奖, a stroke."""
    if typed.strip() in words("heard")["none_marks"]:
        return True
    said = bare(typed)
    apart = re.search(r"[,，。;；、\s]\s*\S", typed.strip())  # 没有职称，快递员 says something after all
    return said in words("heard")["none"] or (not apart and _NONE.fullmatch(said) is not None)


def none() -> str:
    """How an entry says that there is nothing."""
    return str(words("entry_forms")["none"])


def bare(typed: str) -> str:
    """A short text as it is compared with word lists: no punctuation, no final particle, lower case."""
    if len(typed) > _LONGEST:
        return typed
    said = re.sub(r"[^\w/]+", "", chars.narrow(typed)).casefold()
    return re.sub(r"(?<=..)[啊呀呢哦啦嘛诶哎吧哈]+$", "", said)


def stuck(typed: str) -> bool:
    """Whether a person asks for help with the field, which no notice answers: 不知道选哪个, 能帮我写吗."""
    return _STUCK.fullmatch(bare(typed)) is not None


def _says_unknown(typed: str) -> bool:
    """不知道, 我也不太清楚, 不会填啊; not a long text that begins so."""
    said = re.sub(r"^(?:我|俺|这个|这|真的?|实在|还|也)+(?=..)", "", bare(typed))
    listed = words("heard")["unknown"]
    return (
        said in listed
        or stuck(typed)
        or (len(said) <= _SHORT and said.startswith(tuple(words("heard")["unknown_starts"])))
    )


def _is_identity(number: str) -> bool:
    """A birth date in the right place or a right check digit: also a mistyped number is not kept."""
    digits = re.sub(r"[ -]", "", number).upper()
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    return "10X98765432"[total % 11] == digits[17] or _is_day(digits[6:14])


def _is_day(digits: str) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return _BORN <= day.year <= _LATEST


def _is_card(number: str) -> bool:
    """Luhn's check."""
    digits = [int(digit) for digit in reversed(re.sub(r"[ -]", "", number))]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0

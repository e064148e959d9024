"""Chinese numbers as digits: 一九八五年十二月 → 1985年12月."""

import re

from knowledge import chars
from knowledge.words import words

_RUN = re.compile(r"[零〇○一壹幺二贰两三叁四肆五伍六陆七柒八捌九玖十拾百佰千仟廿卅]+")
_SPELT = re.compile(r"[零〇○一壹幺二贰两三叁四肆五伍六陆七柒八捌九玖]{4,}")
_LETTER_O = re.compile(r"(?<=[\d零〇一二三四五六七八九])[oO]+")


def arabic(text: str) -> str:
    """The text in plain width with each Chinese number in ASCII digits."""
    zeros = _LETTER_O.sub(lambda found: "0" * len(found.group()), chars.narrow(text))
    return _RUN.sub(lambda found: _number(found.group()), zeros)


def spoken(text: str) -> str:
    """The text in plain width with numbers that are spelt digit by digit (一三八零零…) in ASCII."""
    zeros = _LETTER_O.sub(lambda found: "0" * len(found.group()), chars.narrow(text))
    joined = re.sub(r"(?<=[零〇○一幺二三四五六七八九])\s+(?=[零〇○一幺二三四五六七八九])", "", zeros)
    return _SPELT.sub(lambda found: _number(found.group()), joined)


def _number(run: str) -> str:
    table = words("numerals")
    digits: dict[str, int] = table["digits"]
    if all(char in digits for char in run):
        return "".join(str(digits[char]) for char in run)
    total, pending = 0, 0
    for char in run:
        if char in digits:
            pending = digits[char]
        elif char in table["tens"]:
            total += table["tens"][char]
        else:
            total, pending = total + (pending or 1) * table["units"][char], 0
    return str(total + pending)

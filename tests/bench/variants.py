"""Many notices to measure with: folders like the built-in five, with other ids, places, figures, dates and people.

The n-th variants of all five go together: what is said of one place is said in the same words of another.
"""

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.load import BUILT_IN

TEXTS = ("source.txt", "notice.yaml", "form.yaml", "cases.yaml")
_FIRST = "青白石金玉龙凤云梅兰竹松柏柳桃杏棠枫桐榆槐桑荷菱芦苇苔岚霞虹霜雪露晴朝晚春夏秋冬东西南北前后左右"
_SECOND = "溪岭川湖沟坪坝塘洲港湾浦渡桥埠亭台阁堡寨屯坊桩坞峪崮峰崖岗坡塬墩圩垸淀泊泉井潭涧滩沙汀渚"
_TABLE_ROW = re.compile(r"(?<=[县市区海城会])(?P<gap>\s+)(?P<most>[1-4])(?=\s)")
_ROW = re.compile(r"(?P<unit>[一-鿿]+): (?P<most>\d)(?=[,}])")


@dataclass(frozen=True, slots=True)
class Pattern:
    """What is renamed in a built-in notice; `last` is the day of its deadline, where it names one."""

    key: str
    places: tuple[str, ...]
    sign: str  # how its number begins
    number: int
    last: tuple[int, int] | None = None
    table: int = 0  # units of its quota table


_PATTERNS = (
    Pattern("suzhou-2021", ("苏州", "吴江"), "苏工办", 55, (7, 20)),
    Pattern(
        "jiujiang-2022",
        (
            *("九江", "修水", "瑞昌", "武宁", "柴桑", "湖口", "都昌", "彭泽", "庐山", "德安", "永修"),
            *("浔阳", "濂溪", "共青城", "八里湖", "鄱阳湖"),
        ),
        "九工办发",
        7,
        (7, 30),
        18,
    ),
    Pattern("jiangsu-2023", ("江苏",), "苏人社函", 47),
    Pattern("jiaozuo-2021", ("焦作",), "焦工宣", 0, (4, 30)),
    Pattern("laiwu-2021", ("莱芜", "济南"), "", 0, (5, 31)),
)
_PLACES = tuple(place for each in _PATTERNS for place in each.places)

Renaming = Callable[[str], str]


def write(folder: Path, count: int) -> None:
    """So many further notices."""
    for number in range(count):
        pattern = _PATTERNS[number % len(_PATTERNS)]
        _write(folder, pattern, number // len(_PATTERNS) + 1)


def speaks_of(number: int) -> Renaming:
    """What is asked about the built-in notices, asked about the n-th variants; 0 leaves it as it is."""
    return _renaming(_names(number)) if number else str


def called(key: str, number: int) -> str:
    """The id of the n-th variant of a built-in notice."""
    name, _, year = key.partition("-")
    return f"{name}{number}-{_year(int(year), number)}" if number else key


def _write(folder: Path, pattern: Pattern, number: int) -> None:
    there = folder / called(pattern.key, number)
    there.mkdir(parents=True)
    shutil.copy(BUILT_IN / pattern.key / "form.docx", there)
    changed = _changes(pattern, number)
    for name in TEXTS:
        there.joinpath(name).write_text(changed((BUILT_IN / pattern.key / name).read_text("utf-8")), "utf-8")


def _changes(pattern: Pattern, number: int) -> Renaming:
    names = _names(number)
    renamed = _renaming({**names, **({pattern.sign: _sign(pattern, names)} if pattern.sign else {})})
    more = number % 3

    def change(text: str) -> str:
        text = re.sub(rf"{pattern.key.partition('-')[0]}-20\d\d", called(pattern.key, number), text)
        text = re.sub(r"^(code: [A-Z]{2})\d\d$", rf"\g<1>V{number}", text, flags=re.MULTILINE)
        text = _numbered(_redated(text, pattern, number), pattern, number)
        if pattern.table:
            text = _more_places(text, pattern.table, more)
        return renamed(text)

    return change


def _sign(pattern: Pattern, names: Mapping[str, str]) -> str:
    return names[pattern.places[0]][0] + pattern.sign[1:]


def _names(number: int) -> dict[str, str]:
    start = (number - 1) * len(_PLACES)
    return {place: _name(start + each) for each, place in enumerate(_PLACES)}


def _name(number: int) -> str:
    """Another name for each number; there are some 2400."""
    row, column = divmod(number, len(_FIRST))
    return _FIRST[column] + _SECOND[(row + column) % len(_SECOND)]


def _renaming(names: Mapping[str, str]) -> Renaming:
    """All at once, letterheads with spaces between the characters included."""
    ways = sorted(names, key=len, reverse=True)
    wanted = re.compile("|".join(" ?".join(each) for each in ways))
    return lambda text: wanted.sub(lambda found: names[found.group().replace(" ", "")], text)


def _year(year: int, number: int) -> int:
    return year + number % 7


def _redated(text: str, pattern: Pattern, number: int) -> str:
    """Other years everywhere, and another last day."""
    if pattern.last:
        month, day = pattern.last
        other = day - number % 9
        text = re.sub(rf"(?<!\d)({month} ?月 ?){day}( ?日)", rf"\g<1>{other}\g<2>", text)
        text = text.replace(f"-{month:02}-{day:02}", f"-{month:02}-{other:02}")
    return re.sub(r"(?<![\d-])20[12]\d(?!\d)", lambda found: str(_year(int(found[0]), number)), text)


def _numbered(text: str, pattern: Pattern, number: int) -> str:
    """Other telephone and document numbers, and nobody's name twice."""
    text = re.sub(r"(?<![\d-])(\d{4,5})\d{3}(?!\d)", rf"\g<1>{number:03}", text)
    text = re.sub(rf"(?<!\d){pattern.number}(?=号)", str(pattern.number + number), text)
    for person in ("王子清", "孙睿", "朱明娟", "丁晓宇", "陈晓杰"):
        text = text.replace(person, person[:-1] + _SECOND[number % len(_SECOND)])
    return text


def _more_places(text: str, units: int, more: int) -> str:
    text = _TABLE_ROW.sub(lambda found: f"{found['gap']}{int(found['most']) + more}", text)
    text = _ROW.sub(lambda found: f"{found['unit']}: {int(found['most']) + more}", text)
    return re.sub(r"sum: (\d+)", lambda found: f"sum: {int(found[1]) + units * more}", text)

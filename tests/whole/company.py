"""Invented people of a round: what is typed about each, and what the office's table must show of it."""

from dataclasses import dataclass, field
from itertools import cycle

from knowledge.load import load_library

NOTICE = "jiujiang-2022"
_FAMILIES = "张王李赵刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范"
_WORK = ("快递员", "外卖骑手", "网约车司机", "货车司机", "软件工程师", "电商主播")
_SCHOOL = ("初中", "高中", "中专", "大专", "本科")
_SIDE = ("群众", "中共党员")


@dataclass(frozen=True)
class Nominee:
    """`typed` is what stands on the form by its labels; `way`: self | phone | brought | proxy | link."""

    number: int
    unit: str
    way: str
    typed: dict[str, str] = field(repr=False)

    @property
    def name(self) -> str:
        return self.typed["姓名"]

    @property
    def lines(self) -> str:
        """Everything in one message, as somebody copies it from a note."""
        return "\n".join(f"{label}：{text}" for label, text in self.typed.items())

    @property
    def entries(self) -> dict[str, str]:
        """The same as a filled form has it: values by field."""
        form = load_library()[NOTICE].notice.form
        found = {}
        for each in form.asked:
            text = self.typed.get(each.label, "")
            month = text.replace("年", "-").replace("月", "") if each.type == "month" else text
            year, _, rest = month.partition("-")
            value = f"{year}-{rest:0>2}" if each.type == "month" else text
            named = {label: key for key, label in each.options.items()}
            if text and each.label != "电话":
                found[each.id] = named.get(text, value)
        return found


def nominee(number: int, unit: str, way: str = "self") -> Nominee:
    born, job = 1966 + number % 32, _WORK[number % len(_WORK)]
    typed = {
        "类别": "数字经济领域" if number % 6 > 3 else "新业态领域",
        "姓名": f"{_FAMILIES[number]}示例",
        "性别": "男女"[number % 2],
        "出生年月": f"{born}年{number % 12 + 1}月",
        "民族": ("汉族", "回族", "畲族")[number % 3],
        "职务职称": job,
        "学历": _SCHOOL[number % len(_SCHOOL)],
        "参加工作时间": f"{born + 21}年{number % 9 + 1}月",
        "政治面貌": _SIDE[number % len(_SIDE)],
        "工作单位": f"{unit}示例{number + 1}号服务有限公司",
        "详细地址": f"九江市示例区示例路{number + 8}号",
        "邮编": f"3320{number:02}",
        "联系人": f"{_FAMILIES[number - 1]}示范",
        "手机": f"138001{38000 + number}",
        "获得荣誉": f"20{10 + number % 12}年 示例县总工会 优秀{job}",
        "媒体宣传情况": f"2021年{number % 12 + 1}月 示例日报《{job}的一天》",
        "事迹简介": f"做{job}{number % 9 + 2}年，{number + 200}天没有一次投诉，带出徒弟{number % 5 + 1}名。",
        "推荐单位": unit,
    }
    return Nominee(number, unit, way, typed)


def places() -> dict[str, int]:
    """Unit -> its places, as the notice's annex has them."""
    quotas = load_library()[NOTICE].notice.quotas
    return {each.unit: each.most for each in quotas.rows} if quotas else {}


def company(seats: dict[str, int], ways: dict[str, tuple[str, ...]]) -> tuple[Nominee, ...]:
    """As many nominees as there are seats; `ways` of a unit are gone through in turn."""
    units = [unit for unit, count in seats.items() for _ in range(count)]
    turns = {unit: cycle(ways.get(unit, ("self",))) for unit in seats}
    return tuple(nominee(n, unit, next(turns[unit])) for n, unit in enumerate(units))

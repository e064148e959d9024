"""People as they are told: since when and where they work, posts held before, others, several at once."""

from datetime import date

import pytest

from bot.asking import reply
from knowledge.understand.away import stay
from knowledge.understand.group import group
from knowledge.understand.normalise import plain
from knowledge.understand.person import person
from knowledge.understand.span import times, worked
from tests.chat import library

TODAY = date(2021, 6, 16)


def said(notice: str, *turns: str, today: date = TODAY) -> str:
    given = reply({"id": "1", "today": today.isoformat(), "notice": notice, "turns": list(turns)}, library())
    return str(given["verdict"])


@pytest.mark.parametrize(
    ("text", "region", "least", "most"),
    [
        ("2020年12月1日来苏州送快递的", "苏州市", 0.54, 0.54),
        ("去年春节后才到园区上班，之前在无锡干了六年", "苏州市", 1.21, 1.46),
        ("从无锡分公司调来苏州八个月了，总工龄十五年", "苏州市", 0.67, 0.67),
        ("从无锡分公司调来苏州八个月了，总工龄十五年", "江苏省", 0.67, 15),
        ("公司总部在苏州，我在郑州办事处跑了四年", "苏州市", 0, 0),
        ("去年来的", "苏州市", 0.46, 1.46),
        ("前年做了八个月走了，今年又回来做了五个月", "苏州市", 0.42, 1.08),
        ("总工龄十年，调到这个厂半年", "苏州市", 0.5, 10),
        ("到今天11个月，八月份才满一年", "苏州市", 0.92, 0.92),
        ("入职时间2021.3.1，之前在同一集团的常州公司五年", "苏州市", 0.29, 0.29),
        ("在苏南干了两年，又在苏北干了两年", "江苏省", 2, 4),
        ("来江苏满打满算三年差一个星期", "江苏省", 2.98, 2.98),
        ("入职江苏公司四年，头两年全在越南项目", "江苏省", 2, 4),
        ("去年底才把劳动关系转过来，人在我们车间干了三年", "苏州市", 3, 3),
        ("刚来，还不熟", "苏州市", 0.1, 1),
        ("流水线上干了365天", "苏州市", 1, 1),
        ("到岗满一年", "苏州市", 1, 1),
        ("到岗满300天", "苏州市", 0.82, 0.82),
        ("南京一年半杭州三年", "江苏省", 1.5, 1.5),
        ("苏州两年无锡一年半", "江苏省", 2, 3.5),
        ("前面在安徽四年加江苏两年", "江苏省", 2, 2),
        ("上个月才从南京总部调到苏州分公司，两边加一起八年了", "苏州市", 0.1, 0.1),
    ],
)
def test_a_time_counts_where_it_was_worked(text: str, region: str, least: float, most: float) -> None:
    found = worked(times(plain(text), TODAY), region)
    assert found is not None
    assert found.least == pytest.approx(least, abs=0.01)
    assert found.most == pytest.approx(most, abs=0.01)


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("去年借调到北京八个月", 4),
        ("借调到北京八个月", None),
        ("因病在家休了七个月", None),
        ("半年在江苏半年在新疆", 6),
        ("2020年整年不在国内", 0),
        ("2021年出去过四个月", 8),
        ("去年有大半年在外省做项目", 5),
        ("一年在船上八个月", None),
    ],
)
def test_time_away_is_taken_off_the_year_it_fell_in(text: str, months: float | None) -> None:
    found = stay(plain(text))
    assert found is not None
    assert found.months == months


def test_what_would_be_full_by_the_last_day_only_stays_open() -> None:
    assert said("suzhou-2021", "2020年7月1日入职的电工，能报吗") == "uncertain"
    assert said("suzhou-2021", "2020年9月1日入职的电工，能报吗") == "ineligible"


@pytest.mark.parametrize(
    ("notice", "text", "verdict"),
    [
        ("laiwu-2021", "老李原来是厂长，前年退下来当普通工人了，现在能报吗", "eligible"),
        ("jiaozuo-2021", "我以前是副处，现在退二线了，能报吗", "uncertain"),
        ("suzhou-2021", "我老公酒驾被抓过，我自己在苏州做护士九年，能报吗", "eligible"),
        ("jiujiang-2022", "我媳妇是县劳模，我自己没有荣誉，我跑网约车的", "ineligible"),
        ("jiujiang-2022", "打算下个月入会，送外卖的，其他条件都够", "uncertain"),
        ("suzhou-2021", "我们局副局长是副处级，能推吗", "ineligible"),
        ("suzhou-2021", "被法院列了黑名单，能报吗", "ineligible"),
        ("jiangsu-2023", "市级劳模，江苏干了八年的焊工，能冲正奖吗", "uncertain"),
        ("laiwu-2021", "以前是公务员，辞职进厂当装配工五年了，能报吗", "eligible"),
        ("suzhou-2021", "被公司按员工手册记过警告一次，能报吗", "uncertain"),
        ("suzhou-2021", "我们单位的纪检组长是副处，能评吗", "ineligible"),
        ("jiaozuo-2021", "还有半年退休，机修工，能报吗", "eligible"),
        ("jiaozuo-2021", "老李是厂长，老王是他司机，能报老王吗", "eligible"),
    ],
)
def test_only_what_holds_of_the_person_decides(notice: str, text: str, verdict: str) -> None:
    assert said(notice, text) == verdict


def test_each_of_several_people_is_told_of_by_himself() -> None:
    members = group(plain("老周副处级，小吴科员，阿芳刚来四个月。哪个能推"), TODAY)
    assert [each.name for each in members] == ["老周", "小吴", "阿芳"]
    assert [each.person.profile.get("rank") for each in members] == ["deputy_division_head", "clerk", None]


def test_of_whom_nothing_is_told_nothing_is_presumed() -> None:
    text = "小陈骑手会员实名有县荣誉没报道；小赵都有。推谁"
    given = reply({"id": "1", "today": "2022-06-20", "notice": "jiujiang-2022", "turns": [text]}, library())
    assert "小陈：不符合" in str(given["text"])
    assert "小赵：尚不能确定" in str(given["text"])


@pytest.mark.parametrize("text", ["小吴科员，能推吗", "我干了三年，我能报吗", "谁能报名"])
def test_one_person_is_no_group(text: str) -> None:
    assert group(plain(text), TODAY) == ()


def test_a_team_s_honour_is_not_yet_the_person_s_own() -> None:
    assert "highest_honour" in person(plain("班组得过市级工人先锋号"), TODAY).open
    assert person(plain("我是县劳模，班组还得过工人先锋号"), TODAY).profile["highest_honour"] == "county"


@pytest.mark.parametrize(
    ("notice", "text"),
    [
        ("suzhou-2021", "自己接私活的收入从没申报过，一分没交，吴江上班五年焊工"),
        ("suzhou-2021", "一时手痒拿了同事的手机，后来还了，苏州普工三年"),
        ("suzhou-2021", "让保卫科搜出过厂里的料，苏州车工五年"),
        ("suzhou-2021", "单位给我降了岗位等级，苏州工艺员七年"),
        ("suzhou-2021", "单位黄了，目前没活干，原来在苏州焊了十年"),
        ("jiaozuo-2021", "法院判我赔人家八万，还没赔完，开大货的"),
        ("laiwu-2021", "中学老师，在外面补课被教育局通报过"),
        ("laiwu-2021", "机关科员，天天跑基层"),
        ("laiwu-2021", "主任科员，在镇上"),
    ],
)
def test_what_sounds_like_a_blemish_or_a_bar_and_is_not_understood_leaves_it_open(
    notice: str, text: str
) -> None:
    assert said(notice, text) == "uncertain"


@pytest.mark.parametrize(
    ("notice", "text"),
    [
        ("suzhou-2021", "没被处罚过，没上过黑名单，税都按时交，苏州厨师四年"),
        ("suzhou-2021", "被评为标兵三次，苏州收费员五年"),
        ("suzhou-2021", "手上没出过一次安全事故，苏州塔吊司机十一年"),
        ("suzhou-2021", "帮工友讨薪，苏州钢筋工六年"),
        ("suzhou-2021", "跟人打交道多，在苏州当导购四年"),
        ("suzhou-2021", "被公司派去上海学习一个月，苏州技术员五年"),
        ("suzhou-2021", "反诈宣传员兼职，在苏州当辅警三年"),
        ("suzhou-2021", "离职后来苏州，现在电子厂普工三年"),
        ("suzhou-2021", "机关科员，在苏州干了三年"),
        ("jiaozuo-2021", "单位法人代表是我爸，我在里头开铲车"),
        ("laiwu-2021", "我媳妇单位的一把手，我是普通装卸工"),
    ],
)
def test_what_only_resembles_a_blemish_or_a_bar_does_not_count(notice: str, text: str) -> None:
    assert said(notice, text) == "eligible"


def test_months_of_a_year_in_another_region_are_taken_off_it() -> None:
    assert (
        said("jiangsu-2023", "省技能大奖，车工，四年，前年有7个月在新疆项目", today=date(2023, 5, 10))
        == "ineligible"
    )


@pytest.mark.parametrize(
    "text",
    [
        "我在派出所坐窗口八年了，能报吗",
        "法院工作，书记员，可以参加吗",
        "进了街道办坐窗口，能评吗",
        "我考上公安局的，在户籍窗口，能评吗",
    ],
)
def test_work_in_an_authority_may_be_that_of_a_civil_servant(text: str) -> None:
    assert said("laiwu-2021", text) == "uncertain"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("考公进的区税务局，在大厅坐窗口，有我的份不", "ineligible"),
        ("国考进的，在税务窗口，能报吗", "ineligible"),
        ("考公没考上，在厂里干电工，能报吗", "eligible"),
        ("我在税务局当保安，能报吗", "eligible"),
    ],
)
def test_only_who_passed_the_examination_is_a_civil_servant(text: str, verdict: str) -> None:
    assert said("laiwu-2021", text) == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("打零工，今天跟这个老板明天跟那个老板，没签合同，能报不", "uncertain"),
        ("跟过三个老板，都是干瓦工，能报不", "eligible"),
        ("我自己就是个小老板，能报不", "ineligible"),
    ],
)
def test_who_works_for_a_boss_is_none(text: str, verdict: str) -> None:
    assert said("jiaozuo-2021", text) == verdict


@pytest.mark.parametrize(
    "text",
    [
        "十几年前不懂事偷东西判过刑，现在是车工，江苏最美工匠会卡我吗",
        "劳改过，出来二十年了，省技术能手，能推江苏最美工匠吗",
        "年轻时不小心犯过法，坐过牢，现在是高级技师，能报江苏最美工匠吗",
    ],
)
def test_an_old_conviction_is_answered_with_what_is_checked(text: str) -> None:
    given = reply({"id": "1", "today": "2023-05-22", "notice": "jiangsu-2023", "turns": [text]}, library())
    assert given["verdict"] == "uncertain"
    assert "违法犯罪记录" in str(given["text"])


@pytest.mark.parametrize(
    ("notice", "text", "kind"),
    [
        ("jiaozuo-2021", "停产放假三个月了，水泥厂工人", "verdict"),
        ("jiaozuo-2021", "离婚了带俩娃，纺纱工", "verdict"),
        ("jiaozuo-2021", "上过老赖名单，去年还清了，最美职工审查过得去不", "verdict"),
        ("suzhou-2021", "去年被困电梯救出过三个人，苏州电梯工六年", "verdict"),
        ("jiaozuo-2021", "去年厂里有个评上过最美职工的，今年没干出啥新名堂，还能接着报他不", "verdict"),
        ("suzhou-2021", "那我去年评过一次，今年再评上，一共就是四十分咯？", "answer"),
        ("laiwu-2021", "公司工会想报我跟我师傅两个人，成不", "answer"),
        ("jiaozuo-2021", "去年的最美职工名单有吗", "out_of_scope"),
        ("suzhou-2021", "电梯在几楼", "not_stated"),
    ],
)
def test_a_life_that_is_told_is_told_from_a_matter_that_is_asked(notice: str, text: str, kind: str) -> None:
    given = reply({"id": "1", "today": TODAY.isoformat(), "notice": notice, "turns": [text]}, library())
    assert given["kind"] == kind

"""Answers: facts with their clause, verdicts, silence, asking back, days and sums."""

from datetime import date, timedelta

import pytest

from dialogs.ask import worded
from knowledge.answer import answer
from knowledge.model import Decision
from knowledge.question import Answer, AnswerKind, Question
from knowledge.understand.topic import topics
from tests.chat import library

SUMMER = date(2022, 7, 5)


def ask(*turns: str, notice: str = "", today: date = SUMMER) -> Answer:
    return answer(Question(turns, notice), library(), today)


def test_a_fact_comes_with_the_clause_that_says_it() -> None:
    found = ask("推荐表是不是要双面打印", notice="jiujiang-2022")
    assert found.kind is AnswerKind.ANSWER
    assert [(fact.value, fact.cites.clause) for fact in found.facts] == [("双面打印", "work.materials")]


def test_every_quote_of_every_topic_stands_in_its_notice() -> None:
    for edition in library().values():
        packed = "".join(edition.notice.source.split())
        for topic in topics().values():
            found = ask(topic.label, notice=edition.notice.id)
            assert all("".join(fact.cites.quote.split()) in packed for fact in (*found.facts, *found.near))


def test_what_a_notice_does_not_say_is_said_to_be_missing_and_whom_to_ask() -> None:
    found = ask("照片要几张", notice="jiujiang-2022")
    assert found.kind is AnswerKind.NOT_STATED
    assert found.contact is not None
    assert found.contact.phone == "8222232"


def test_a_neighbour_never_fills_the_gap() -> None:
    found = ask("九江公示完还要网上投票吗", today=SUMMER)
    assert {fact.cites.notice for fact in (*found.facts, *found.near)} <= {"jiujiang-2022"}


def test_not_knowing_which_notice_is_asked_back_with_the_notices_the_award_fits() -> None:
    found = ask("最美职工的推荐表要几份")
    assert found.kind is AnswerKind.CLARIFY
    assert set(found.choices) == {"jiaozuo-2021", "laiwu-2021"}


@pytest.mark.parametrize(
    ("turns", "notice", "topic"),
    [
        (("九江推荐表交几份", "那焦作呢"), "jiaozuo-2021", "copies"),
        (("苏州什么时候截止", "公示呢"), "suzhou-2021", "public_notice"),
        (("最美职工怎么报名", "焦作的", "不对，我说的是莱芜", "推荐表几份"), "laiwu-2021", "copies"),
        (("江苏什么时候截止", "今天天气怎么样", "刚才那个电话多少"), "jiangsu-2023", "phone"),
    ],
)
def test_a_conversation_keeps_what_is_left_unsaid(turns: tuple[str, ...], notice: str, topic: str) -> None:
    found = ask(*turns)
    assert (found.notices, found.topic) == ((notice,), topic)


def test_a_person_is_judged_by_the_rules_of_the_notice() -> None:
    found = ask("快递员，没入工会，能报吗", notice="jiujiang-2022")
    assert found.verdict is not None
    assert found.verdict.decision is Decision.INELIGIBLE
    assert found.verdict.because[0].id == "union_member"


@pytest.mark.parametrize(
    ("turns", "notice", "decision"),
    [
        (("我是外卖员，能报吗", "是", "是的", "县级的", "上过"), "jiujiang-2022", Decision.ELIGIBLE),
        (("快递员能报不", "加入了", "录了", "县劳模", "县电视台"), "jiujiang-2022", Decision.ELIGIBLE),
        (("快递员能报不", "没有"), "jiujiang-2022", Decision.INELIGIBLE),
        (("快递员能报不", "都有", "单位发的"), "jiujiang-2022", Decision.INELIGIBLE),
        (("科员能报吗", "两年"), "suzhou-2021", Decision.ELIGIBLE),
        (("科员能报吗", "8个月"), "suzhou-2021", Decision.INELIGIBLE),
        (("我是钳工，能报吗", "8年", "5个月"), "jiangsu-2023", Decision.INELIGIBLE),
        (("我是处长", "说错了，是科长"), "suzhou-2021", Decision.UNCERTAIN),
    ],
)
def test_a_few_words_in_reply_go_on_with_the_verdict(
    turns: tuple[str, ...], notice: str, decision: Decision
) -> None:
    found = ask(*turns, notice=notice)
    assert found.verdict is not None
    assert found.verdict.decision is decision


def test_a_question_after_a_verdict_is_no_reply_to_it() -> None:
    assert ask("快递员能报不", "推荐表交几份", notice="jiujiang-2022").topic == "copies"


@pytest.mark.parametrize(
    ("question", "notice", "box", "says"),
    [
        ("邮编不知道能不填吗", "jiujiang-2022", "postcode", "可以不填"),
        ("获得荣誉那栏没有可以空着吗", "jiujiang-2022", "honours", "没有就写“无”"),
        ("所在单位意见谁填", "jiujiang-2022", "employer_opinion", "盖章"),
        ("政治面貌怎么填", "jiaozuo-2021", "politics", "群众"),
        ("带徒传艺情况没有可以跳过吗", "jiangsu-2023", "mentoring", "可以不填"),
        ("获得荣誉没有能不填吗", "laiwu-2021", "honours", "没有也能报"),
    ],
)
def test_a_box_of_the_form_is_explained(question: str, notice: str, box: str, says: str) -> None:
    found = ask(question, notice=notice)
    assert [each.id for each in found.boxes] == [box]
    assert says in worded(found, library()).text


def test_the_box_that_is_open_is_meant_where_none_is_named() -> None:
    found = answer(
        Question(("可以空着吗",), "jiujiang-2022", pinned=True, field="postcode"), library(), SUMMER
    )
    assert [each.id for each in found.boxes] == ["postcode"]


def test_a_box_brings_the_words_of_the_notice_that_ask_for_it() -> None:
    found = ask("媒体宣传情况填什么", notice="jiujiang-2022")
    assert [cite.quote for cite in found.cited] == ["事迹在媒体作过宣传"]


def test_within_a_form_a_question_is_about_its_notice_unless_it_names_another() -> None:
    turns = ("焦作照片要几张", "推荐表交几份")
    pinned = answer(Question(turns, "laiwu-2021", pinned=True), library(), SUMMER)
    assert pinned.notices == ("laiwu-2021",)
    elsewhere = answer(Question((*turns, "焦作几份"), "laiwu-2021", pinned=True), library(), SUMMER)
    assert elsewhere.notices == ("jiaozuo-2021",)


def test_an_open_wording_leaves_the_verdict_open() -> None:
    found = ask("我是科长，在苏州干了五年，能报吗")
    assert found.verdict is not None
    assert found.verdict.decision is Decision.UNCERTAIN
    assert [rule.id for rule in found.verdict.unclear] == ["who"]


@pytest.mark.parametrize(
    ("told", "decision"),
    [
        ("俺县的副县长，天天往工地跑，他能报不", Decision.INELIGIBLE),
        ("区委书记，天天在一线，能报不", Decision.INELIGIBLE),
        ("街道主任，天天在一线，能报不", Decision.UNCERTAIN),
        ("国企的总工程师，天天在一线，能报不", Decision.UNCERTAIN),
        ("我是焊工，前年被人举报过，能报不", Decision.UNCERTAIN),
        ("我是焊工，被吊销过驾照，能报不", Decision.UNCERTAIN),
        ("我是焊工，我们主任推荐我，能报不", Decision.ELIGIBLE),
        ("我是焊工，市总工会让我来问，能报不", Decision.ELIGIBLE),
        ("主任医师，天天在一线，能报不", Decision.ELIGIBLE),
        ("我是焊工，媳妇是局长，能报不", Decision.ELIGIBLE),
        ("我是焊工，想给媳妇报，媳妇是局长，能报不", Decision.INELIGIBLE),
        ("环卫工，书记都夸我，能报不", Decision.ELIGIBLE),
    ],
)
def test_a_title_or_a_blemish_never_passes_unread(told: str, decision: Decision) -> None:
    verdict = ask(told, notice="jiaozuo-2021", today=date(2021, 4, 9)).verdict
    assert verdict is not None
    assert verdict.decision is decision


@pytest.mark.parametrize(
    ("question", "notice", "begins"),
    [
        ("我得过街道的先进，这算优先里头的不", "laiwu-2021", "不算"),
        ("得过区级劳模，够不够优先的条件", "laiwu-2021", "算的"),
        ("区里发的先进，算不算优先", "suzhou-2021", "不算"),
        ("镇里发的先进个人，算县级以上荣誉不", "jiujiang-2022", "不算"),
        ("街道的先进能顶县级荣誉不", "jiujiang-2022", "不算"),
        ("电工证2019年考的，评上了培训奖励有我的吗", "suzhou-2021", "不算"),
    ],
)
def test_whether_an_honour_or_a_certificate_reaches_is_said_first(
    question: str, notice: str, begins: str
) -> None:
    found = ask(question, notice=notice, today=date(2021, 5, 22))
    assert (found.kind, found.verdict) == (AnswerKind.ANSWER, None)
    assert worded(found, library()).text.startswith(begins)


@pytest.mark.parametrize(
    ("question", "notice"),
    [
        ("我是区里的劳模，上过省电视台，算不算优先", "suzhou-2021"),
        ("市里的集体荣誉算优先吗", "suzhou-2021"),
        ("省公司发的奖算县级以上荣誉吗", "jiujiang-2022"),
        ("我2019年就得过市劳模，评上了有奖金吗", "suzhou-2021"),
    ],
)
def test_nothing_is_said_first_of_what_the_notice_leaves_open(question: str, notice: str) -> None:
    found = ask(question, notice=notice, today=date(2021, 5, 22))
    assert (found.kind, found.lead) == (AnswerKind.ANSWER, "")


def test_who_may_take_part_is_still_judged_where_an_honour_is_told() -> None:
    assert ask("得过街道的先进，能报不", notice="laiwu-2021", today=date(2021, 5, 22)).verdict


@pytest.mark.parametrize(
    "told", ["会费交了好几年，就是系统里没实名录入，不影响吧", "会费一直交着，没入会算不算"]
)
def test_fees_are_no_foreign_matter_where_the_membership_is_told(told: str) -> None:
    verdict = ask(told, notice="jiujiang-2022").verdict
    assert verdict is not None
    assert verdict.decision is Decision.INELIGIBLE


def test_fees_alone_are_a_foreign_matter() -> None:
    assert ask("会费交多少", notice="jiujiang-2022").kind is AnswerKind.OUT_OF_SCOPE


@pytest.mark.parametrize(
    "question",
    ["是我自己送吗", "单位公示完以后，材料是我自己往市总工会送吗", "表是我自己送还是工会送"],
)
def test_who_asks_whether_to_hand_in_himself_is_told_who_does(question: str) -> None:
    found = ask(question, notice="suzhou-2021", today=date(2021, 6, 28))
    assert found.topics[0] == "nomination_ways"
    assert "由单位工会上报" in worded(found, library()).text


def test_a_share_is_no_bar_for_one_person() -> None:
    found = ask("我52岁，在苏州当焊工十年，能报吗", today=date(2021, 6, 15))
    assert found.verdict is not None
    assert found.verdict.decision is not Decision.INELIGIBLE


def test_several_people_over_several_notices_get_a_line_each() -> None:
    found = ask("正科级公务员，苏州、焦作、莱芜能报哪个", today=date(2021, 4, 20))
    decided = {each.notice: each.verdict.decision for each in found.verdicts}
    assert decided["laiwu-2021"] is Decision.INELIGIBLE
    assert len(decided) == 3


@pytest.mark.parametrize(
    ("question", "value"),
    [("修水几个名额", "4"), ("修水和武宁合计几个名额", "8"), ("全市一共多少名额", "55")],
)
def test_quotas_are_read_and_summed(question: str, value: str) -> None:
    assert ask(question, notice="jiujiang-2022").figures[0].value == value


def test_a_share_becomes_a_number_of_people_rounded_up() -> None:
    assert ask("吴中区名额里女的至少几个", today=date(2021, 6, 15)).figures[0].value == "260"
    assert ask("我们报7个人，女的至少几个", notice="suzhou-2021").figures[0].value == "3"


@pytest.mark.parametrize(
    ("question", "notice", "manner", "value"),
    [
        ("除了修水还剩几个名额", "jiujiang-2022", "rest", "51"),
        ("浔阳比经开区多几个", "jiujiang-2022", "gap", "2"),
        ("名额最多的比最少的多几个", "jiujiang-2022", "gap", "3"),
        ("县级市一共多少名额", "jiujiang-2022", "sum", "11"),
        ("昆山、太仓、常熟一共几个名额", "suzhou-2021", "sum", "2550"),
        ("四个县级市加吴江一共多少名额", "suzhou-2021", "sum", "4250"),
    ],
)
def test_places_are_reckoned_with(question: str, notice: str, manner: str, value: str) -> None:
    found = ask(question, notice=notice)
    assert (found.manner, found.figures[0].value) == (manner, value)


def test_units_of_earlier_turns_are_summed() -> None:
    found = ask("浔阳区几个", "湖口呢", "德安呢", "三个县区合计", notice="jiujiang-2022")
    assert found.figures[0].value == "10"


def test_too_few_for_a_share_is_told_with_what_is_lacking() -> None:
    found = ask("女的推了300个，850够不够40%", notice="suzhou-2021")
    assert [figure.value for figure in found.figures] == ["340", "300"]
    said = worded(found, library()).text
    assert said.startswith("不够")
    assert "还差40名" in said


def test_the_end_of_a_public_notice_and_the_length_of_a_stage_are_counted() -> None:
    ends = ask("明天贴公示，哪天公示满", notice="jiujiang-2022", today=date(2022, 7, 20))
    assert {figure.name: figure.value for figure in ends.figures}["end"] == "2022-07-27"
    length = ask("投票一共投几天", notice="laiwu-2021", today=date(2021, 5, 18))
    assert {figure.name: figure.value for figure in length.figures}["length"] == "10"


@pytest.mark.parametrize(
    ("question", "notice", "begins"),
    [
        ("苏州每个区都是850吧", "suzhou-2021", "不是850"),
        ("女性比例要求是50%对吗", "suzhou-2021", "不是50%"),
        ("这个是宣传部主办的吧", "suzhou-2021", "不是宣传部"),
        ("公示3天就够了吧", "jiujiang-2022", "不是3天"),
        ("修水是5个名额对吧", "jiujiang-2022", "不是5个"),
        ("每个县都是4个名额吧", "jiujiang-2022", "不是都一样"),
        ("推荐表可以单面打吧", "jiujiang-2022", "不是单面"),
        ("要求市级以上荣誉对吧", "jiujiang-2022", "不是市级以上"),
        ("不用公示吧", "jiujiang-2022", "要的"),
        ("缺材料可以后补吧", "jiujiang-2022", "不行"),
        ("6月底截止吧", "jiangsu-2023", "不是6月"),
        ("两年评一次吧", "jiangsu-2023", "不是两年"),
        ("照片1M以上就行吧", "jiaozuo-2021", "不是1m"),
        ("征信不用查吧", "jiaozuo-2021", "要的"),
        ("每个镇能报2个吧", "laiwu-2021", "不是2个"),
        ("莱芜的电话是3999920吧", "laiwu-2021", "不是3999920"),
        ("是在学习强国上投票吧", "laiwu-2021", "不是学习强国"),
        ("逾期了还能补吧", "laiwu-2021", "不行"),
        ("能自荐吗", "suzhou-2021", "可以"),
    ],
)
def test_what_is_taken_for_granted_is_put_right_first(question: str, notice: str, begins: str) -> None:
    opened = library()[notice].round.closes.date() - timedelta(days=20)
    found = ask(question, notice=notice, today=opened)
    assert found.kind is AnswerKind.ANSWER
    assert worded(found, library()).text.startswith(begins)


@pytest.mark.parametrize(
    ("question", "notice"),
    [
        ("公示要几天", "jiujiang-2022"),
        ("推荐表是两份吧", "jiujiang-2022"),
        ("要区长签字吗", "laiwu-2021"),
        ("评上就直接发一万块现金是吧", "suzhou-2021"),
        ("是只要纸质的吧", "laiwu-2021"),
    ],
)
def test_nothing_is_affirmed_or_denied_that_the_notice_does_not_settle(question: str, notice: str) -> None:
    found = ask(question, notice=notice, today=library()[notice].round.opens.date())
    assert (found.denied, found.lead) == ("", "")


def test_a_unit_that_the_table_does_not_list_gets_no_number() -> None:
    found = ask("九江县几个名额", notice="jiujiang-2022")
    assert (found.kind, found.manner, found.figures) == (AnswerKind.NOT_STATED, "unlisted", ())


@pytest.mark.parametrize(
    ("today", "manner"), [(date(2022, 7, 25), "days_left"), (date(2022, 8, 2), "closed")]
)
def test_days_are_counted_from_today(today: date, manner: str) -> None:
    assert ask("还剩几天截止", notice="jiujiang-2022", today=today).manner == manner


def test_a_public_notice_that_starts_too_late_is_told_so() -> None:
    found = ask("单位今天开始公示来得及吗", notice="jiujiang-2022", today=date(2022, 7, 27))
    assert found.manner == "post_late"


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("无锡的最美劳动者一个区能报几个", "other_place"),
        ("五一劳动奖章怎么报", "other_award"),
        ("2025年苏州最美劳动者什么时候截止", "other_year"),
        ("今天天气怎么样", "unrelated"),
    ],
)
def test_what_lies_outside_is_told_so(question: str, why: str) -> None:
    found = ask(question)
    assert (found.kind, found.manner) == (AnswerKind.OUT_OF_SCOPE, why)


@pytest.mark.parametrize(
    ("question", "notice", "today", "manner"),
    [
        ("7月30号是礼拜六，我礼拜一再送过去收不收", "jiujiang-2022", date(2022, 7, 20), "late"),
        ("报名拖到8月底也没事吧", "suzhou-2021", date(2021, 6, 15), "late"),
        ("六月二号才盖得上章，晚这两天中不中", "laiwu-2021", date(2021, 5, 18), "late"),
        ("我是省劳模，今天才把材料弄齐，还能报吗", "jiangsu-2023", date(2023, 6, 2), "late"),
    ],
)
def test_a_day_after_the_deadline_is_told_to_be_too_late(
    question: str, notice: str, today: date, manner: str
) -> None:
    assert ask(question, notice=notice, today=today).manner == manner


def test_a_part_of_a_table_is_not_summed_as_the_whole() -> None:
    assert ask("机关工委一共给几个", notice="jiaozuo-2021").manner != "total"


def test_a_fact_asked_of_the_wrong_notice_is_told_of_the_right_one() -> None:
    found = ask("915室是莱芜的吧")
    assert (found.notices, found.denied) == (("jiujiang-2022",), "莱芜")


def test_a_paper_or_platform_tells_which_notice_is_meant() -> None:
    found = ask("齐鲁工惠投票从哪天到哪天", notice="jiaozuo-2021", today=date(2021, 5, 18))
    assert found.notices == ("laiwu-2021",)


def test_notices_of_a_year_are_told_together() -> None:
    found = ask("2021年那三个通知的截止日期", today=date(2021, 5, 20))
    assert set(found.notices) == {"jiaozuo-2021", "laiwu-2021", "suzhou-2021"}


@pytest.mark.parametrize(
    ("said", "manner"),
    [
        ("你好", "hello"),
        ("谢谢啦", "thanks"),
        ("你是真人吗", "who_are_you"),
        ("。。。", "empty"),
        ("", "empty"),
    ],
)
def test_small_talk_gets_a_short_reply(said: str, manner: str) -> None:
    found = ask(said, notice="jiujiang-2022")
    assert (found.kind, found.manner) == (AnswerKind.CHAT, manner)


def test_an_unstated_topic_is_hardly_ever_answered_with_something_else() -> None:
    """Every example of every topic, put to every notice that does not state it."""
    leaks, asked = [], 0
    for edition in library().values():
        for topic in topics().values():
            if topic.id not in edition.notice.not_stated:
                continue
            for example in topic.asks:
                asked += 1
                found = ask(example, notice=edition.notice.id, today=edition.round.opens.date())
                if found.kind is AnswerKind.ANSWER:
                    leaks.append((edition.notice.id, topic.id, example, found.topic))
    assert len(leaks) <= 0.06 * asked, leaks


def test_a_stated_topic_is_never_called_unstated() -> None:
    """Save that one detail of it may not be stated, such as the size of a portrait; then that is named."""
    silent = [
        (edition.notice.id, topic.id, example)
        for edition in library().values()
        for topic in topics().values()
        if topic.id in {fact.topic for fact in edition.notice.facts}
        for example in topic.asks
        if (found := ask(example, notice=edition.notice.id, today=edition.round.opens.date())).kind
        is AnswerKind.NOT_STATED
        and not (found.subject and found.near)
    ]
    assert silent == []


@pytest.mark.parametrize(
    ("said", "notice", "kind", "topic"),
    [
        ("条件差一点能破格吗", "suzhou-2021", AnswerKind.NOT_STATED, "exceptions"),
        ("提名奖有几个名额", "laiwu-2021", AnswerKind.NOT_STATED, "finalist_award"),
        ("晚几天可以吗", "laiwu-2021", AnswerKind.ANSWER, "late"),
        ("晚几天可以吗", "suzhou-2021", AnswerKind.NOT_STATED, "late"),
    ],
)
def test_what_has_words_of_its_own_is_not_answered_by_its_neighbour(
    said: str, notice: str, kind: AnswerKind, topic: str
) -> None:
    found = ask(said, notice=notice, today=date(2021, 5, 12))
    assert (found.kind, found.topic) == (kind, topic)


def test_a_unit_any_city_may_have_leaves_the_open_notice_open() -> None:
    assert ask("高新区能报几个", notice="jiaozuo-2021").notices == ("jiaozuo-2021",)
    assert ask("苏州高新区能报几个", notice="jiaozuo-2021").notices == ("suzhou-2021",)


def test_a_number_no_notice_has_is_asked_back() -> None:
    found = ask("45号文是怎么要求的", notice="suzhou-2021")
    assert (found.kind, found.manner, found.subject) == (AnswerKind.CLARIFY, "which_number", "45")


def test_vaguely_compared_notices_are_asked_in_what() -> None:
    found = ask("苏州和九江哪个更严")
    assert (found.kind, found.manner) == (AnswerKind.CLARIFY, "compare")
    assert set(found.notices) == {"suzhou-2021", "jiujiang-2022"}


def test_when_asked_after_a_stage_is_of_that_stage() -> None:
    assert ask("莱芜在哪投票", "几号结束").topic == "online_vote"


def test_beside_a_form_another_notice_counts_only_where_it_is_named() -> None:
    def beside(*turns: str) -> tuple[str, ...]:
        return answer(Question(turns, "jiujiang-2022", pinned=True), library(), SUMMER).notices

    assert beside("莱芜什么时候截止", "推荐表要几份") == ("jiujiang-2022",)
    assert beside("莱芜什么时候截止", "他们那边推荐表要几份") == ("laiwu-2021",)

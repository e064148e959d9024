"""What a notice says of the people it names: whose contact somebody is, on which list, who holds a post."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date

from knowledge.answer.stated import contact, stated
from knowledge.answer.told import told
from knowledge.answer.verbatim import LONGEST_QUOTE
from knowledge.model import Citation, Fact, Library, Notice
from knowledge.question import Answer, AnswerKind
from knowledge.understand.asked import Asked
from knowledge.understand.index import named_people
from knowledge.understand.manner import clauses, manner
from knowledge.understand.pairs import pairs

People = tuple[tuple[str, tuple[str, ...]], ...]
_WAYS = ("phone", "email", "address")
_LISTED = re.compile(
    r"^(?P<role>[^\t\n]*)\t(?P<name>[一-鿿] ?[一-鿿]{1,2})\t(?P<post>[^\t\n]+)$", re.MULTILINE
)
_HELD = re.compile(
    r"(?:^|委员会|组委会|领导小组|那?名单)(?:里|上|中|的|当中|有|那个|这次)*(?P<role>副?主任|副?组长|[委成]员)(?!会|的?(?:电话|手机|单位)|.*办公室)"
)
_OF_OFFICE = re.compile(r"办公室(?:里|那个)?的?(?:副?主任)")  # named in words, on no list
_MEMBER = re.compile(r"[委成]员")
_ROLE = r"(?P<role>副?主任|副?组长|[委成]员)(?:委员)?(?!会)"
_IS = r"(?:就|应该|好像|不)*(?:是|叫|由|当|担?任|做|写的?)(?:的|了)?(?:不是)?"
_FROM = re.compile(
    r"(?:里|中|当中)(?:头|面|边)?(?:来自)?的?(?P<body>[^,。;!?里中的]{2,6}?)的?(?:是|有|都有|来)*(?:谁|哪)"
    r"|(?P<alone>[^,。;!? ]{2,6}?)(?:[那这]边)?[都来派]?[有是]?了?(?:谁|哪[几些两个位]+人?)(?:在|进|参加|当)"
    r"[^,。;!?]{0,6}(?:委员会|名单|里|组委会)"
)
_SENT = re.compile(
    r"(?P<body>市?(?:妇联|团市?委|共青团|人大))[^,。;!?]{0,4}(?:出|派|来|进|占)(?:了|的)?(?:是|有)?(?:几|哪|谁|多少)"
    r"|(?P<union>总工会)[^,。;!?]{0,4}(?:出|派|来|进|占)(?:了|的)?(?:几|哪|谁|多少)"
    r"(?=[^。]*(?:委员会|名单|成员))"
)
_OF_LISTS = frozenset({"committee", "office", "contact_person", "phone"})
SURE = 2  # pairs of characters of a post by which it is meant


def of_person(asked: Asked, library: Library, today: date) -> Answer | None:  # noqa: ARG001 - every way of answering takes the same
    """What a notice says of somebody it names; private matters it does not say."""
    found = named_people(asked.heard.text, library)
    if head := _head_of_office(asked, found, library):
        return head
    if not found:
        return _with_post(asked, library)
    name, (key, *_) = found[0]
    if asked.heard.named.notices and key not in asked.heard.named.notices:
        return None
    notice = library[key].notice
    listed = (fact for _, fact in _on_lists(notice) if f" {name} " in f" {fact.value} ")
    said = tuple(listed)[:1] or tuple(_naming(notice, name))[:1]
    reachable = _reachable(notice, name)
    if claimed := _claimed(asked, notice, name, said):
        return claimed
    if asked.heard.is_("private") or (_calls_for(asked) and not reachable):
        return _private(notice, name, said)
    if reachable:
        way = next((each for each in asked.topics if each in _WAYS), "")
        if several := _of_several(found, way, library):
            return several
        return replace(told(notice, (way or "phone",)), facts=_reaching(notice, name, way) or said)
    if said and len(found) > 1:
        said = _all_listed(notice, [each for each, ids in found if key in ids]) or said
    return Answer(AnswerKind.ANSWER, (notice.id,), "committee", said) if said else None


def _private(notice: Notice, name: str, said: tuple[Fact, ...]) -> Answer:
    """How to reach somebody is not written; what the notice says of him, and whom to ask instead."""
    return Answer(
        AnswerKind.NOT_STATED,
        (notice.id,),
        "phone",
        manner="private",
        subject=name,
        near=said,
        contact=contact(notice),
    )


def _all_listed(notice: Notice, names: Collection[str]) -> tuple[Fact, ...]:
    """Each of several people as the lists give them: 陆怡和朱建春谁是党组书记."""
    return tuple(
        fact for _, fact in _on_lists(notice) if any(f" {name} " in f" {fact.value} " for name in names)
    )


def _calls_for(asked: Asked) -> bool:
    """Is it asked how to reach somebody? Where nothing but likeness says so, 祁麟哪个单位的, it is not."""
    heard = asked.heard
    return "phone" in asked.topics and ("phone" in heard.cued or "phone" not in heard.topics)


def _head_of_office(asked: Asked, found: People, library: Library) -> Answer | None:
    """Who heads the office of a committee, which is another post than its chair: 办公室主任是温祥华吧."""
    heard = asked.heard
    wanted = any(map(heard.is_, ("who_is", "yes_or_no", "confirms", "follows")))
    if len(asked.notices) != 1 or not _OF_OFFICE.search(heard.text) or not wanted or heard.is_("calls"):
        return None
    notice = library[asked.notices[0]].notice
    facts = tuple(each for each in stated(notice, "committee") if _OF_OFFICE.search(each.value))
    if not facts:
        return None
    wrong = next((name for name, _ in found if all(name not in each.value for each in facts)), "")
    return Answer(AnswerKind.ANSWER, (notice.id,), "committee", facts, topics=("committee",), denied=wrong)


def _claimed(asked: Asked, notice: Notice, name: str, said: tuple[Fact, ...]) -> Answer | None:
    """Whether somebody holds the post of a list that the question gives him: 主任是张永忠没错吧."""
    posted = re.search(rf"{_ROLE}{_IS}{name}", asked.heard.text)
    called = re.search(rf"{name}{_IS}(?:委员会|组委会|名单|里面?|上|的)*{_ROLE}", asked.heard.text)
    match = posted or called
    if not match or asked.heard.is_("who_is"):
        return None
    own = next((role for role, fact in _on_lists(notice) if name in fact.value), "")
    held = tuple(fact for role, fact in _on_lists(notice) if _same(role, match["role"]))
    if not held or (own and _same(own, match["role"])):
        return None
    facts = (*held, *said) if posted else said
    wrong = name if posted else match["role"]
    topics_ = ("committee",)
    return Answer(AnswerKind.ANSWER, (notice.id,), "committee", facts, topics=topics_, denied=wrong)


def _of_several(found: People, way: str, library: Library) -> Answer | None:
    """Contacts of several notices, each with his own."""
    ids = tuple(dict.fromkeys(key for name, (key, *_) in found if _reachable(library[key].notice, name)))
    facts = (fact for name, (key, *_) in found for fact in _reaching(library[key].notice, name, way))
    if len(ids) == 1:
        return None
    topic = way or "phone"
    return Answer(AnswerKind.ANSWER, ids, topic, tuple(dict.fromkeys(facts)), topics=(topic,), manner="each")


def _with_post(asked: Asked, library: Library) -> Answer | None:
    """Who on a list holds the post that is named: 团市委那个副部长叫什么."""
    heard = asked.heard
    called = (heard.is_("calls") and not heard.is_("a_post")) or _OF_OFFICE.search(heard.text)
    counted = heard.is_("how_many_are")
    wanted = heard.is_("who_is") or (
        any(map(heard.is_, ("how_many_are", "listed", "follows")))
        and (re.search(_ROLE, heard.text) or _SENT.search(heard.text))
    )
    other = heard.cued - _OF_LISTS and not (heard.is_("a_post") or heard.cued & _OF_LISTS)
    if len(asked.notices) != 1 or not wanted or called or other:
        return None
    notice, text = library[asked.notices[0]].notice, heard.text
    facts = _counted(notice, text) if counted and not _SENT.search(text) else _held(notice, text)
    return (
        Answer(AnswerKind.ANSWER, (notice.id,), "committee", facts, topics=("committee",)) if facts else None
    )


def _counted(notice: Notice, text: str) -> tuple[Fact, ...]:
    """The fact that gives all who hold a post: 副主任有几位."""
    roles = {found["role"] for found in re.finditer(_ROLE, text)} if _HELD.search(text) else set()
    lines = stated(notice, "committee")
    return tuple(each for each in lines if any(each.value.startswith(role) for role in roles))


def _held(notice: Notice, text: str) -> tuple[Fact, ...]:
    """Those who hold a post in the committee, whatever else they are; else those whose post is named."""
    listed, asked = tuple(_on_lists(notice)), _HELD.search(text)
    of = _SENT.search(text) or _FROM.search(text)
    roles = [found["role"] for found in re.finditer(_ROLE, text)] if asked else []
    holding = [(role, fact) for role, fact in listed if any(_same(role, each) for each in roles)]
    if of and (sent := _best(holding or listed, of[1] or of[2], 1)):
        return sent
    if holding:
        return tuple(fact for _, fact in holding)
    asking = next((each for each in clauses(text) if manner(each, "who_is")), text)
    return _best(listed, asking, SURE)


def _best(listed: Iterable[tuple[str, Fact]], text: str, least: int) -> tuple[Fact, ...]:
    """Those whose role and post share the most with the text, if it is enough."""
    counted = [(_shared(fact.value.replace(" ", ""), text), fact) for _, fact in listed]
    best = max((count for count, _ in counted), default=0)
    return tuple(fact for count, fact in counted if count == best) if best >= least else ()


def _same(role: str, asked: str) -> bool:
    return role == asked or bool(_MEMBER.match(role) and _MEMBER.match(asked))


def _on_lists(notice: Notice) -> Iterator[tuple[str, Fact]]:
    """Everybody on the notice's lists with his part in the committee: 副主任 陆怡 市总工会副主席."""
    for clause in notice.clauses:
        role = ""
        for found in _LISTED.finditer(clause.text):
            role = "".join(found["role"].split()).rstrip("：:") or role
            name = "".join(found["name"].split())
            told_ = " ".join(filter(None, (role, name, found["post"].strip())))
            yield role, Fact("committee", told_, Citation(notice.id, clause.id, found.group().strip()))


def _shared(post: str, text: str) -> int:
    """How many pairs of characters of a post the text holds."""
    return sum(pair in text for pair in pairs("".join(post.split())))


def _reachable(notice: Notice, name: str) -> bool:
    return any(name in each.person for each in notice.contacts)


def _reaching(notice: Notice, name: str, way: str) -> tuple[Fact, ...]:
    """The number, mailbox or house of somebody; else whose contact it is, with the number."""
    return tuple(
        Fact(way or "phone", told_, each.cites)
        for each in notice.contacts
        if name in each.person
        and (
            told_ := f"{each.office} {each.person} {each.phone}"
            if way in ("", "phone")
            else getattr(each, way)
        )
    )


def _naming(notice: Notice, name: str) -> Iterator[Fact]:
    spread = re.compile(r"\s*".join(map(re.escape, name)))
    for clause in notice.clauses:
        for line in re.split(r"[\n。；]", clause.text):
            if spread.search(line):
                quote = line.strip()[:LONGEST_QUOTE]
                yield Fact("committee", " ".join(quote.split()), Citation(notice.id, clause.id, quote))

"""What a notice states on the topics that were asked, or that it does not."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from knowledge.answer.foremost import foremost
from knowledge.answer.verbatim import SHORTEST, sentence
from knowledge.model import Citation, Contact, Fact, Library, Notice
from knowledge.question import Answer, AnswerKind
from knowledge.understand.aspect import lacking
from knowledge.understand.follow import Asked
from knowledge.understand.guess import likeness
from knowledge.understand.heard import shaped
from knowledge.understand.kept import Kept
from knowledge.understand.lexicon import lexicon
from knowledge.understand.manner import manner, wants
from knowledge.understand.numbers import NUMERAL
from knowledge.understand.place import places, region_name
from knowledge.understand.topic import MOST, hints, topics

_DATED = re.compile(r"\d|季度|后$")
LONG = 6  # characters of the notice's own words that show which sentence is meant
_IN_MONTH = re.compile(r"[\d一二三四五六七八九十]月")
_NUMBER_OF_ONE = re.compile(r"(?<![\d月])\d{1,3}号(?:文|公?函)")
_BROAD = frozenset(
    {"criteria", "who", "focus", "unit_duties", "five_beauties", "aim", "guiding", "learning", "launch"}
)
_STAGED = frozenset(
    {
        "launch",
        "publicity",
        "review",
        "online_vote",
        "publication",
        "stages",
        "result_time",
        "deadline",
        "ceremony",
    }
)
"""Topics that are steps of a round, so that when they happen is told with them."""
_BY_HAND = {"nomination_ways": ("hand_in_way", "receiver"), "hand_in_way": ("receiver", "hand_in_place")}
_IDEAS = ("aim", "guiding")
_OF_IDEAS = (*_IDEAS, "theme")
ASKED = 0.2  # share of the likeness by which it is said of a topic that it is not written
NEAR = 2  # facts told beside a silence
_CLAUSE = re.compile(r"[^,。;!?]+")
FEW = 3  # characters of a clause that only goes on: 都有谁
TWO = 2  # clauses at least that ask; topics among which one goes over the first
_NUMBERED = re.compile(rf"{NUMERAL}(?P<unit>[张份字])")
SURE = 2  # shared pairs of characters by which a stage is meant although a deadline is asked for


def facts(asked: Asked, library: Library, today: date) -> Answer | None:  # noqa: ARG001 - every way of answering takes the same
    if not asked.topics or len(asked.notices) != 1:
        return None
    notice = library[asked.notices[0]].notice
    wanted = _by_words(_unnamed(asked), _with_way(asked, notice), notice)
    by_name = wanted[0] in asked.heard.cued and (topics()[wanted[0]].over or _in_annex(asked, notice))
    if not by_name and not stated(notice, wanted[0]) and (verbatim := _instead(asked, wanted[0], notice)):
        return Answer(AnswerKind.ANSWER, (notice.id,), "", (verbatim,), manner="literal")
    if asked.topic_is_new and (apart := _in_annex(asked, notice) or _unwritten(asked, notice)):
        return _set_right(asked, apart)
    found = _set_right(asked, _named_by_number(asked, told(notice, wanted, _equal(asked, notice)), notice))
    if found.kind is AnswerKind.ANSWER:
        first = foremost(found.facts, asked.heard.text, found.topic)
        found = replace(found, facts=first, unstated=_missed(asked, found, library))
    if found.kind is AnswerKind.NOT_STATED and asked.heard.unsure and asked.topic_is_new:
        return None  # that a notice is silent is only said of what was surely asked
    if found.kind is AnswerKind.ANSWER and (beyond := _beyond(asked, found, notice)):
        return beyond
    least = SHORTEST if wanted[0] in _BROAD else LONG
    verbatim = sentence(notice, _unnamed(asked), least)
    if verbatim and found.kind is AnswerKind.ANSWER and not _holds(found, verbatim):
        broad = wanted[0] in _BROAD
        found = replace(found, facts=(verbatim, *found.facts) if broad else (*found.facts, verbatim))
    if timed := _timed(asked, notice) if _of_time(asked) and wanted[0] in _STAGED else ():
        return replace(found, kind=AnswerKind.ANSWER, facts=(*timed, *found.facts))
    return found


def _instead(asked: Asked, topic: str, notice: Notice) -> Fact | None:
    """The sentence with words of the question, where what it asks is not written under any topic.

    Of what is asked in plain words, 网络报名要上传照片吗, a few common ones say nothing.
    """
    return sentence(notice, asked.heard.text, LONG if topic in asked.heard.cued else SHORTEST)


def _set_right(asked: Asked, found: Answer) -> Answer:
    """A number that is taken for granted of what is not written is set right by what is: 一张证件照就行吧."""
    counts = {unit for said in _NUMBERED.finditer(asked.heard.text) for unit in said["unit"]}
    near = tuple(fact for fact in found.near if any(unit in fact.value for unit in counts))
    if found.kind is not AnswerKind.NOT_STATED or not asked.heard.is_("confirms") or not near:
        return found
    return replace(found, kind=AnswerKind.ANSWER, facts=near, near=(), topic=near[0].topic, contact=None)


def _by_words(text: str, wanted: tuple[str, ...], notice: Notice) -> tuple[str, ...]:
    """One notice's aim is another's guiding idea or condition: its own words tell which is asked."""
    if wanted[0] not in _IDEAS:
        return wanted
    bare = re.sub(
        "|".join(map(re.escape, [*lexicon("words")["awards"], *lexicon("words")["no_idea"]])), "|", text
    )
    pairs = {bare[start : start + TWO] for start in range(len(bare) - 1)}

    def held(topic: str) -> tuple[int, int]:
        said = "".join(fact.value + fact.cites.quote for fact in stated(notice, topic))
        return sum(pair in said for pair in pairs), sum(map(said.count, pairs))

    best = max((wanted[0], *_OF_IDEAS), key=held)
    best = best if any(held(best)) else "criteria" if any(held("criteria")) else wanted[0]
    return wanted if best == wanted[0] else (best, *(each for each in wanted if each not in _IDEAS))


def _with_way(asked: Asked, notice: Notice) -> tuple[str, ...]:
    """Who takes the papers there, and whether one must go, is told by how they are handed in: 我自己送吗."""
    wanted = asked.topics[:MOST]
    if wanted[0] == "quota" and not stated(notice, "quota") and _of_prize(asked, notice):
        return tuple(dict.fromkeys(("winners", *wanted)))
    if wanted[0] not in _BY_HAND or not asked.heard.is_("who_sends"):
        return wanted
    ways = tuple(each for each in _BY_HAND[wanted[0]] if _own(notice, each))
    return tuple(dict.fromkeys((wanted[0], *ways[:1], *wanted[1:])))


def _named_by_number(asked: Asked, found: Answer, notice: Notice) -> Answer:
    """A document that was called by its number is shown to be the one that is meant: 47号函是谁发的."""
    called = found.kind is AnswerKind.ANSWER and _NUMBER_OF_ONE.search(asked.heard.text)
    own = stated(notice, "number") if called and "number" not in asked.topics else ()
    return replace(found, facts=(*found.facts, *own))


def _of_prize(asked: Asked, notice: Notice) -> bool:
    """Is it asked how many of an award there are, and not how many somebody gets: 提名奖名额?"""
    named = asked.heard.named
    local = named.units or any(each in places() for each in {*named.places} - {region_name(notice.region)})
    return asked.heard.is_("prize") and not local and not asked.heard.is_("our_share")


def _in_annex(asked: Asked, notice: Notice) -> Answer | None:
    """How many, where the number stands in an annex that is not in the text: that comes before all else."""
    heard = asked.heard
    counted = "quota" in asked.topics and "winners" not in asked.topics and not heard.is_("prize")
    ours = "annexes" in asked.topics and heard.is_("our_share")
    if not (counted or ours) or not asked.heard.is_("how_many_places") or stated(notice, "quota"):
        return None
    return (
        silent(notice, ("quota",))
        if _own(notice, "annexes") and "annexes" in topics()["quota"].near
        else None
    )


def _unwritten(asked: Asked, notice: Notice) -> Answer | None:
    """What is asked by words of its own, 破格, and not written: a broader topic's facts are no answer."""
    wanted = asked.topics[:MOST]
    own = [each for each in wanted[:TWO] if wanted[0] in topics()[each].over]
    own = own or [each for each in wanted[:1] if topics()[each].over]
    if not asked.heard.cued.issuperset(own) or any(stated(notice, each) for each in own):
        return None
    others = tuple(each for each in wanted if each not in own)
    beside = tuple(fact for each in others for fact in stated(notice, each))
    return silent(notice, (*own, *others), beside) if own else None


def _equal(asked: Asked, notice: Notice) -> frozenset[str]:
    """Topics as good as the first: those for which as much speaks, and those asked in another clause."""
    clauses = [each for each in _CLAUSE.findall(asked.heard.text) if manner(each, "asks")]
    if asked.heard.cued and asked.topics[0] not in asked.heard.cued:
        return asked.heard.tied | asked.heard.cued  # what is said goes before what it is only like
    if len(clauses) < TWO or stated(notice, asked.topics[0]):
        return asked.heard.tied
    own = [{hint.topic for hint in hints(each)} for each in clauses]
    other = (each for each in own if asked.topics[0] not in each)
    return (
        asked.heard.tied.union(*other) if any(asked.topics[0] in each for each in own) else asked.heard.tied
    )


def _missed(asked: Asked, found: Answer, library: Library) -> tuple[str, ...]:
    """Of what is not written, what is asked in plain words and not told under another name."""
    left = tuple(each for each in found.unstated if not _spoken_of(each, found))
    if not left or not asked.topic_is_new:
        return left
    pieces = [shaped(each, library) for each in (asked.heard.text, *_CLAUSE.findall(asked.heard.text))]
    return tuple(
        each
        for each in left
        if each in asked.heard.cued and any(likeness(piece).get(each, 0.0) >= ASKED for piece in pieces)
    )


def _spoken_of(topic: str, found: Answer) -> bool:
    """Does what is told hold the name of a topic, so that it cannot be called unwritten?"""
    return any(topics()[topic].label in fact.value + fact.cites.quote for fact in found.facts)


def _beyond(asked: Asked, found: Answer, notice: Notice) -> Answer | None:
    """Of what is told, the question may ask something that the notice does not say: 几点截止."""
    told_ = [f"{fact.value} {fact.cites.quote}" for fact in found.facts]
    label = lacking(asked.heard.text, found.topic, told_)
    if not label:
        return None
    clauses = [
        each for each in _CLAUSE.findall(asked.heard.text) if len(each) > FEW or manner(each, "how_many")
    ]
    touched = [each for each in clauses if lacking(each, found.topic, told_)]
    rest = [each for each in clauses if each not in touched and _asks_itself(each, found.topic)]
    beside = label if not touched or wants("".join(touched)) else ""
    others = any(manner(each, "asks") for each in clauses if each not in touched)
    if not asked.heard.is_("to_the_day") and (rest or (others and not beside)):
        return replace(found, subject=beside)
    cued = (fact for topic in asked.heard.cued for fact in stated(notice, topic))
    near = sorted(dict.fromkeys((*found.facts, *cued)), key=lambda fact: not _DATED.search(fact.value))
    return replace(
        found,
        kind=AnswerKind.NOT_STATED,
        facts=(),
        near=tuple(near[:NEAR] if found.topic in _STAGED | {"public_notice"} else found.facts[:NEAR]),
        subject=label,
        contact=contact(notice, found.topic),
    )


def _asks_itself(clause: str, topic: str) -> bool:
    """Does a clause ask for a topic in words of its own, be it the same one: 公示几天, 贴在公告栏行吗?"""
    spoken = {hint.topic for hint in hints(clause)}
    return bool(spoken and (manner(clause, "wh") or (manner(clause, "asks") and topic not in spoken)))


def _unnamed(asked: Asked) -> str:
    """The question without the places and units it names, which stand in every table."""
    text = asked.heard.text
    for word in asked.heard.named.places:
        text = text.replace(word, "|")
    return text


def _holds(found: Answer, verbatim: Fact) -> bool:
    """Is the whole sentence told already?"""
    return any(verbatim.cites.quote in fact.cites.quote for fact in found.facts)


def _of_time(asked: Asked) -> bool:
    """Is it asked when, or whether in a month that is named: 六月底能结束吗?"""
    heard = asked.heard
    return heard.is_("when") or bool(heard.is_("yes_or_no") and _IN_MONTH.search(heard.text))


def _timed(asked: Asked, notice: Notice) -> tuple[Fact, ...]:
    """The stages that the question names, where it asks when: 宣传发动啥时候结束."""
    text = asked.heard.text
    said = (text, *(topics()[topic].label for topic in asked.topics[:1]))
    pairs = {each[start : start + 2] for each in said for start in range(len(each) - 1)}
    pairs -= set(lexicon("words")["not_stages"])
    dated = [fact for fact in stated(notice, "stages") if _DATED.search(fact.value)]
    counted = [(sum(pair in fact.value for pair in pairs), fact) for fact in dated]
    best = max((count for count, _ in counted), default=0)
    least = SURE if asked.topics[0] == "deadline" else 1
    return tuple(fact for count, fact in counted if count == best) if best >= least else ()


def told(notice: Notice, wanted: tuple[str, ...], tied: frozenset[str] = frozenset()) -> Answer:
    """The first topic decides whether it is an answer; the others are told beside it."""
    wanted = _settled(notice, wanted, tied)
    main, *others = wanted
    others += [each for each in topics()[main].beside if each not in others and _own(notice, each)]
    found = stated(notice, main)
    beside = tuple(fact for topic in others for fact in stated(notice, topic))
    unstated = tuple(topic for topic in wanted if not stated(notice, topic))
    if found:
        return Answer(
            AnswerKind.ANSWER, (notice.id,), main, (*found, *beside), topics=wanted, unstated=unstated
        )
    return silent(notice, wanted, beside)


def _settled(notice: Notice, wanted: tuple[str, ...], tied: frozenset[str]) -> tuple[str, ...]:
    """What the notice states goes before a neighbour, an equal, or a condition of persons it does not."""
    main = topics()[wanted[0]]
    if stated(notice, main.id):
        return wanted
    better = [
        each
        for each in wanted[1:]
        if stated(notice, each)
        and (each in main.near or each in tied or (main.condition and not topics()[each].condition))
    ]
    return (*better, *(each for each in wanted if each not in better))


def silent(notice: Notice, wanted: tuple[str, ...], beside: tuple[Fact, ...] = ()) -> Answer:
    """The notice does not say it: what it says nearby, and whom to ask."""
    near = next((found for topic in topics()[wanted[0]].near if (found := stated(notice, topic))), ())
    return Answer(
        AnswerKind.NOT_STATED,
        (notice.id,),
        wanted[0],
        topics=wanted,
        unstated=tuple(each for each in wanted if not stated(notice, each)),
        near=(*near[:NEAR], *beside[:NEAR]),
        contact=contact(notice, wanted[0]),
    )


def stated(notice: Notice, topic: str) -> tuple[Fact, ...]:
    """The facts of a topic, else those of a topic that answers the same question."""
    for each in (topic, *topics()[topic].also):
        if found := _own(notice, each):
            return found
    return ()


def _own(notice: Notice, topic: str) -> tuple[Fact, ...]:
    found = ordered(notice).get(topic)
    return found or tuple(Fact(topic, cites.quote, cites) for cites in _kept_elsewhere(notice, topic))


def ordered(notice: Notice) -> Mapping[str, tuple[Fact, ...]]:
    """The facts by their topics."""
    return _by_topic(Kept(notice))


@lru_cache(maxsize=2048)
def _by_topic(kept: Kept) -> Mapping[str, tuple[Fact, ...]]:
    found: dict[str, tuple[Fact, ...]] = {}
    for fact in kept.notice.facts:
        found[fact.topic] = (*found.get(fact.topic, ()), fact)
    return found


def contact(notice: Notice, topic: str = "") -> Contact | None:
    """Whom to ask: the technician for the system, the office for the rest."""
    wanted = [
        each for each in notice.contacts if bool(each.role) == (topic in {"system_login", "tech_support"})
    ]
    return next(iter((*wanted, *notice.contacts)), None)


def _kept_elsewhere(notice: Notice, topic: str) -> tuple[Citation, ...]:
    """Topics that a notice gives through its stages, shares and contacts."""
    match topic:
        case "deadline":
            stage = notice.stage("submission")
            return (stage.cites,) if stage else ()
        case "gender_share" | "age_share":
            trait = "gender" if topic == "gender_share" else "age"
            shares = notice.quotas.shares if notice.quotas else ()
            return tuple(each.cites for each in shares if each.trait == trait)
        case "phone" | "email" | "address":
            return tuple(each.cites for each in notice.contacts if getattr(each, topic))
        case "quota":
            return (notice.quotas.cites,) if notice.quotas and notice.quotas.rows else ()
    return ()

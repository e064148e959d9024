"""Which notices speak of something, 哪份通知里提到安源路矿, and whether one of them does."""

import re
from datetime import date
from functools import cache

from knowledge.answer.stated import stated
from knowledge.answer.verbatim import longest_in, passage_with, plain_source
from knowledge.model import Library, Notice
from knowledge.question import Answer, AnswerKind
from knowledge.understand.asked import Asked
from knowledge.understand.kept import Kept
from knowledge.understand.lexicon import lexicon
from knowledge.understand.manner import manner

_QUOTED = re.compile(r"[“\"'‘「《](?P<what>[^”\"'’」》]{2,30})[”\"'’」》]")
_GROUPS = ("bare", "after", "before", "ahead", "first", "placed", "all")
"""Of the manner `mentions`: where what is looked for may stand."""
_AROUND = re.compile(
    r"^(?:了|过|的|有|要|关于|说|一下|“)+|"
    r"(?:的)?(?:是|有|在)?(?:哪|谁|几)[^,。;!?]*$|"
    r"(?:这|那)?(?:一|几)?(?:个|句|段)?(?:词|话|字|说法|事情?|口号)(?:的|了)?$|[了的吗呢啊?。!]+$"
)
LEAST, SHORTEST = 4, 2  # characters that must stand in a notice, and of what is quoted
LONGEST = 8  # characters of what is named and stands nowhere
MOST_OF = 0.6  # of what is looked for
OWN = 6  # characters that are the notice's own words, whatever stands around them
HALF = 0.5  # of it that may be words for a topic; the rest is the notice's own


def mentioned(asked: Asked, library: Library, today: date) -> Answer | None:  # noqa: ARG001 - every way of answering takes the same
    """Only where it is asked which notice says so, and some do and others do not."""
    if told := _in_one(asked, library):
        return told
    what, ids = looked_for(asked, library)
    if what and not ids:
        return Answer(AnswerKind.NOT_STATED, tuple(library), manner="unmentioned", subject=what)
    if not ids:
        return None
    found = (passage_with(library[key].notice, _called(what, key, library)) for key in ids)
    return Answer(
        AnswerKind.ANSWER, ids, facts=tuple(each for each in found if each), manner="mentioned", subject=what
    )


def _in_one(asked: Asked, library: Library) -> Answer | None:
    """Whether the one notice that is meant speaks of an occasion; if not, which do."""
    occasion = _of_occasion(asked.heard.text, library)
    one = len(asked.notices) == 1 and not asked.heard.is_("which")
    if not one or not occasion or not asked.heard.is_("says_it"):
        return None
    (what, ids), (key,) = occasion, asked.notices
    if key not in ids:
        return Answer(AnswerKind.NOT_STATED, (key,), manner="unmentioned", subject=what, choices=ids)
    found = passage_with(library[key].notice, _called(what, key, library))
    return Answer(
        AnswerKind.ANSWER, (key,), facts=(found,) if found else (), manner="mentioned", subject=what
    )


def looked_for(asked: Asked, library: Library) -> tuple[str, tuple[str, ...]]:
    """The words that are looked for, as far as they stand somewhere, and the notices that have them."""
    text = asked.heard.text
    found = manner(text, "mentions")
    if len(library) == 1 or not (found or asked.heard.is_("which")):
        return "", ()
    if of_all := _of_occasion(text, library):
        return of_all
    if found is None:
        return "", ()
    if quoted := _QUOTED.search(text):
        what = quoted["what"]
        return what, _having(what, library)
    what = _bare(next(found[each] for each in _GROUPS if found[each]))
    run = max((longest_in(_source(each.notice), what) for each in library.values()), key=len)
    if (
        len(run) <= min(SHORTEST, HALF * len(what))
        and not asked.heard.topics
        and SHORTEST < len(what) <= LONGEST
    ):
        return what, ()
    telling = len(run) == len(what) >= SHORTEST or len(run) >= min(OWN, max(LEAST, MOST_OF * len(what)))
    if not telling or (_topical(asked, run) and not (run == what and _everywhere(asked, library))):
        return "", ()
    ids = _having(run, library)
    return (run, ids) if len(ids) < len(library) or len(run) == len(what) >= LEAST else ("", ())


def _everywhere(asked: Asked, library: Library) -> bool:
    """Does every notice state the topic, so that only the very words tell them apart?"""
    return bool(asked.topics) and all(stated(each.notice, asked.topics[0]) for each in library.values())


def _of_occasion(text: str, library: Library) -> tuple[str, tuple[str, ...]] | None:
    """What is called otherwise elsewhere: 建党百年 is 中国共产党成立100周年 too."""
    packed = "".join(text.split())
    for pattern in _occasions():
        if found := pattern.search(packed):
            ids = tuple(key for key, edition in library.items() if pattern.search(_source(edition.notice)))
            return (found.group(), ids) if 0 < len(ids) < len(library) else None
    return None


def _called(what: str, key: str, library: Library) -> str:
    """How the notice itself calls what is looked for."""
    source = _source(library[key].notice)
    names = (found.group() for each in _occasions() if each.search(what) and (found := each.search(source)))
    return next(names, what)


def _source(notice: Notice) -> str:
    return plain_source(Kept(notice))


@cache
def _occasions() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(each) for each in lexicon("occasions"))


def _having(what: str, library: Library) -> tuple[str, ...]:
    packed = "".join(what.split())
    return tuple(key for key, edition in library.items() if packed in _source(edition.notice))


def _bare(text: str) -> str:
    """Without the words around it: 过安源路矿这件事的是 → 安源路矿."""
    left = _AROUND.sub("", text)
    return left if left == text else _bare(left)


def _topical(asked: Asked, run: str) -> bool:
    """Is it mostly words by which a topic is asked for? Then what the notices state on it is the answer."""
    start = asked.heard.text.find(run)
    covered = asked.heard.covered & set(range(start, start + len(run)))
    return len(covered) > HALF * len(run)

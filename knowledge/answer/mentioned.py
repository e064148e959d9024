"""Which notices speak of something: 哪份通知里提到安源路矿."""

import re
from datetime import date

from knowledge.answer.verbatim import longest_in, passage_with, plain_source
from knowledge.model import Library
from knowledge.question import Answer, AnswerKind
from knowledge.understand.follow import Asked
from knowledge.understand.kept import Kept
from knowledge.understand.manner import manner

_QUOTED = re.compile(r"[“\"'‘「《](?P<what>[^”\"'’」》]{2,30})[”\"'’」》]")
_AROUND = re.compile(
    r"^(?:了|过|的|有|要|关于|说|一下|“)+|"
    r"(?:的)?(?:是|有|在)?(?:哪|谁|几)[^,。;!?]*$|"
    r"(?:这|那)?(?:一|几)?(?:个|句|段)?(?:词|话|字|说法|事情?|口号)(?:的|了)?$|[了的吗呢啊?。!]+$"
)
LEAST, SHORTEST = 4, 2  # characters that must stand in a notice, and of what is quoted
MOST_OF = 0.6  # of what is looked for
OWN = 6  # characters that are the notice's own words, whatever stands around them
HALF = 0.5  # of it that may be words for a topic; the rest is the notice's own


def mentioned(asked: Asked, library: Library, today: date) -> Answer | None:  # noqa: ARG001 - every way of answering takes the same
    """Only where it is asked which notice says so, and some do and others do not."""
    what, ids = looked_for(asked, library)
    if what and not ids:
        return Answer(AnswerKind.NOT_STATED, tuple(library), manner="unmentioned", subject=what)
    if not ids:
        return None
    found = (passage_with(library[key].notice, what) for key in ids)
    return Answer(
        AnswerKind.ANSWER, ids, facts=tuple(each for each in found if each), manner="mentioned", subject=what
    )


def looked_for(asked: Asked, library: Library) -> tuple[str, tuple[str, ...]]:
    """The words that are looked for, as far as they stand somewhere, and the notices that have them."""
    text = asked.heard.text
    found = manner(text, "mentions")
    if found is None or len(library) == 1:
        return "", ()
    if quoted := _QUOTED.search(text):
        what = quoted["what"]
        return what, _having(what, library)
    what = _bare(found["after"] or found["before"])
    run = max((longest_in(plain_source(Kept(each.notice)), what) for each in library.values()), key=len)
    telling = len(run) == len(what) >= SHORTEST or len(run) >= min(OWN, max(LEAST, MOST_OF * len(what)))
    if not telling or _topical(asked, run):
        return "", ()
    ids = _having(run, library)
    return (run, ids) if len(ids) < len(library) else ("", ())


def _having(what: str, library: Library) -> tuple[str, ...]:
    packed = "".join(what.split())
    return tuple(key for key, edition in library.items() if packed in plain_source(Kept(edition.notice)))


def _bare(text: str) -> str:
    """Without the words around it: 过安源路矿这件事的是 → 安源路矿."""
    left = _AROUND.sub("", text)
    return left if left == text else _bare(left)


def _topical(asked: Asked, run: str) -> bool:
    """Is it mostly words by which a topic is asked for? Then what the notices state on it is the answer."""
    start = asked.heard.text.find(run)
    covered = asked.heard.covered & set(range(start, start + len(run)))
    return len(covered) > HALF * len(run)

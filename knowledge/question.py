"""The words in which a question is asked and answered. An `Answer` is meaning; `wording/ask.j2` words it."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.model import Citation, Contact, Fact, Field, Rule, Verdict


class AnswerKind(StrEnum):
    ANSWER = "answer"
    VERDICT = "verdict"
    CLARIFY = "clarify"
    NOT_STATED = "not_stated"
    OUT_OF_SCOPE = "out_of_scope"
    CHAT = "chat"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number computed from facts, such as the sum of a table or the days left."""

    name: str
    value: str
    cites: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: the turns of one conversation, oldest first, and the notice that is open."""

    turns: tuple[str, ...]
    notice: str = ""
    pinned: bool = False  # the notice's form is open: a question that names no other notice is about this one
    field: str = ""  # the box that is being asked


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one person for one notice (and award), with what had to be presumed."""

    notice: str
    verdict: Verdict
    award: str = ""
    presumed: tuple[Rule, ...] = ()  # bars and vetoes nobody mentioned, taken not to apply
    touched: tuple[Rule, ...] = ()  # rules about what the person told
    open: tuple[str, ...] = ()  # traits told in words the notice does not settle
    lacking: tuple[Rule, ...] = ()  # deciding rules for which something is still to be known
    favoured: tuple[Rule, ...] = ()  # `prefers` rules the person meets
    who: str = ""  # of several people, how this one is called


@dataclass(frozen=True, slots=True)
class Answer:
    kind: AnswerKind
    notices: tuple[str, ...] = ()
    topic: str = ""
    facts: tuple[Fact, ...] = ()
    figures: tuple[Figure, ...] = ()
    verdict: Verdict | None = None
    choices: tuple[str, ...] = ()  # notices or topics to choose from when asking back
    ask: tuple[str, ...] = ()  # traits to ask for
    contact: Contact | None = None  # whom to ask where the notice is silent
    topics: tuple[str, ...] = ()  # all that was asked, the main one first
    unstated: tuple[str, ...] = ()  # topics a notice does not state, told beside the facts
    near: tuple[Fact, ...] = ()  # what the notice does say nearby, where it is silent
    verdicts: tuple[Judgement, ...] = ()  # one for each notice and award that was asked about
    manner: str = ""  # how to word it, such as hello, other_place, which, late
    subject: str = ""  # the word it is about: a place, a year, a unit
    denied: str = ""  # what the question took for granted and the notice contradicts, such as 7月31日
    lead: str = ""
    """The short word to begin with: must, cannot, can, optional, stated, not_all, counts, below, earlier."""
    boxes: tuple[Field, ...] = ()  # of the form, that were asked about
    cited: tuple[Citation, ...] = ()  # what the boxes rest on
    closed: str = ""  # the last day of the round, where it is over and that matters (ISO)

"""What is referred to the office: a state and effects of `dialogs.model`, and what is on record of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Protocol

from knowledge.model import Ruling

MOST = 5  # questions of one person that may wait at once
WAITS = timedelta(days=30)  # until a question that nobody took up is given back to its asker


@dataclass(frozen=True, slots=True)
class Answering:
    """The office writes: the answer to a question, or another text for a ruling. `text` waits for a yes."""

    question: str = ""
    ruling: str = ""
    text: str = ""
    kind: Literal["answering"] = "answering"


@dataclass(frozen=True, slots=True)
class KeepQuestion:
    """The office is asked what the notice does not settle; `point` as in `knowledge.rulings`."""

    question: str
    notice: str
    point: str
    text: str
    kind: Literal["keep_question"] = "keep_question"


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """The office answers; with a `ruling`, the id of a new one, the answer holds for later askers too."""

    question: str
    text: str
    author: str
    ruling: str = ""
    settles: str = ""  # as in Ruling
    kind: Literal["answer_question"] = "answer_question"


@dataclass(frozen=True, slots=True)
class DropQuestion:
    """The office does not answer here; the asker hears that, too."""

    question: str
    kind: Literal["drop_question"] = "drop_question"


@dataclass(frozen=True, slots=True)
class ChangeRuling:
    """Everybody who got the old text gets a letter."""

    ruling: str
    text: str
    author: str
    settles: str = ""  # as in Ruling
    kind: Literal["change_ruling"] = "change_ruling"


@dataclass(frozen=True, slots=True)
class TellRuling:
    """The reply names this ruling: the person will hear of it when it changes."""

    ruling: str
    kind: Literal["tell_ruling"] = "tell_ruling"


Referral = KeepQuestion | AnswerQuestion | DropQuestion | ChangeRuling | TellRuling


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that waits for the office, without whose it is."""

    id: str
    notice: str
    point: str
    text: str
    on: date


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of one of the person's own questions; no text: it is not answered here.

    `lapsed`: nobody took it up in time.
    """

    notice: str
    point: str
    text: str
    author: str
    on: date
    ruling: str  # its id, where the answer became one
    lapsed: bool = False


class Referred(Protocol):
    """What a dialog may read of it: a part of `Records`."""

    def questions(self) -> Sequence[Asked]:
        """Everybody's questions that wait for the office, oldest first. Only the office may see them."""

    def waiting(self) -> int:
        """How many of the person's own wait."""

    def answered(self, question: str) -> Answered | None:
        """What became of one of the person's own questions, once it is settled."""

    def ruling(self, id: str, version: int) -> Ruling | None:  # noqa: A002 - the glossary's word
        """An earlier version of a ruling, for those who got it."""

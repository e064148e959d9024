"""Answers for the command line: one question, or JSON Lines as a grader sends them. Reads no database."""

from datetime import date

from dialogs.ask import cited, worded
from dialogs.model import Reply
from knowledge.answer import answer
from knowledge.model import Library
from knowledge.question import AnswerKind, Question


def reply(line: dict[str, object], library: Library) -> dict[str, object]:
    """One question in, one answer out: id, kind, verdict, notices, text, citations."""
    turns = line.get("turns")
    assert isinstance(turns, list)
    question = Question(tuple(map(str, turns)), str(line.get("notice") or ""))
    found = answer(question, library, date.fromisoformat(str(line["today"])))
    decision = found.verdict.decision if found.verdict and found.kind is AnswerKind.VERDICT else None
    return {
        "id": line.get("id"),
        "kind": found.kind.value,
        "verdict": decision.value if decision else None,
        "notices": list(found.notices),
        "text": text(worded(found, library)),
        "citations": [
            {
                "notice": cite.notice,
                "clause": library[cite.notice].notice.clause(cite.clause).label,
                "quote": cite.quote,
            }
            for cite in cited(found)
        ],
    }


def text(shown: Reply) -> str:
    """The reply as lines: buttons follow as ［…］."""
    return "\n".join((shown.text, *(f"［{button.label}］" for row in shown.buttons for button in row)))

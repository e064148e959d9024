"""A question → a reply with its clause, wherever it is asked; the middle of a form included."""

from dataclasses import dataclass, replace

from dialogs.desk import concern
from dialogs.model import (
    Button,
    Effect,
    Reply,
    Talk,
    World,
)
from dialogs.referrals import TellRuling
from dialogs.say import button, known, render
from dialogs.sight import PLACES, Sight, citations
from knowledge.answer import answer
from knowledge.model import Citation, Decision, Edition, Library, Ruling
from knowledge.question import Answer, AnswerKind, Question
from knowledge.rounds import CARRIED_FACTS
from knowledge.rulings import points, rulings_on, to_ask
from knowledge.understand.topic import topics

TURNS = 8  # of a conversation that are kept
LONGEST = 560  # characters of a reply
REFERRED = 500  # characters of a question that the office may be asked
RULINGS = 3  # of the office, in one reply
DAYS = frozenset({"deadline", "stages", "timeline", "late"})  # topics that a later round has its own days for
QUOTES = 3  # shown in the text; more stand in the citations


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a question leads to: what is said, what the talk is about now, and the rulings that were named."""

    reply: Reply
    talk: Talk
    found: Answer
    effects: tuple[Effect, ...] = ()


def reply(text: str, world: World, notice: str = "", field: str = "") -> Outcome:
    """Answer a question in the light of the talk so far; `notice` and `field` are what is open, if any."""
    open_ = notice or world.talk.notice or concern.own_notice(world)
    turns = (*world.talk.turns, text)[-TURNS:]
    asked = Question(turns, open_, bool(notice), field)
    found = answer(asked, world.library, world.now.date())
    if unit := concern.own_unit(world, found):
        named = replace(asked, turns=(*turns[:-1], f"{unit.name}{text}"))
        found = answer(named, world.library, world.now.date())
    talk = replace(world.talk, notice=found.notices[0] if len(found.notices) == 1 else open_, turns=turns)
    said, rulings = worded(found, world.library), _rulings(found, world.library)
    if unit:
        said = replace(said, text="\n".join((concern.own_places(world, unit), said.text)))
    if point := to_ask(found) if len(text) <= REFERRED else "":
        refer = button("refer", f"refer {found.notices[0]} {point} {text}")
        said = replace(said, buttons=(*said.buttons, (refer,)))
    return Outcome(said, talk, found, tuple(TellRuling(each.id) for each in rulings))


def unsettled(world: World) -> tuple[str, str, str] | None:
    """Notice, point and text of the last question, where the notice does not settle it."""
    turns = world.talk.turns
    if not turns:
        return None
    found = answer(Question(turns, world.talk.notice), world.library, world.now.date())
    point = to_ask(found)
    return (found.notices[0], point, turns[-1]) if point and len(turns[-1]) <= REFERRED else None


def worded(found: Answer, library: Library) -> Reply:
    """The answer as a person reads it: the answer first, then the source lines that still fit."""
    see = Sight(library)
    said = render("ask", _macro(found), answer=found, see=see)
    if found.denied or found.lead:
        said = "\n".join((render("ask", "lead", answer=found, see=see), said))
    if found.closed:
        said = "\n".join((said, render("ask", "over", answer=found, see=see)))
    for cite in citations(found)[: _quotes(found)]:
        more = f"{said}\n{render('ask', 'sources', cites=(cite,), see=see)}"
        if len(more) > LONGEST:
            break
        said = more
    said = renewed(found, library, said)
    if rulings := _rulings(found, library):
        said = f"{said}\n\n{render('office', 'rulings', rulings=rulings)}"
    return Reply(said, _buttons(found, library))


def renewed(found: Answer, library: Library, said: str) -> str:
    """Where a later round is running: its own days first, and what is last year's is called so."""
    edition = library.get(found.notices[0]) if len(found.notices) == 1 else None
    if edition is None or edition.announced is None:
        return said
    short, year = edition.notice.short, edition.announced.opens.year
    if found.topic in DAYS:
        return f"{render('desk_rounds', 'renewed', short=short, round=edition.round, year=year)}\n{said}"
    if _carried(found, edition):
        return f"{said}\n{render('desk_rounds', 'carried_note', year=year)}"
    return said


def _carried(found: Answer, edition: Edition) -> bool:
    """Does it rest on something that the office has not confirmed for this round?"""
    if found.kind is AnswerKind.VERDICT:
        return any(rule.id in edition.carried for rule in edition.notice.rules)
    return found.kind is AnswerKind.ANSWER and CARRIED_FACTS in edition.carried


def _rulings(found: Answer, library: Library) -> tuple[Ruling, ...]:
    """The office's readings where the notice is silent or open; never among the citations."""
    asked = points(found)
    return rulings_on(library, found.notices[0], asked)[:RULINGS] if asked else ()


def _quotes(found: Answer) -> int:
    """A plain no rests on its one or two rules."""
    refused = found.verdict is not None and found.verdict.decision is Decision.INELIGIBLE
    return len(found.verdict.because[:QUOTES]) + 1 if refused and found.verdict else QUOTES


def cited(found: Answer) -> tuple[Citation, ...]:
    """Everything the reply rests on."""
    return citations(found)


def _macro(found: Answer) -> str:
    if found.kind is AnswerKind.VERDICT:
        return "verdict"
    if found.manner and known("ask", found.manner):
        return found.manner
    return "silent" if found.kind is AnswerKind.NOT_STATED else "facts"


def _buttons(found: Answer, library: Library) -> tuple[tuple[Button, ...], ...]:
    """Asking back offers notices or topics (pressing is like typing), a verdict the next step."""
    if found.kind is AnswerKind.VERDICT and found.verdict:
        return _onward(found.verdict.decision, found.notices[0])
    if found.kind is not AnswerKind.CLARIFY:
        return ()
    called = (
        library[key].notice.short if key in library else topics()[key].label for key in found.choices[:PLACES]
    )
    return tuple((Button(each, f"ask {each}"),) for each in called)


def _onward(decision: Decision, notice: str) -> tuple[tuple[Button, ...], ...]:
    match decision:
        case Decision.UNCERTAIN:
            return ((button("check", f"check {notice}"),),)
        case Decision.ELIGIBLE:
            return ((button("fill", f"fill {notice}"),),)
        case Decision.INELIGIBLE:
            return ()

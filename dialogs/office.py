"""The office's desk: questions that the notices do not settle, and the office's readings (rulings)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from dialogs import home
from dialogs.desk import decide, overview
from dialogs.heard import is_word
from dialogs.model import Idle, Reply, Turn, World
from dialogs.prompt import Rows
from dialogs.referrals import (
    Answering,
    AnswerQuestion,
    Asked,
    ChangeRuling,
    DropQuestion,
)
from dialogs.say import button, render
from dialogs.scene import Scene, go
from knowledge.model import Library, Notice, Ruling
from knowledge.profile import profile_of
from knowledge.rules import RULE, holds
from knowledge.rulings import label, rule_of, rulings_on

SHOWN = 5  # of a list
LONGEST = 500  # characters of an answer
SETTLES = ("met", "broken")  # what a reading may make of the case a rule leaves open
OPEN = frozenset({"submitted", "returned", "recommended", "sent_up"})  # nominations still to be decided
LOOKED_AT = 200  # of these

Named = tuple[str, str]  # what a notice and a point are called


def office(scene: Scene, given: str = "") -> Turn:
    """`/office` and its buttons. To everybody else it is an unknown command."""
    if "office" not in scene.world.person.roles:
        return home.help_(scene)
    verb, _, subject = given.partition(" ")
    if given and verb not in _DOORS and (turn := decide.find(scene, given)):
        return turn
    return _DOORS.get(verb, _desk)(scene, subject)


def heard(scene: Scene, state: Answering, text: str) -> Turn:
    """What the office types: the text itself, or yes and no to the text it is shown."""
    if "office" not in scene.world.person.roles:
        return replace(home.help_(scene), state=Idle())
    if state.text and is_word(text, "yes"):
        return office(scene, "change" if state.ruling else "send")
    if state.text and is_word(text, "no"):
        text = ""
    if len(text) > LONGEST:
        return scene.stay(Reply(render("office", "too_long", count=len(text))))
    return _open(scene, replace(state, text=text))


def shown(state: Answering, world: World) -> Reply | None:
    """What the office is asked now: the text, or a yes to it."""
    if "office" not in world.person.roles:
        return None
    if state.ruling:
        return _ruling(state, world)
    asked = _question(world, state.question)
    if asked is None:
        return None
    notice = world.library[asked.notice].notice
    back = (button("leave_question", "office"),)
    if state.text:
        said = render("office", "sure", asked=asked, text=state.text, author=_author(notice, world))
        again = (button("rewrite", f"office answer {asked.id}"), *back)
        return Reply(said, ((button("send_answer", "office send"),), *_as_ruling(asked.point, "rule"), again))
    short, point = _named(world.library, asked.notice, asked.point)
    standing = rulings_on(world.library, asked.notice, (asked.point,))
    return Reply(render("office", "write", asked=asked, short=short, label=point, standing=standing), (back,))


def _ruling(state: Answering, world: World) -> Reply | None:
    found = _held(world.library, state.ruling)
    if found is None:
        return None
    notice, ruling = found
    back = (button("leave_ruling", "office rulings"),)
    if state.text:
        said = render("office", "sure_change", ruling=ruling, text=state.text, author=_author(notice, world))
        again = (button("rewrite", f"office edit {ruling.id}"), *back)
        return Reply(said, (*_as_ruling(ruling.point, "change"), again))
    short, point = _named(world.library, notice.id, ruling.point)
    return Reply(render("office", "rewrite", ruling=ruling, short=short, label=point), (back,))


def _as_ruling(point: str, verb: str) -> Rows:
    """A reading of a rule whose wording is open may settle the case, or only say something about it."""
    name = {"rule": "send_ruling", "change": "change_ruling"}[verb]
    if not point.startswith(RULE):
        return ((button(name, f"office {verb}"),),)
    settled = tuple((button(f"{name}_{how}", f"office {verb} {how}"),) for how in SETTLES)
    return (*settled, (button(f"{name}_in_words", f"office {verb}"),))


def _desk(scene: Scene, _: str = "", lead: str = "") -> Turn:
    """How many questions wait, and the oldest of them."""
    library = scene.world.library
    waiting = [each for each in scene.world.records.questions() if each.notice in library]
    first = [(each, *_named(library, each.notice, each.point)) for each in waiting[:SHOWN]]
    rulings = sum(len(each.rulings) for each in library.values())
    said = render("office", "desk", shown=first, more=len(waiting) - len(first), rulings=rulings)
    buttons: Rows = tuple(
        (
            button("answer_nth", f"office answer {asked.id}", number=number),
            button("drop_nth", f"office drop {asked.id}", number=number),
        )
        for number, (asked, *_) in enumerate(first, 1)
    )
    more: Rows = ((button("rulings", "office rulings"),),) if rulings else ()
    doors = (*overview.doors(scene), (button("invite", "invite"), button("broadcast", "broadcast")), _ROUNDS)
    return _at_desk(scene, Reply(f"{lead}\n\n{said}" if lead else said, (*buttons, *more, *doors)))


def _rulings(scene: Scene, given: str) -> Turn:
    """The readings there are, a few at a time; `given` is how many were shown already."""
    library, skipped = scene.world.library, int(given) if given.isdecimal() else 0
    every = [(each, *_named(library, key, each.point)) for key in library for each in library[key].rulings]
    few = every[skipped : skipped + SHOWN]
    buttons: Rows = tuple(
        (button("change_nth", f"office edit {each.id}", number=number),)
        for number, (each, *_) in enumerate(few, 1)
    )
    further = (button("more", f"office rulings {skipped + SHOWN}"),) if len(every) > skipped + SHOWN else ()
    rest = (*further, button("questions", "office"))
    return _at_desk(scene, Reply(render("office", "readings", shown=few), (*buttons, rest)))


def _at_desk(scene: Scene, reply: Reply) -> Turn:
    """Reading the lists ends what was being written, and leaves a form as it is."""
    return go(Idle(), reply) if isinstance(scene.state, Answering) else scene.stay(reply)


def _open(scene: Scene, state: Answering) -> Turn:
    reply = shown(state, scene.world)
    return go(state, reply) if reply else _gone(scene)


def _gone(scene: Scene) -> Turn:
    return _desk(scene, lead=render("office", "settled"))


def _drop(scene: Scene, question: str) -> Turn:
    if _question(scene.world, question) is None:
        return _gone(scene)
    return go(Idle(), Reply(render("office", "dropped"), _ON), effects=(DropQuestion(question),))


def _send(scene: Scene, *, rule: bool, settles: str = "") -> Turn:
    """The answer that was shown goes out; as a ruling, it holds for later askers too."""
    state = scene.state
    asked = _question(scene.world, state.question) if isinstance(state, Answering) else None
    if not isinstance(state, Answering) or asked is None or not state.text:
        return _gone(scene)
    author = _author(scene.world.library[asked.notice].notice, scene.world)
    ruling = next(scene.world.ids) if rule else ""
    effect = AnswerQuestion(asked.id, state.text, author, ruling, _settling(asked.point, settles))
    said = "\n".join(
        (render("office", "sent", ruling=rule), *_touched(scene.world, asked.notice, asked.point))
    )
    return go(Idle(), Reply(said, _ON), effects=(effect,))


def _change(scene: Scene, settles: str) -> Turn:
    state = scene.state
    found = _held(scene.world.library, state.ruling) if isinstance(state, Answering) else None
    if not isinstance(state, Answering) or found is None or not state.text:
        return _gone(scene)
    notice, ruling = found
    author, settled = _author(notice, scene.world), _settling(ruling.point, settles)
    effect = ChangeRuling(state.ruling, state.text, author, settled)
    said = "\n".join((render("office", "ruling_changed"), *_touched(scene.world, notice.id, ruling.point)))
    return go(Idle(), Reply(said, _ON), effects=(effect,))


def _settling(point: str, settles: str) -> str:
    return settles if settles in SETTLES and point.startswith(RULE) else ""


def _touched(world: World, notice: str, point: str) -> tuple[str, ...]:
    """The nominations of the running round whose case hangs on this reading, in a few words."""
    edition = world.library[notice]
    rule = rule_of(edition.notice, point)
    if rule is None or rule.unclear is None:
        return ()
    register = world.records.register
    open_ = register.page(edition.round.id, states=OPEN, limit=LOOKED_AT)
    form = edition.notice.form
    found = [each for each in open_ if holds(rule.unclear, profile_of(form, register.entries(each.id)))]
    return (render("office", "touched", found=found[:SHOWN], count=len(found)),) if found else ()


def _question(world: World, question: str) -> Asked | None:
    waiting: Sequence[Asked] = world.records.questions() if question else ()
    return next((each for each in waiting if each.id == question and each.notice in world.library), None)


def _held(library: Library, ruling: str) -> tuple[Notice, Ruling] | None:
    every = ((edition.notice, each) for edition in library.values() for each in edition.rulings)
    return next((found for found in every if found[1].id == ruling), None)


def _named(library: Library, notice: str, point: str) -> Named:
    found = library[notice].notice
    return found.short, label(found, point)


def _author(notice: Notice, world: World) -> str:
    """In whose name the office speaks."""
    return notice.contacts[0].office if notice.contacts else world.operator or notice.issuer


_ON: Rows = ((button("questions", "office"),),)
_ROUNDS = (button("rounds", "round"),)

_DOORS: Mapping[str, Callable[[Scene, str], Turn]] = {
    "answer": lambda scene, question: _open(scene, Answering(question=question)),
    "drop": _drop,
    "rulings": _rulings,
    "edit": lambda scene, ruling: _open(scene, Answering(ruling=ruling)),
    "send": lambda scene, _: _send(scene, rule=False),
    "rule": lambda scene, settles: _send(scene, rule=True, settles=settles),
    "change": _change,
}
"""Button of the desk -> what it does."""

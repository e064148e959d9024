"""Am I eligible: asks the traits that still matter, one at a time, and gives the verdict with its clause."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dialogs.fill import find_edition, notice_buttons
from dialogs.heard import is_word
from dialogs.model import (
    Button,
    Checking,
    Idle,
    Reply,
    Turn,
)
from dialogs.prompt import rows
from dialogs.referrals import TellRuling
from dialogs.say import button, render
from dialogs.scene import Scene, go
from knowledge.load import traits
from knowledge.model import Decision, Edition, Library, Ruling, Trait, Verdict
from knowledge.rules import decide
from knowledge.rulings import points_of, rulings_on

_UNKNOWN = "?"  # the person does not know; the trait is not asked again
_AWARD = "award"  # stands among the traits where a notice gives several awards


def check(scene: Scene, wanted: str = "") -> Turn:
    """`/check`: choose the notice, then ask the first trait that matters."""
    edition = find_edition(scene, wanted)
    if edition is None and len(scene.world.library) == 1:
        edition = next(iter(scene.world.library.values()))
    if edition is None:
        return scene.stay(Reply(render("check", "choose"), notice_buttons(scene, "check", "notice")))
    return _onward(scene, edition, Checking(edition.notice.id))


def answered(scene: Scene, trait: str, value: str) -> Turn:
    """A button of the talk was pressed."""
    state = scene.state
    edition = scene.world.library.get(state.notice) if isinstance(state, Checking) else None
    if not isinstance(state, Checking) or edition is None:
        return check(scene)
    known = (*(each for each in state.known if each[0] != trait), (trait, value))
    return _onward(scene, edition, Checking(state.notice, known))


def heard(scene: Scene, state: Checking, text: str) -> Turn | None:
    """A typed answer; None where it is none of the choices."""
    trait, edition = traits().get(state.trait), scene.world.library.get(state.notice)
    if state.trait == _AWARD and edition:
        value = next((award for award, name in edition.notice.awards.items() if text.strip() == name), "")
    else:
        value = _typed(trait, text) if trait else ""
    return answered(scene, state.trait, value) if value else None


def asked(state: Checking, library: Library) -> Reply | None:
    """The open question of the talk."""
    edition, trait = library.get(state.notice), traits().get(state.trait)
    if state.trait == _AWARD and edition:
        return _which_award(edition)
    return _question(trait) if trait else None


def _onward(scene: Scene, edition: Edition, state: Checking) -> Turn:
    known = dict(state.known)
    if edition.notice.awards and _AWARD not in known:
        return go(Checking(state.notice, state.known, _AWARD), _which_award(edition))
    verdict = decide(edition, _profile(known), known.get(_AWARD, ""))
    open_traits = [each for each in verdict.missing if each not in known]
    if verdict.decision is Decision.INELIGIBLE or not open_traits:
        talk = replace(scene.world.talk, notice=state.notice, traits=state.known)
        rulings = rulings_on(scene.world.library, edition.notice.id, points_of(verdict))
        reply = _verdict(edition, verdict, known.get(_AWARD, ""), rulings)
        return Turn(Idle(), (reply,), tuple(TellRuling(each.id) for each in rulings), talk=talk)
    trait = traits()[open_traits[0]]
    return go(Checking(state.notice, state.known, trait.id), _question(trait))


def _profile(known: Mapping[str, str]) -> dict[str, object]:
    told = ((traits()[trait], text) for trait, text in known.items() if trait in traits())
    return {trait.id: _value(trait, text) for trait, text in told if _fits(trait, text)}


def _fits(trait: Trait, text: str) -> bool:
    """Is it an answer to that question? 不清楚 is none, nor is what an older version asked for."""
    return text != _UNKNOWN and (trait.type != "number" or text.isdecimal())


def _which_award(edition: Edition) -> Reply:
    buttons = tuple(Button(name, f"trait {_AWARD} {award}") for award, name in edition.notice.awards.items())
    return Reply(render("check", "which_award"), rows(buttons))


def _value(trait: Trait, text: str) -> object:
    if trait.type == "flag":
        return text == "true"
    return int(text) if trait.type == "number" else text


def _question(trait: Trait) -> Reply:
    said = render("check", "question", trait=trait)
    unsure = button("unsure", f"trait {trait.id} {_UNKNOWN}")
    return Reply(said, (*rows(_choices(trait)), (unsure,)))


def _choices(trait: Trait) -> tuple[Button, ...]:
    if trait.type == "flag" and not trait.options:
        return (button("is_so", f"trait {trait.id} true"), button("is_not_so", f"trait {trait.id} false"))
    return tuple(Button(shown, f"trait {trait.id} {value}") for value, shown in trait.options.items())


def _typed(trait: Trait, text: str) -> str:
    text = text.strip()
    if trait.type == "number" and text.isascii() and text.isdigit():
        return text
    chosen = next((value for value, shown in trait.options.items() if text in {value, shown}), "")
    if trait.type == "flag" and not chosen:
        return "true" if is_word(text, "yes") else "false" if is_word(text, "no") else ""
    return chosen


def _verdict(edition: Edition, verdict: Verdict, award: str, rulings: Sequence[Ruling]) -> Reply:
    notice = edition.notice
    labels = {each.id: each.label for each in notice.clauses}
    said = render(
        "check",
        "verdict",
        verdict=verdict,
        notice=notice,
        clauses=labels,
        traits=traits(),
        contact=notice.contacts[0],
        award=notice.awards.get(award, ""),
    )
    if rulings:
        said = f"{said}\n\n{render('office', 'rulings', rulings=rulings)}"
    buttons = (button("fill", f"fill {notice.id}"), button("check_again", f"check {notice.id}"))
    return Reply(said, (buttons,))

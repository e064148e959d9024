"""The whole behaviour of the assistant: one event, and what follows from it."""

from dataclasses import replace

from dialogs import (
    again,
    change,
    check,
    code,
    entry,
    files,
    fill,
    home,
    itself,
    mine,
    offered,
    office,
    press,
    privacy,
    remind,
    underway,
)
from dialogs.broadcasts import Announcing
from dialogs.desk import bring, broadcast, invite, join, laureates, noted, rounds, unit, ways
from dialogs.draft import Draft, draft_of
from dialogs.heard import about_form, fill_wish, is_back, is_word
from dialogs.heard import change as change_wished
from dialogs.heard import code as code_in
from dialogs.heard import token as token_in
from dialogs.model import (
    Checking,
    Confirming,
    Consenting,
    Deciding,
    Decline,
    Event,
    Filling,
    Idle,
    Reply,
    Reviewing,
    State,
    Turn,
    Unsay,
    World,
)
from dialogs.noting import Bringing, Noting
from dialogs.question import question
from dialogs.referrals import Answering
from dialogs.register import AtUnit
from dialogs.rounds import Arranging
from dialogs.say import render
from dialogs.scene import Scene, go
from dialogs.seats import Inviting, Joining, Starting
from knowledge.fields.refusals import secret, stuck
from knowledge.model import Field
from knowledge.understand import is_question

_COMMANDS = frozenset(
    {
        "start",
        "help",
        "ask",
        "notices",
        "fill",
        "check",
        "mine",
        "code",
        "mydata",
        "forget",
        "cancel",
        "remind",
        "resume",
    }
)
_UNLISTED = frozenset(
    {"bring", "broadcast", "export", "invite", "office", "round", "unit"}
)  # /help tells those to whom they open
_EVERYWHERE = ("help", "mine", "notices", "code", "mydata", "forget", "refer", "remind")
_SHORT = 60  # characters; a longer message at a long-text field is text, whatever it looks like


def step(state: State, event: Event, world: World) -> Turn:
    """Turn one event into the new state, the replies and what is to be kept. Pure."""
    scene = Scene(state, event, world)
    if event.press:
        return press.act(scene, event.press)
    if found := secret(event.text):
        return _unsaid(scene, found)
    if event.text.startswith("/") and not event.edited:
        return _command(scene)
    if turn := _without_words(scene):
        return turn
    return _words(scene, event.text.strip())


def _unsaid(scene: Scene, found: str) -> Turn:
    """An identity number, a bank card or a password is not kept, wherever it was typed."""
    turn = again.repeat(scene, lead=render("reading", found, field=None, details={}))
    first = replace(turn.replies[0], erases=scene.event.sent)
    return replace(turn, replies=(first, *turn.replies[1:]), effects=(Unsay(),))


def _command(scene: Scene) -> Turn:
    verb, _, rest = scene.event.text[1:].partition(" ")
    verb, rest = verb.partition("@")[0].casefold(), rest.strip()
    if verb == "back":
        return _back(scene)
    if verb not in _COMMANDS | _UNLISTED:
        return home.help_(scene)
    return press.act(scene, f"{verb} {rest}".strip()) if verb == "resume" else press.PLAIN[verb](scene, rest)


def _without_words(scene: Scene) -> Turn | None:
    """Files, stickers, voices, edits, groups: what is not a plain text."""
    event = scene.event
    if event.other == "group":
        return _in_group(scene)
    if event.edited:
        return offered.edited(scene)
    if event.pending and (turn := press.card_first(scene)):
        return replace(turn, effects=(*turn.effects, Decline()))
    if event.text.strip() and (event.pending or event.other) and (turn := offered.caption(scene)):
        return turn
    if event.pending:
        return _announced(scene)
    if event.uploads:
        return _uploaded(scene)
    if event.other or not event.text.strip():
        _, field = _asked(scene)
        said = render("fill", "other", kind=event.other, asked=field.type if field else "")
        return again.repeat(scene, Reply(said))
    return None


def _in_group(scene: Scene) -> Turn:
    """Said once a day: a group is no place for personal data."""
    if scene.world.talk.turns == ("group",):
        return scene.stay()
    talk = replace(scene.world.talk, turns=("group",))
    return scene.stay(Reply(render("fill", "other", kind="group", asked="")), talk=talk)


def _announced(scene: Scene) -> Turn:
    """A file is on its way."""
    draft, field = _asked(scene)
    if draft and field and field.type == "file":
        return files.coming(scene, draft, field)
    return scene.stay(Reply(render("fill", "file_coming")))


def _uploaded(scene: Scene) -> Turn:
    if isinstance(scene.state, Bringing):
        return bring.came(scene, scene.state)
    if isinstance(scene.state, Noting) and scene.state.deed == "laureates":
        return laureates.came(scene, scene.state)
    if isinstance(scene.state, AtUnit) and (turn := unit.came(scene, scene.state)):
        return turn
    if isinstance(scene.state, Inviting) and scene.state.asks == "list":
        return invite.came(scene, scene.state)
    draft, field = _asked(scene)
    if turn := _belated(scene, field):
        return turn
    if draft and field and field.type == "file":
        return files.came(scene, draft, field)
    if said := files.elsewhere(draft or press.draft_here(scene), field, scene.event.uploads):
        return again.repeat(scene, Reply(said))
    fault = next((each.fault for each in scene.event.uploads if each.fault), "")
    if fault:
        return again.repeat(scene, Reply(render("upload", fault)))
    if draft is None or field is None or field.type != "long_text":
        label = field.label if field else ""
        return again.repeat(scene, Reply(render("fill", "file_not_here", label=label)))
    return entry.document(scene, draft, field, "\n".join(each.text for each in scene.event.uploads))


def _belated(scene: Scene, asked: Field | None) -> Turn | None:
    """A file that comes when something else is asked already goes where it was announced."""
    nomination, _, name = scene.event.expects.partition(" ")
    draft = draft_of(scene.world, nomination)
    field = draft.form.field(name) if draft else None
    if draft is None or field is None or any(each.fault for each in scene.event.uploads):
        return None
    if asked and asked.id == field.id:
        return None
    if field.type == "file":
        turn = files.came(scene, draft, field)
    elif field.type == "long_text":
        turn = entry.document(scene, draft, field, "\n".join(each.text for each in scene.event.uploads))
    else:
        return None
    noted, shown = Reply(turn.replies[0].text), again.current(scene.state, scene.world)
    return replace(turn, state=scene.state, replies=(noted, *((shown,) if shown else ())))


def _words(scene: Scene, text: str) -> Turn:
    """A plain text: the words that mean the same everywhere, then what is open."""
    if found := code_in(text):
        return code.use(scene, found)
    if found := token_in(text):
        return join.offered(scene, found)
    if is_word(text, "cancel"):
        return press.cancel(scene)
    meaning = next((each for each in _EVERYWHERE if is_word(text, each)), "")
    if not meaning and (turn := offered.quoted(scene, text) or _of_itself(scene, text)):
        return turn
    return press.PLAIN[meaning](scene, "") if meaning else _by_state(scene, text)


def _of_itself(scene: Scene, text: str) -> Turn | None:
    """What is asked of the assistant itself, wherever a nominee may ask it."""
    asking = isinstance(scene.state, Idle | Filling | Confirming | Reviewing | Consenting)
    return itself.asked(scene, text) if asking else None


def _by_state(scene: Scene, text: str) -> Turn:  # noqa: C901, PLR0911, PLR0912 - one case a state
    if isinstance(scene.state, Filling | Confirming | Reviewing) and (turn := press.card_first(scene)):
        return turn
    match scene.state:
        case Filling():
            return _filling(scene, text)
        case Confirming() as state:
            return _confirming(scene, state, text)
        case Reviewing():
            return _reviewing(scene, text)
        case Consenting() as state:
            return _consenting(scene, state, text)
        case Deciding() as state:
            return _deciding(scene, state, text)
        case Checking() as state:
            return _checking(scene, state, text)
        case Answering() as state:
            return office.heard(scene, state, text)
        case Arranging() as state:
            return rounds.heard(scene, state, text)
        case Announcing() as state:
            return broadcast.heard(scene, state, text)
        case Noting() as state:
            return noted.heard(scene, state, text)
        case Bringing() as state:
            return bring.heard(scene, state, text)
        case AtUnit() as state:
            return unit.heard(scene, state, text)
        case Starting() as state:
            return ways.heard(scene, state, text)
        case Inviting() as state:
            return invite.heard(scene, state, text)
        case Joining() as state:
            return join.heard(scene, state, text)
        case Idle():
            return _idle(scene, text)


def _filling(scene: Scene, text: str) -> Turn:
    draft, field = _asked(scene)
    if draft is None or field is None:
        return _idle(replace(scene, state=Idle()), text)
    if turn := _steering(scene, draft, field, text) or underway.asked(scene, draft, text):
        return turn
    if field.type != "long_text" or len(text) <= _SHORT:
        if not is_question(text) and (turn := remind.typed(scene, text)):
            return turn
        if (wish := change_wished(text)) and (turn := change.change(scene, draft, wish)):
            return turn
        if is_question(text) and not stuck(text):
            return question(scene, text)
    return offered.unusual(scene, draft, field, text) or entry.heard(scene, draft, field, text)


def _steering(scene: Scene, draft: Draft, field: Field, text: str) -> Turn | None:
    """Fixed words that steer the form instead of answering."""
    collecting = isinstance(scene.state, Filling) and scene.state.collecting
    if collecting and is_word(text, "finished"):
        return entry.finished(scene, draft, field)
    if is_back(text):
        return fill.back(draft, field)
    if is_word(text, "skip"):
        return fill.skip(draft, field)
    if is_word(text, "keep") and field.id in draft.entries:
        return fill.kept(draft, field)
    if is_word(text, "review"):
        return press.DRAFT["review"](scene, draft)
    if is_word(text, "restart") and not draft.submitted:
        return mine.restart(draft)
    if is_word(text, "greeting", "resume"):
        return again.repeat(scene, lead=render("fill", "greeted"))
    if is_word(text, "thanks"):
        return again.repeat(scene, lead=render("fill", "welcome_thanks"))
    return None


def _confirming(scene: Scene, state: Confirming, text: str) -> Turn:
    draft = draft_of(scene.world, state.nomination)
    if draft is None:
        return _idle(replace(scene, state=Idle()), text)
    if is_word(text, "yes"):
        return entry.accept(scene, draft, state)
    if is_word(text, "no"):
        return entry.reject(draft, state)
    if turn := underway.asked(scene, draft, text):
        return turn
    if is_question(text):
        return question(scene, text)
    before = (
        Filling(draft.id, state.back) if state.back else Idle() if draft.submitted else Reviewing(draft.id)
    )
    return _by_state(replace(scene, state=before), text)


def _reviewing(scene: Scene, text: str) -> Turn:
    draft = press.draft_here(scene)
    if draft is None:
        return _idle(replace(scene, state=Idle()), text)
    if is_word(text, "submit", "yes"):
        return press.DRAFT["submit"](scene, draft)
    if (wish := change_wished(text)) and (turn := change.change(scene, draft, wish)):
        return turn
    if is_word(text, "back"):
        return fill.goto(draft, draft.form.asked[-1])
    if turn := underway.asked(scene, draft, text):
        return turn
    if is_question(text):
        return question(scene, text)
    return again.repeat(scene, lead=render("review", "unclear"))


def _consenting(scene: Scene, state: Consenting, text: str) -> Turn:
    if is_word(text, "agree", "yes"):
        return press.PLAIN["agree"](scene, "")
    if is_word(text, "disagree", "no"):
        return privacy.refuse(scene, state)
    return question(scene, text) if is_question(text) else again.repeat(scene)


def _deciding(scene: Scene, state: Deciding, text: str) -> Turn:
    if is_word(text, "yes"):
        return press.act(scene, f"really {state.step} {state.subject}".strip())
    if is_word(text, "no"):
        return mine.unchanged()
    return _idle(replace(scene, state=Idle()), text)


def _checking(scene: Scene, state: Checking, text: str) -> Turn:
    return check.heard(scene, state, text) or question(scene, text)


def _idle(scene: Scene, text: str) -> Turn:
    """Nothing is open: a greeting, a wish to fill in, a notice's name, or a question."""
    if is_word(text, "greeting"):
        return home.start(scene)
    if is_word(text, "thanks"):
        return home.thanks(scene)
    if is_word(text, "resume"):
        return press.resume(scene)
    if is_word(text, "fill"):
        return fill.fill(scene)
    if (award := fill_wish(text)) is not None and (not award or fill.find_edition(scene, award)):
        return fill.wished(scene, award)
    if not is_question(text) and (turn := remind.typed(scene, text)):
        return turn
    draft = mine.latest(scene)
    if draft and (wish := change_wished(text)) and (turn := change.change(scene, draft, wish)):
        return turn
    if draft and about_form(text) == underway.SHEET:
        return underway.sheet(scene, draft)
    if _names_a_notice(scene, text):
        return home.notice(scene, text)
    return question(scene, text)


def _names_a_notice(scene: Scene, text: str) -> bool:
    """Is the whole message the name of a notice?"""
    edition = fill.find_edition(scene, text)
    return edition is not None and text in {edition.notice.short, *edition.notice.names}


def _back(scene: Scene) -> Turn:
    if turn := press.card_first(scene):
        return turn
    draft, field = _asked(scene)
    if draft and field:
        return fill.back(draft, field)
    draft = press.draft_here(scene)
    return fill.goto(draft, draft.form.asked[-1]) if draft else go(Idle(), *home.start(scene).replies)


def _asked(scene: Scene) -> tuple[Draft | None, Field | None]:
    """The nomination and the field that is being asked, if any."""
    if not isinstance(scene.state, Filling):
        return None, None
    draft = draft_of(scene.world, scene.state.nomination)
    return draft, draft.form.field(scene.state.field) if draft else None

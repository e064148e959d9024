"""Personal data: the consent cards before the first field, what is held, and deleting it."""

from dialogs.model import Consenting, Deciding, Forget, Idle, Reply, Turn
from dialogs.prompt import Rows
from dialogs.register import ABROAD
from dialogs.say import button, render, words
from dialogs.scene import Scene, go
from knowledge.model import Edition


def version(card: str) -> str:
    """The version of a card that is in force; agreeing to an older one is asked anew."""
    return str(words()["cards"][card])


def card_needed(scene: Scene, *given: str, others: bool = False) -> str:
    """The first card of this channel not agreed to yet, or ''; `given` were agreed to just now.

    `others`: it is about somebody else, whose agreement the writer vouches for.
    """
    records = scene.world.records
    cards: tuple[str, ...] = ("privacy",)
    if scene.world.person.channel in ABROAD:
        cards = ("privacy", "abroad", *(("others",) if others else ()))
    return next(
        (each for each in cards if each not in given and records.consented(each) != version(each)), ""
    )


def show_card(scene: Scene, card: str, edition: Edition, *, practice: bool = False, token: str = "") -> Turn:
    """The card, with its two buttons of equal weight."""
    return go(Consenting(edition.notice.id, card, practice, token=token), _card(scene, card, edition))


def again(scene: Scene, state: Consenting) -> Turn:
    """Something else was said while the card waits: it is shown once more."""
    edition = scene.world.library.get(state.notice)
    return scene.stay(_card(scene, state.card, edition)) if edition else go(Idle())


def refuse(scene: Scene, state: Consenting) -> Turn:
    """不同意: nothing was kept, and nobody is asked again."""
    said = render("privacy", "refused", card=state.card, web=scene.world.web)
    return go(Idle(), Reply(said, ((button("notices", "notices"),),), link=_web_link(scene, state.card)))


def mydata(scene: Scene) -> Turn:
    """Everything held about the person, as a summary and as a file."""
    records, person = scene.world.records, scene.world.person
    nominations = [
        (
            scene.world.library[each.notice].notice.short,
            each,
            len([v for v in records.entries(each.id).values() if v]),
        )
        for each in records.nominations()
        if each.notice in scene.world.library
    ]
    held = records.holdings()
    said = render("privacy", "mydata", nominations=nominations, held=held, channel=person.channel)
    wipe = ((button("forget", "forget"),),)
    everything = Reply(render("privacy", "file"), document=f"mydata/{person.id}")
    # What was uploaded is handed back on the web page only: some of it must not leave the country.
    sent = held.get("files") and person.channel == "web"
    files = (Reply(render("privacy", "files"), document=f"files/{person.id}"),) if sent else ()
    return scene.stay(Reply(said, wipe), everything, *files)


def forget(scene: Scene) -> Turn:
    """`/forget`: say what would go, and wait for a yes."""
    submitted = [each.registration for each in scene.world.records.nominations() if each.state == "submitted"]
    said = render("privacy", "forget_sure", submitted=submitted)
    buttons: Rows = ((button("forget_really", "really forget"), button("not_now", "no")),)
    return go(Deciding("forget"), Reply(said, buttons))


def forgotten() -> Turn:
    return go(Idle(), Reply(render("privacy", "forgotten")), effects=(Forget(),))


def _card(scene: Scene, card: str, edition: Edition) -> Reply:
    world = scene.world
    contact = edition.notice.contacts[0] if edition.notice.contacts else None
    said = render(
        "privacy",
        card,
        operator=world.operator or edition.notice.issuer,
        contact=world.operator_contact or (contact.phone if contact else ""),
        web=world.web,
    )
    yes = {"privacy": "agree", "others": "agree_others"}.get(card, "agree_abroad")
    no = "disagree" if card == "privacy" else "use_web"
    return Reply(said, ((button(yes, "agree"), button(no, "disagree")),))


def _web_link(scene: Scene, card: str) -> str:
    return "/" if card in {"abroad", "others"} and scene.world.web else ""

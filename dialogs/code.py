"""The resume code: carries what was filled in to another device, or from the web page to Telegram."""

from dialogs.model import Effect, Link, NewCode, Reply, Turn, WrongCode
from dialogs.say import button, render
from dialogs.scene import Scene

_LENGTH, _GROUP = 12, 4
GUESSES = 10  # wrong codes an hour from one address


def first(scene: Scene) -> tuple[tuple[Effect, ...], tuple[Reply, ...]]:
    """On the web page, at the start of a first form: a code, so that nothing depends on this device."""
    if scene.world.person.channel != "web" or scene.world.records.holdings().get("codes"):
        return (), ()
    fresh = _fresh(scene)
    return (NewCode(fresh),), (
        Reply(render("code", "given", code=fresh, web=scene.world.web), link="/resume"),
    )


def new(scene: Scene) -> Turn:
    """`/code`: a new code; an older one ends."""
    fresh = _fresh(scene)
    said = render("code", "given", code=fresh, web=scene.world.web)
    return scene.stay(Reply(said, link="/resume"), effects=(NewCode(fresh),))


def use(scene: Scene, code: str) -> Turn:
    """A code was typed or came with a link: join the person it belongs to."""
    records = scene.world.records
    if records.wrong_codes() >= GUESSES:
        return scene.stay(Reply(render("code", "too_many")))
    owner = records.person_of(code)
    if not owner:
        return scene.stay(Reply(render("code", "wrong")), effects=(WrongCode(),))
    if owner == scene.world.person.id:
        return scene.stay(Reply(render("code", "own"), ((button("resume", "resume"),),)))
    buttons = ((button("resume", "resume"), button("mine", "mine")),)
    return scene.stay(Reply(render("code", "joined"), buttons), effects=(Link(owner),))


def _fresh(scene: Scene) -> str:
    """Twelve characters in groups of four, from the alphabet of the world's identifiers."""
    drawn = ""
    while len(drawn) < _LENGTH:
        drawn += next(scene.world.ids)
    return "-".join(drawn[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP)).upper()

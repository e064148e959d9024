"""未认领: nominations whose recommending unit could not be made out; the office says which it is."""

from dialogs import home
from dialogs.correct import UNIT_FIELD
from dialogs.desk.rights import own_edition, reached
from dialogs.model import Button, Reply, Turn, World
from dialogs.prompt import rows
from dialogs.register import Assign, Standing
from dialogs.say import button, render
from dialogs.scene import Scene
from knowledge.fields import shown
from knowledge.model import Edition
from knowledge.units import likely

SHOWN = 5  # of a list
CHOICES = 20  # units offered for one


def claim(scene: Scene, given: str) -> Turn:
    """`claim <round>`, `claim one <nomination>`, `claim to <nomination> <unit>`."""
    verb, _, subject = given.partition(" ")
    if verb == "one":
        return _one(scene, subject)
    if verb == "to":
        return _assigned(scene, *subject.partition(" ")[::2])
    edition = own_edition(scene.world, given)
    return _list(scene, edition) if edition else home.help_(scene)


def letter(round_id: str, world: World) -> Reply | None:
    """To the office: somebody has handed in for a unit that could not be made out."""
    edition = own_edition(world, round_id)
    waiting = world.records.register.unclaimed(round_id) if edition else ()
    if edition is None or not waiting:
        return None
    said = render("desk_claim", "letter", short=edition.notice.short, count=len(waiting))
    return Reply(said, ((button("claim", f"claim {round_id}", count=len(waiting)),),))


def _list(scene: Scene, edition: Edition) -> Turn:
    waiting = scene.world.records.register.unclaimed(edition.round.id)
    few = [(each, _typed(scene, each)) for each in waiting[:SHOWN]]
    said = render("desk_claim", "list", shown=few, more=len(waiting) - len(few))
    buttons = tuple(
        (button("claim_nth", f"claim one {each.id}", number=number),)
        for number, (each, _) in enumerate(few, 1)
    )
    return scene.stay(Reply(said, (*buttons, _back(edition))))


def _one(scene: Scene, nomination: str) -> Turn:
    """The units whose names come nearest to what was typed."""
    standing, edition = _open(scene, nomination)
    if standing is None or edition is None:
        return scene.stay(Reply(render("desk_claim", "settled")))
    units = scene.world.records.seats.named(standing.round)
    typed = _typed(scene, standing)
    choices = tuple(
        button("field", f"claim to {nomination} {each}", label=units[each])
        for each in likely(typed, units, CHOICES)
    )
    said = render("desk_claim", "which", standing=standing, typed=typed, notice=edition.notice.id)
    more = (button("invite_liaison", f"invite liaison {edition.notice.id}"),)
    return scene.stay(Reply(said, (*rows(choices), more)))


def _assigned(scene: Scene, nomination: str, unit_id: str) -> Turn:
    standing, edition = _open(scene, nomination)
    unit = scene.world.records.seats.unit(unit_id)
    if standing is None or edition is None or unit is None or unit.round != standing.round:
        return scene.stay(Reply(render("desk_claim", "settled")))
    said = render("desk_claim", "assigned", standing=standing, unit=unit.name)
    return scene.stay(Reply(said, (_back(edition),)), effects=(Assign(nomination, unit.id),))


def _open(scene: Scene, nomination: str) -> tuple[Standing | None, Edition | None]:
    """A nomination that still waits for its unit, with its edition."""
    found = reached(scene.world, nomination)
    if found is None or found.unit or found.state not in {"submitted", "returned"}:
        return None, None
    return found, own_edition(scene.world, found.round)


def _typed(scene: Scene, standing: Standing) -> str:
    register = scene.world.records.register
    form, value = register.form(standing.id), register.entries(standing.id).get(UNIT_FIELD, "")
    field = form.field(UNIT_FIELD) if form else None
    return shown(field, value) if field and value else ""


def _back(edition: Edition) -> tuple[Button]:
    return (button("overview", f"overview {edition.round.id}", short=edition.notice.short),)

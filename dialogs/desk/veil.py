"""On a channel abroad, of nominees who agreed to the web only: why nothing is shown, and where it is read."""

from collections.abc import Sequence

from dialogs.model import Button, Reply, World
from dialogs.prompt import Rows
from dialogs.register import Standing
from dialogs.say import button, render


def instead(world: World, standing: Standing, *back: Button) -> Reply:
    """Takes the place of what one nominee wrote."""
    said = render("desk_veil", "one", standing=standing, web=world.web)
    return Reply(said, _doors(back), link=page(world, standing))


def instead_of_many(world: World, count: int) -> Reply:
    """Takes the place of a table or a package with `count` such nominees in it: the web chat makes it."""
    return Reply(render("desk_veil", "many", count=count, web=world.web), _doors(()), link=_link(world, "/"))


def page(world: World, standing: Standing) -> str:
    """Where a nomination is read in full; '' where it may be read here."""
    return _link(world, f"/list/one/{standing.id}") if standing.veiled else ""


def note(found: Sequence[Standing]) -> str:
    """Below a list: why some names are not whole."""
    return render("desk_veil", "note") if any(each.veiled for each in found) else ""


def _link(world: World, path: str) -> str:
    return path if world.web else ""


def _doors(back: Sequence[Button]) -> Rows:
    """The code signs in on the page as the same person."""
    return (button("web_code", "code"),), *((tuple(back),) if back else ())

"""`/office` opens here: the doors to a round, and the round at a glance in words, as a picture, as a page."""

from dialogs import home
from dialogs.desk.glance import Glance, UnitLine, glance
from dialogs.desk.rights import offices, own_edition
from dialogs.model import Reply, Turn
from dialogs.prompt import Rows
from dialogs.say import button, render
from dialogs.scene import Scene
from knowledge.model import Edition

_SHOWN = 12  # units in a chat; all of them stand on the page


def doors(scene: Scene) -> Rows:
    """One door a notice, for the office's front page."""
    return tuple(
        (button("overview", f"overview {each.round.id}", short=each.notice.short),)
        for each in offices(scene.world)
    )


def overview(scene: Scene, given: str) -> Turn:
    """`overview <round> [picture]`: where everything stands."""
    round_id, _, how = given.partition(" ")
    edition = own_edition(scene.world, round_id)
    if edition is None:
        return home.help_(scene)
    if how == "picture":
        return scene.stay(Reply("", document=f"overview/{round_id}"))
    seen = glance(scene.world.records, edition, scene.world.now.date())
    return scene.stay(Reply(said(seen), _buttons(edition, seen), link=f"/list?round={round_id}"))


def said(seen: Glance) -> str:
    """The figures in words; units with nothing to tell are left to the page."""
    telling = sorted((line for line in seen.units if line.counts), key=_urgency)
    return render(
        "desk_overview",
        "overview",
        seen=seen,
        short=seen.edition.notice.short,
        lines=telling[:_SHOWN],
        more=max(0, len(telling) - _SHOWN),
        late=[each for each in seen.at("late") if each.unit],
        too_late=seen.at("too_late"),
        soon=seen.at("soon"),
    )


def _urgency(line: UnitLine) -> tuple[bool, int]:
    return not line.risk, -line.waiting


def _buttons(edition: Edition, seen: Glance) -> Rows:
    at = edition.round.id
    held = ((button("held", f"held {at}", count=seen.marks["held"]),),) if seen.marks["held"] else ()
    lost = seen.marks["unassigned"]
    unclaimed = ((button("claim", f"claim {at}", count=lost),),) if lost else ()
    return (
        *held,
        *unclaimed,
        (button("picture", f"overview {at} picture"), button("receive", f"received {at}")),
        (button("to_decide", f"decide list {at}"), button("export", f"export {at}")),
        (
            button("bring", f"bring {edition.notice.id}"),
            button("laureates", f"laureates {edition.notice.id}"),
        ),
        *(((button("coming", f"remind ahead {edition.notice.id}"),),) if not seen.over else ()),
    )

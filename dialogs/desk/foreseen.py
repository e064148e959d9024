"""For the office: which reminders are coming, to how many people, and why; as the data are now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dialogs import home
from dialogs.desk.decide import is_paper
from dialogs.desk.rights import offices
from dialogs.model import Reply, Turn
from dialogs.reminders import HOUR, Expected
from dialogs.say import button, render
from dialogs.scene import Scene
from knowledge.agenda import Point, ahead
from knowledge.model import Edition

SHOWN = 8  # reminders
_LACKING = 4  # fields that are named


@dataclass(frozen=True, slots=True)
class Coming:
    """One day on which people are reminded of a point: `expected` are those who then have something to do."""

    day: date
    point: Point
    expected: tuple[Expected, ...]

    def why(self, name: str) -> int:
        return sum(int(getattr(each, name)) for each in self.expected)

    @property
    def total(self) -> int:
        """That it opens, and that a vote begins, is told to all whom the round concerns."""
        told = self.why("total") + (self.why("bring") if self.point.id == "hand_in" else 0)
        return (
            told + self.why("bring") + self.why("others")
            if self.point.id in {"opens", "online_vote"}
            else told
        )


def foreseen(scene: Scene, notice: str) -> Turn:
    """To everybody but the office of the notice an unknown command."""
    edition = next((each for each in offices(scene.world) if each.notice.id == notice), None)
    if edition is None:
        return home.help_(scene)
    reminders = scene.world.records.reminders
    papers = [each.id for each in edition.notice.materials if is_paper(each)]
    expected = reminders.expected(notice, edition.round.id, papers)
    every = _coming(edition, scene, tuple(expected))
    fields = [each.id for each in edition.notice.form.asked if not each.optional]
    said = render(
        "remind",
        "foreseen",
        short=edition.notice.short,
        coming=every[:SHOWN],
        more=len(every) - SHOWN,
        drafts=sum(each.drafts for each in expected),
        lacking=_most(reminders.unfilled(notice, edition.round.id, fields), edition),
    )
    return scene.stay(Reply(said, ((button("remind", "remind"), button("questions", "office")),)))


def _coming(edition: Edition, scene: Scene, expected: tuple[Expected, ...]) -> list[Coming]:
    """By day. Who chose other days than the notice has, has days of their own."""
    now = scene.world.now
    first = now.date() + timedelta(days=now.hour >= HOUR)
    found: dict[tuple[date, Point], list[Expected]] = {}
    points: dict[tuple[date, str, str], Point] = {}
    for each in expected or (Expected(()),):
        for slot in ahead(edition, first, each.leads):
            place = slot.day, slot.point.id, slot.point.level
            point = points.setdefault(place, slot.point)
            found.setdefault((slot.day, point), []).append(each)
    every = [Coming(day, point, tuple(them)) for (day, point), them in found.items()]
    return sorted(every, key=lambda one: one.day)


def _most(unfilled: Mapping[str, int], edition: Edition) -> list[tuple[str, int]]:
    """What is lacking most often: label and how many."""
    most = sorted(unfilled.items(), key=lambda each: -each[1])[:_LACKING]
    labels = {each.id: each.label for each in edition.notice.form.asked}
    return [(labels[field], number) for field, number in most]

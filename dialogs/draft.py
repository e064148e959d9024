"""One nomination as the dialogs see it: its notice, its form, and what has been filled in so far."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dialogs.desk.whom import in_sight
from dialogs.model import World
from dialogs.records import NominationSummary
from dialogs.register import TAKING
from knowledge import chars
from knowledge.fields.files import short_of
from knowledge.model import Edition, Field, Force, Form, Rule, Verdict
from knowledge.profile import profile_of
from knowledge.rounds import in_round
from knowledge.rules import decide


@dataclass(frozen=True, slots=True)
class Draft:
    summary: NominationSummary
    edition: Edition
    entries: Mapping[str, str]  # field -> value; '' is a skipped field
    channel: str = ""  # where the conversation is

    @property
    def id(self) -> str:
        return self.summary.id

    @property
    def form(self) -> Form:
        return self.edition.notice.form

    @property
    def submitted(self) -> bool:
        """Handed in, whatever became of it since."""
        return self.summary.state not in {"draft", "withdrawn"}

    @property
    def listed(self) -> bool:
        """Recommended or beyond: the unit or the office has to give it back before it can change."""
        return self.summary.state in TAKING

    @property
    def returned(self) -> bool:
        return self.summary.state == "returned"

    def having(self, field: str, value: str) -> "Draft":
        """The same draft once an entry has been saved."""
        return replace(self, entries={**self.entries, field: value})

    def without(self, field: str) -> "Draft":
        return replace(self, entries={k: v for k, v in self.entries.items() if k != field})

    def next_field(self, but: Field | None = None) -> Field | None:
        """The first field but that one that has neither an answer nor been skipped."""
        return next((each for each in self.form.asked if each is not but and self._is_open(each)), None)

    def _is_open(self, field: Field) -> bool:
        open_ = field.id not in self.entries or self.short_of(field) > 0
        return open_ and field.applies(self.entries)

    def short_of(self, field: Field) -> int:
        """How many files are missing where some have come already."""
        value = self.entries.get(field.id, "")
        return short_of(field, value) if value else 0

    def away(self, field: Field) -> bool:
        """Whether what is asked must not be sent here: credit and police evidence leaves the country."""
        return field.sensitive and self.channel == "telegram"

    def place(self, field: Field) -> tuple[int, int]:
        """Where the field stands among those asked: (3, 18) is the third of eighteen."""
        asked = self.form.asked
        return asked.index(field) + 1, len(asked)

    def before(self, field: Field) -> Field:
        """The field asked before this one; the first stays itself."""
        asked = [each for each in self.form.asked if each is field or each.applies(self.entries)]
        return asked[max(asked.index(field) - 1, 0)]

    def missing(self) -> tuple[Field, ...]:
        return tuple(
            each
            for each in self.form.asked
            if (not each.optional and not self.entries.get(each.id)) or self.short_of(each)
        )

    def too_long(self) -> tuple[Field, ...]:
        return tuple(each for each in self.form.asked if self._over(each))

    def verdict(self) -> Verdict:
        award = self.entries.get("award", "")
        return decide(self.edition, profile_of(self.form, self.entries), award)

    def vetoes(self) -> tuple[Rule, ...]:
        """The vetoes the entries run into: they block submitting."""
        return tuple(rule for rule in self.verdict().because if rule.force is Force.VETOES)

    def blocked(self) -> bool:
        return bool(self.missing() or self.too_long() or self.vetoes())

    def _over(self, field: Field) -> bool:
        most = field.chars.max
        return most is not None and chars.count(self.entries.get(field.id, "")) > most


def draft_of(world: World, nomination: str) -> Draft | None:
    """The person's own nomination of that id; None where there is none, or it is somebody else's."""
    found = next((each for each in world.records.nominations() if each.id == nomination), None)
    return open_draft(world, found) if found else None


def open_draft(world: World, summary: NominationSummary) -> Draft | None:
    """None where the notice is no longer in the library. A draft keeps its round and its form."""
    known = world.library.get(summary.notice)
    if known is None:
        return None
    edition = in_round(known, summary.round)
    if summary.digest != edition.notice.form.digest and (begun := world.records.form(summary.id)):
        edition = replace(edition, notice=replace(edition.notice, form=begun))
    seen = in_sight(edition, summary)
    return Draft(summary, seen, world.records.entries(summary.id), world.person.channel)


def drafts(world: World, notice: str = "") -> tuple[Draft, ...]:
    """The person's nominations that are still drafts, newest change first."""
    found = (open_draft(world, each) for each in world.records.nominations() if each.state == "draft")
    return tuple(each for each in found if each and notice in {"", each.summary.notice})

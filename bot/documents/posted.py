"""What a unit's desk shows of a public notice: the timeline, the text to post, the pictures kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar

from sqlalchemy import Engine

from bot.documents import Document, timeline
from bot.documents.notice_text import notice_text
from bot.documents.taken import NotTheirs
from bot.documents.wording import words
from bot.editions import Editions
from bot.uploads import clean_name, thumbnail
from dialogs.desk import levels
from dialogs.desk.posting import text
from knowledge.model import Edition
from knowledge.rounds import in_round
from storage import files, postings
from storage.blobs import Blobs
from storage.engine import read
from storage.people import Caller
from storage.records import Past
from storage.vault import Vault

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ANY = "application/octet-stream"  # whatever it is, a browser downloads it and opens nothing

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Posted:
    """What a person reaches follows from the seats, as in a turn."""

    engine: Engine
    vault: Vault
    library: Editions
    blobs: Blobs | None
    channel: str = ""  # where it goes to

    def make(self, path: str, person: str) -> tuple[Document, ...]:
        """Raises NotTheirs."""
        match path.split("/"):
            case ["timeline", round_id, day] if _is_day(day):
                edition = self._look(person, lambda past: self._reached(past, round_id))
                name = clean_name(words()["timeline"]["title"].format(short=edition.notice.short))
                picture = timeline.picture(edition, date.fromisoformat(day))
                return (Document(f"{name}.png", "image/png", picture),)
            case ["notice", nomination, number, day] if number.isdecimal() and _is_day(day):
                return self._look(person, lambda past: self._sheet(past, nomination, int(number), day))
            case ["posted", nomination, posting, ("photo" | "statement") as what]:
                return self._look(person, lambda past: self._picture(past, nomination, posting, what))
            case _:
                raise NotTheirs(path.partition("/")[0])

    def _look(self, person: str, at: Callable[[Past], T]) -> T:
        caller = Caller(person, self.channel, "", "")
        return read(self.engine, lambda session: at(Past(session, self.vault, caller, datetime.now(UTC))))

    def _edition(self, past: Past, round_id: str) -> Edition:
        for each in self.library(past.session, past.vault).values():
            if round_id in {each.round.id, *(other.id for other in each.others)}:
                return in_round(each, round_id)
        raise NotTheirs("round")

    def _reached(self, past: Past, round_id: str) -> Edition:
        """A plan is no secret, but it is drawn for those at a desk only."""
        edition = self._edition(past, round_id)
        if not past.seats.units(round_id) and not past.seats.office_of(edition.notice.id):
            raise NotTheirs("timeline")
        return edition

    def _sheet(self, past: Past, nomination: str, number: int, day: str) -> tuple[Document, ...]:
        standing = past.register.one(nomination)
        if standing is None or standing.veiled:
            raise NotTheirs("notice")
        edition, on = self._edition(past, standing.round), date.fromisoformat(day)
        found = levels.of(edition, on, past.postings.of(nomination))
        if number >= len(found):
            raise NotTheirs("notice")
        body = notice_text(text(edition, standing, past.register.entries(nomination), found[number], on))
        name = clean_name(words()["timeline"]["sheet"].format(level=found[number].name, name=standing.name))
        return (Document(f"{name}.docx", _DOCX, body),)

    def _picture(self, past: Past, nomination: str, posting: str, what: str) -> tuple[Document, ...]:
        if (standing := past.register.one(nomination)) and standing.veiled:
            raise NotTheirs("posted")
        one = next((each for each in past.postings.of(nomination) if each.id == posting), None)
        hash_ = (one.photo if what == "photo" else one.statement) if one else ""
        row = files.find(past.session, postings.owner(past, one), hash_) if one and hash_ else None
        body = self.blobs.open(row.blob, row.hash) if row and self.blobs else None
        if row is None or body is None:
            raise NotTheirs("posted")
        small = b"" if row.type == "pdf" else thumbnail(body)
        whole = Document(f"{hash_[:8]}.{row.type}", _ANY, body)
        return (Document(f"{hash_[:8]}.png", "image/png", small), whole) if small else (whole,)


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False

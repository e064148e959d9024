"""The notices as they stand: with the rounds and readings that the office has added."""

from dataclasses import replace

from sqlmodel import Session

from knowledge.model import Edition, Library, Notice, Ruling
from knowledge.rounds import Kept, with_rounds
from knowledge.rulings import rule_of
from storage import rounds, rulings
from storage.vault import Vault


class Editions:
    """The library as a turn sees it: with the office's rounds and readings, read anew when one changed."""

    def __init__(self, library: Library) -> None:
        self._bare = library
        self._known = (0, library)

    def __call__(self, session: Session, vault: Vault) -> Library:
        number = rulings.version(session)
        if number != self._known[0]:
            ruled, kept = rulings.current(session, vault), rounds.current(session)
            now = {
                key: _current(each, ruled.get(key, ()), kept.get(key, ())) for key, each in self._bare.items()
            }
            self._known = (number, now)
        return self._known[1]


def _current(bare: Edition, ruled: tuple[Ruling, ...], kept: tuple[Kept, ...]) -> Edition:
    edition = replace(bare, rulings=_placed(bare.notice, ruled)) if ruled else bare
    return with_rounds(edition, kept) if kept else edition


def _placed(notice: Notice, found: tuple[Ruling, ...]) -> tuple[Ruling, ...]:
    """Each with the clause whose wording it reads, if it reads one."""
    rules = ((each, rule_of(notice, each.point)) for each in found)
    return tuple(replace(each, clause=rule.cites.clause if rule else "") for each, rule in rules)

"""What a message asks, in the light of those before it."""

from dataclasses import dataclass, field

from knowledge.understand.heard import Heard
from knowledge.understand.person import Person


@dataclass(frozen=True, slots=True)
class Asked:
    """What the last message asks, in the light of those before it."""

    heard: Heard
    notices: tuple[str, ...] = ()  # in focus; empty: not known
    maybe: tuple[str, ...] = ()  # those the award fits
    topics: tuple[str, ...] = ()
    spoken_of: tuple[str, ...] = ()  # the notices that were in focus, the last ones last
    units: tuple[str, ...] = ()  # in focus
    units_before: tuple[str, ...] = ()  # all that were spoken of, oldest first
    person: Person = field(default_factory=Person)
    about_person: bool = False
    topic_is_new: bool = True
    role: str = ""  # of the contact that is spoken of, where a notice names several
    people: int = 0  # to be nominated, as the asker told

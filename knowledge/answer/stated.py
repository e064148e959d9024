"""What a notice states by topic, wherever it keeps it, and whom to ask about the rest."""

from collections.abc import Mapping
from functools import lru_cache

from knowledge.model import Citation, Contact, Fact, Notice
from knowledge.understand.kept import Kept
from knowledge.understand.topic import topics


def stated(notice: Notice, topic: str) -> tuple[Fact, ...]:
    """The facts of a topic, else those of a topic that answers the same question."""
    for each in (topic, *topics()[topic].also):
        if found := own(notice, each):
            return found
    return ()


def own(notice: Notice, topic: str) -> tuple[Fact, ...]:
    """The facts of the topic itself."""
    found = ordered(notice).get(topic)
    return found or tuple(Fact(topic, cites.quote, cites) for cites in _kept_elsewhere(notice, topic))


def ordered(notice: Notice) -> Mapping[str, tuple[Fact, ...]]:
    """The facts by their topics."""
    return _by_topic(Kept(notice))


@lru_cache(maxsize=2048)
def _by_topic(kept: Kept) -> Mapping[str, tuple[Fact, ...]]:
    found: dict[str, tuple[Fact, ...]] = {}
    for fact in kept.notice.facts:
        found[fact.topic] = (*found.get(fact.topic, ()), fact)
    return found


def _kept_elsewhere(notice: Notice, topic: str) -> tuple[Citation, ...]:
    """Topics that a notice gives through its stages, shares and contacts."""
    match topic:
        case "deadline":
            stage = notice.stage("submission")
            return (stage.cites,) if stage else ()
        case "gender_share" | "age_share":
            trait = "gender" if topic == "gender_share" else "age"
            shares = notice.quota_shares
            return tuple(each.cites for each in shares if each.trait == trait)
        case "phone" | "email" | "address":
            return tuple(each.cites for each in notice.contacts if getattr(each, topic))
        case "quota":
            return (notice.quotas.cites,) if notice.quotas and notice.quotas.rows else ()
    return ()


def contact(notice: Notice, topic: str = "") -> Contact | None:
    """Whom to ask: the technician for the system, the office for the rest."""
    wanted = [
        each for each in notice.contacts if bool(each.role) == (topic in {"system_login", "tech_support"})
    ]
    return next(iter((*wanted, *notice.contacts)), None)

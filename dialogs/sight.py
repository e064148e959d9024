"""What the wording of an answer may look up: names of places, topics and clauses, groups of facts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date

from knowledge.answer.presumed import tested
from knowledge.model import Citation, Decision, Fact, Library, Rule
from knowledge.question import Answer, Figure, Judgement
from knowledge.rules import LISTED
from knowledge.traits import traits
from knowledge.understand.place import region_name
from knowledge.understand.topic import topics

QUOTE, MOST = 150, 8  # characters of a quote; citations of a reply
DECIDING = 2  # rules named before what stands nearby
_COMMA = ("、", "；")
_AND_SO_ON = "……"
PLACES = 8  # named in one sentence, or offered as buttons
_COLON = "："


@dataclass(frozen=True, slots=True)
class WordedVerdict:
    """What a verdict rests on, ready to be read."""

    broken: tuple[Rule, ...]
    unclear: tuple[Rule, ...]
    open: tuple[str, ...]  # told in words the notice does not settle
    weighing: tuple[str, ...]  # told, may weigh, and no rule of the notice speaks of it
    met: tuple[str, ...]
    absent: tuple[str, ...]  # presumed not to be the case
    needed: tuple[str, ...]  # presumed to be the case
    favoured: tuple[str, ...]
    preferred: tuple[str, ...]
    judged: tuple[str, ...]
    missing: tuple[str, ...]


_PARTS = tuple(each.name for each in fields(WordedVerdict))


@dataclass(frozen=True, slots=True)
class Count:
    value: str
    names: tuple[str, ...]


class Sight:
    """Looks things up in one library for the templates of ask.j2."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.all = tuple(library)

    def place(self, notice: str) -> str:
        return region_name(self.library[notice].notice.region)

    def places(self, notices: Iterable[str]) -> str:
        """The places' names; of very many only the first."""
        names = tuple(dict.fromkeys(map(self.place, notices)))
        return _COMMA[0].join(names[:PLACES]) + (_AND_SO_ON if len(names) > PLACES else "")

    def years(self, notices: Iterable[str]) -> str:
        named = [f"{self.place(key)}{self.library[key].notice.issued.year}" for key in notices]
        return _COMMA[0].join(named[:PLACES]) + (_AND_SO_ON if len(named) > PLACES else "")

    def labels(self, wanted: Iterable[str]) -> str:
        return _COMMA[0].join(topics()[each].label for each in wanted if each in topics())

    def silences(self, wanted: Iterable[str]) -> str:
        """What a notice does not write, as far as it does not."""
        found = (topics()[each] for each in wanted if each in topics())
        return _COMMA[0].join(each.silence or each.label for each in found)

    def clause(self, cite: Citation) -> str:
        return self.library[cite.notice].notice.clause(cite.clause).label

    def quote(self, cite: Citation) -> str:
        return " ".join(cite.quote.split())

    def values(self, facts: Iterable[Fact]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(" ".join(fact.value.split()) for fact in facts))

    def values_of(self, facts: Iterable[Fact], notice: str) -> str:
        return _COMMA[1].join(self.values(fact for fact in facts if fact.cites.notice == notice))

    def telling(self, facts: Iterable[Fact]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(fact.cites.notice for fact in facts))[:PLACES]

    def counts(self, figures: Sequence[Figure]) -> tuple[Count, ...]:
        values = dict.fromkeys(figure.value for figure in figures)
        return tuple(
            Count(value, tuple(each.name for each in figures if each.value == value)) for value in values
        )

    def most(self, figures: Sequence[Figure]) -> tuple[str, ...]:
        """The names of those with the highest number."""
        highest = max(int(each.value) for each in figures)
        return tuple(each.name for each in figures if int(each.value) == highest)

    def figures(self, answer: Answer) -> dict[str, str | date]:
        return {figure.name: _read(figure.value) for figure in answer.figures}

    def named(self, answer: Answer, name: str) -> str:
        """The value of one figure, or ''."""
        return next((figure.value for figure in answer.figures if figure.name == name), "")

    def day(self, written: str) -> date:
        return date.fromisoformat(written)

    def ask(self, trait: str) -> str:
        return traits()[trait].ask

    def awards(self, answer: Answer) -> tuple[tuple[str, Decision], ...]:
        """Each award of the notice with its decision; nothing where there is only one."""
        named = [(self._award(each), each.verdict.decision) for each in answer.verdicts]
        return tuple(named) if len(named) > 1 else ()

    def worded(self, answer: Answer) -> WordedVerdict:
        """All awards in one, nothing said twice."""
        each = [self._worded(judgement) for judgement in answer.verdicts]
        return WordedVerdict(
            *(tuple(dict.fromkeys(part for one in each for part in getattr(one, name))) for name in _PARTS)
        )

    def worded_for(self, answer: Answer, notice: str) -> tuple[tuple[str, Decision, WordedVerdict], ...]:
        return tuple(
            (self._award(each), each.verdict.decision, self._worded(each))
            for each in answer.verdicts
            if each.notice == notice
        )

    def people(self, answer: Answer) -> tuple[tuple[str, str, Decision, WordedVerdict], ...]:
        """Each with the place of his notice, the decision and what it rests on."""
        return tuple(
            (each.who, self.place(each.notice), each.verdict.decision, self._worded(each))
            for each in answer.verdicts
        )

    def _award(self, judgement: Judgement) -> str:
        return self.library[judgement.notice].notice.awards.get(judgement.award, "")

    def _worded(self, judgement: Judgement) -> WordedVerdict:
        verdict = judgement.verdict
        awards = self.library[judgement.notice].notice.awards
        presumed = {rule.id for rule in judgement.presumed}
        told = [rule for rule in judgement.touched if rule.id not in presumed]

        def labels(rules: Iterable[Rule]) -> tuple[str, ...]:
            return tuple(
                f"{awards[rule.award]}{_COLON}{rule.label}" if rule.award else rule.label for rule in rules
            )

        return WordedVerdict(
            broken=verdict.because,
            unclear=verdict.unclear,
            open=tuple(dict.fromkeys(label for each in judgement.open for label in _meant(each, judgement))),
            weighing=tuple(traits()[each].label for each in judgement.open if not _spoken(each, judgement)),
            met=labels(rule for rule in verdict.met if rule in told and rule.force == "needs"),
            absent=labels(rule for rule in verdict.met if rule.id in presumed and rule.force != "needs"),
            needed=labels(rule for rule in verdict.met if rule.id in presumed and rule.force == "needs"),
            favoured=labels(judgement.favoured),
            preferred=labels(
                rule for rule in told if rule.force == "prefers" and rule not in judgement.favoured
            ),
            judged=labels(_beyond(judgement)),
            missing=tuple(traits()[each].label for each in verdict.missing),
        )


def _meant(trait: str, judgement: Judgement) -> tuple[str, ...]:
    """The rule that the open trait would decide, if the notice has one."""
    rules = [rule for rule in judgement.touched if trait in tested(rule)]
    singled = [rule for rule in rules if rule.award]
    if all(rule.force in LISTED for rule in rules) and not singled:
        return ()
    rules = singled or rules
    rules.sort(
        key=lambda rule: ("needs", "prefers").index(rule.force) if rule.force in ("needs", "prefers") else 2
    )
    return tuple(rule.label for rule in rules[:1])


def _spoken(trait: str, judgement: Judgement) -> bool:
    """Does the notice say something of the open trait, be it only what people judge?"""
    return bool(_meant(trait, judgement)) or any(trait in tested(each) for each in _beyond(judgement))


def _beyond(judgement: Judgement) -> tuple[Rule, ...]:
    """What people judge, and for which something that was told leaves the verdict open."""
    return tuple(
        each
        for each in judgement.touched
        if each.force == "judged" and set(tested(each)) & set(judgement.open)
    )


def citations(answer: Answer) -> tuple[Citation, ...]:
    """What a reply rests on, the most telling first, each quote once and short enough."""
    quotes: dict[str, Citation] = {}
    for cite in _cites(answer):
        packed = "".join(cite.quote.split())
        if len(packed) <= QUOTE and not any(packed in other for other in quotes):
            quotes[packed] = cite
        if len(quotes) == MOST:
            break
    return tuple(quotes.values())


def _cites(answer: Answer) -> Iterator[Citation]:
    yield from answer.cited
    for figure in answer.figures:
        yield from figure.cites
    rules = tuple(_telling(answer.verdicts))
    yield from (rule.cites for rule in rules[:DECIDING])
    yield from (fact.cites for fact in answer.near if answer.verdicts)
    yield from (rule.cites for rule in rules)
    yield from (fact.cites for fact in _one_of_each(answer.facts))
    yield from (fact.cites for fact in answer.facts)
    yield from (fact.cites for fact in answer.near)


def _one_of_each(facts: Sequence[Fact]) -> Iterator[Fact]:
    """The first fact of each notice and topic, so that a table shows every notice's source."""
    seen: set[tuple[str, str]] = set()
    for fact in facts:
        key = (fact.cites.notice, fact.topic)
        if key not in seen:
            seen.add(key)
            yield fact


def _telling(judgements: Sequence[Judgement]) -> Iterator[Rule]:
    """The rules behind the verdicts, deciding ones first."""
    for kind in (_deciding, _touched, _favouring, _open):
        for judgement in judgements:
            yield from kind(judgement)


def _deciding(judgement: Judgement) -> tuple[Rule, ...]:
    return (*judgement.verdict.because, *judgement.verdict.unclear, *_beyond(judgement))


def _touched(judgement: Judgement) -> tuple[Rule, ...]:
    return tuple(each for each in judgement.touched if each not in judgement.verdict.judged)


def _favouring(judgement: Judgement) -> tuple[Rule, ...]:
    touched = tuple(each for each in judgement.verdict.judged if each in judgement.touched)
    return (*judgement.favoured, *touched)


def _open(judgement: Judgement) -> tuple[Rule, ...]:
    needed = tuple(each for each in judgement.verdict.met if each.force == "needs")
    presumed = tuple(each for each in judgement.presumed if each not in needed)
    scope = tuple(each for each in judgement.verdict.judged if each.when)
    return (*judgement.lacking, *needed, *presumed, *scope)


def _read(value: str) -> str | date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return value

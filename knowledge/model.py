"""The words in which a notice is described: clauses, facts, rules, the form, quotas, stages, materials.

Everything here is a frozen value. Each statement a notice makes carries a `Citation`
whose quote stands verbatim in the official text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

Profile = Mapping[str, object]
"""What is known of a nominee: trait -> value (bool, int, or one of the trait's words); absent = not known."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of the official text; `label` is how a reply cites it, such as 五（三）."""

    id: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    notice: str
    clause: str  # the clause's id
    quote: str  # verbatim


@dataclass(frozen=True, slots=True)
class Fact:
    """What the notice states on a topic, in a few words, with the sentence it rests on."""

    topic: str
    value: str
    cites: Citation
    award: str = ""


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison of a trait: `op` is is | in | at_least | at_most | below | above."""

    trait: str
    op: str
    value: object


@dataclass(frozen=True, slots=True)
class AnyOf:
    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    conditions: tuple["Condition", ...]


Condition = Test | AnyOf | AllOf


class Force(StrEnum):
    """What a rule does: `needs`, `bars` and `vetoes` decide; `prefers` and `judged` are only listed."""

    NEEDS = "needs"
    BARS = "bars"
    VETOES = "vetoes"
    PREFERS = "prefers"
    JUDGED = "judged"


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    force: Force
    label: str  # the condition in a few plain words, such as 已加入工会
    cites: Citation
    when: Condition | None = None  # None for `judged`
    award: str = ""
    by: str = ""  # who judges
    unclear: Condition | None = None  # where the notice's wording leaves it open


class Decision(StrEnum):
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Verdict:
    decision: Decision
    because: tuple[Rule, ...] = ()  # the rules that make it ineligible
    missing: tuple[str, ...] = ()  # traits still to be known, in the order of the rules
    unclear: tuple[Rule, ...] = ()  # rules whose wording leaves this case open
    met: tuple[Rule, ...] = ()  # deciding rules that are satisfied
    ruled: tuple[Rule, ...] = ()  # rules of which a reading of the office settled the case
    judged: tuple[Rule, ...] = ()  # `judged` and `prefers`: listed, never deciding


@dataclass(frozen=True, slots=True)
class Trait:
    """A property of a nominee that rules test: `type` is flag | choice | scale | number.

    A scale's options are ordered from low to high, so that `at_least` can compare them.
    """

    id: str
    label: str
    type: str
    ask: str  # the question a person is asked
    options: Mapping[str, str] = field(default_factory=dict)  # word -> what a person reads


@dataclass(frozen=True, slots=True)
class Limit:
    """A length in 字 (see `chars.count`): `max` blocks, `about` is a target that never blocks."""

    max: int | None = None
    about: int | None = None


@dataclass(frozen=True, slots=True)
class FileLimit:
    """What a field of type `file` takes. `min_bytes` is judged on the file as it was received."""

    least: int = 0
    most: int = 1
    formats: tuple[str, ...] = ("jpg",)  # jpg | png | pdf
    min_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Field:
    """One box of a form. `type` is a key of `fields.TYPES`, or `seal`: left blank, never asked."""

    id: str
    label: str
    type: str
    optional: bool = False
    hint: str = ""  # a short example or explanation under the label
    why: str = ""  # the clause or reason for asking
    options: Mapping[str, str] = field(default_factory=dict)  # value -> what a person reads
    chars: Limit = Limit()
    informs: str = ""  # the trait whose value follows from the entry
    group: str = (
        "sheet"  # sheet: a box on the printed form · material: handed in beside it · routing: not printed
    )
    files: FileLimit | None = None  # for the type `file`
    sensitive: bool = False  # credit and police evidence: never collected where it would leave the country
    when: Mapping[str, str] = field(default_factory=dict)  # asked only after these answers: field → value

    def applies(self, entries: Mapping[str, str]) -> bool:
        """Is it asked of somebody with these entries? What is still unanswered stands in nobody's way."""
        return all(entries.get(decisive, value) == value for decisive, value in self.when.items())


class Basis(StrEnum):
    """Where a form comes from: its sheet stands in the notice, only parts of it do, or it is inferred."""

    PRINTED = "printed"
    PARTIAL = "partial"
    PRESUMED = "presumed"


@dataclass(frozen=True, slots=True)
class Form:
    title: str
    basis: Basis
    clause: str  # id of the clause that holds the sheet, or that demands it
    fields: tuple[Field, ...]
    digest: str  # hash of the form's definition; a draft keeps the digest it was started with
    note: str = ""  # one plain sentence for the person where `basis` is not printed

    @property
    def asked(self) -> tuple[Field, ...]:
        return tuple(each for each in self.fields if each.type != "seal")

    def field(self, id: str) -> Field | None:  # noqa: A002 - the glossary's word
        return next((each for each in self.fields if each.id == id), None)


@dataclass(frozen=True, slots=True)
class QuotaRow:
    """How many one unit, or each unit of a class, may nominate; exactly one of the two is named."""

    unit: str = ""
    unit_class: str = ""
    least: int = 0
    most: int = 0
    label: str = ""  # how a person reads a class of units
    cites: Citation | None = None  # the row itself


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the nominees that must fit a condition, such as women at least 40 %."""

    trait: str
    value: object
    percent: int
    cites: Citation
    op: str = "is"  # as in Test


@dataclass(frozen=True, slots=True)
class Quotas:
    rows: tuple[QuotaRow, ...]
    total: int | None
    cites: Citation
    shares: tuple[Share, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the round; `until` is inclusive, to the end of that day in Asia/Shanghai."""

    id: str
    name: str
    cites: Citation
    since: date | None = None
    until: date | None = None
    remind: tuple[str, ...] = ()  # lead times, such as 7d


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """The duty to post names publicly before nominating: at which levels, for how many working days."""

    levels: tuple[str, ...]
    working_days: int | None  # None: not stated
    cites: Citation
    after: tuple[str, ...] = ()  # levels whose notice follows the hand-in, as we read it
    unstated: tuple[str, ...] = ()  # levels that must post too, but for a time that is not stated


@dataclass(frozen=True, slots=True)
class Material:
    """Something to hand in. `seals` in the order in which they are collected."""

    id: str
    name: str
    cites: tuple[Citation, ...]
    medium: str  # paper | electronic | unstated
    copies: int | None = None
    paper: str = ""  # A4
    sides: str = ""  # double | single
    chars: Limit = Limit()
    seals: tuple[str, ...] = ()
    field: str = ""  # the form field that collects it, if any
    count: str = ""  # how many pieces, such as 2—3张
    copy_label: str = ""  # what is written on each photocopy
    checks: tuple[str, ...] = ()  # where the unit is to look somebody up


@dataclass(frozen=True, slots=True)
class Contact:
    office: str
    cites: Citation
    phone: str = ""
    email: str = ""
    address: str = ""
    person: str = ""
    role: str = ""  # what one calls for, where a notice names several contacts


@dataclass(frozen=True, slots=True)
class Notice:
    """One official notice as data. `short` is what people call it; `code` starts its registration numbers."""

    id: str
    code: str
    title: str
    short: str
    number: str
    issued: date
    issuer: str
    region: str
    award: str  # the honour's name, such as 最美劳动者
    names: tuple[str, ...]  # other ways people call it
    source: str
    clauses: tuple[Clause, ...]
    facts: tuple[Fact, ...]
    not_stated: tuple[str, ...]
    rules: tuple[Rule, ...]
    quotas: Quotas | None
    stages: tuple[Stage, ...]
    public_notice: PublicNotice | None
    materials: tuple[Material, ...]
    contacts: tuple[Contact, ...]
    form: Form
    units: tuple[str, ...]  # the recommending units it names
    folder: str  # where its files are (the Word template among them)
    awards: Mapping[str, str] = field(default_factory=dict)  # id -> name, where one notice gives several
    dated: bool = True  # False where it bears no date; `issued` is then the first day to hand in

    def clause(self, id: str) -> Clause:  # noqa: A002 - the glossary's word
        return next(each for each in self.clauses if each.id == id)

    def stage(self, id: str) -> Stage | None:  # noqa: A002 - the glossary's word
        return next((each for each in self.stages if each.id == id), None)

    @property
    def quota_rows(self) -> tuple[QuotaRow, ...]:
        return self.quotas.rows if self.quotas else ()

    @property
    def quota_shares(self) -> tuple[Share, ...]:
        return self.quotas.shares if self.quotas else ()


@dataclass(frozen=True, slots=True)
class Round:
    """One running of a notice: it takes submissions from `opens` to `closes`, both included."""

    id: str
    notice: str
    opens: datetime
    closes: datetime
    code: str = ""  # starts its registration numbers
    stages: Mapping[str, date] = field(default_factory=dict)  # stage -> last day, where the office gave one
    state: str = "open"  # open | closed | archived


@dataclass(frozen=True, slots=True)
class Ruling:
    """The office's reading of an open wording. `point` is what it settles (see `knowledge.rulings`).

    `settles`: of a rule, whether the case its wording leaves open counts as met or broken; '' is words only.
    """

    id: str
    clause: str  # '' where the notice says nothing at all
    text: str
    author: str
    on: date
    point: str = ""
    settles: str = ""  # met | broken


@dataclass(frozen=True, slots=True)
class Edition:
    """What the shell hands to the core: a notice, the round that is running, and the office's rulings.

    `announced` is the round that the notice itself announces, where a later one is running; the rules in
    `carried` then hold over from it until the office confirms them. `others`: all rounds but the running one.
    """

    notice: Notice
    round: Round
    rulings: tuple[Ruling, ...] = ()
    announced: Round | None = None
    carried: frozenset[str] = frozenset()
    others: tuple[Round, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """How a field understood what was typed: exactly one of value, complaint or choices leads the reply.

    `value` is what is stored, `shown` how a person reads it. `complaint` and `doubt` are codes that
    `wording/reading.j2` turns into sentences with `details`; a doubt keeps the value but asks to confirm it.
    `choices` are option values where the text fits several.
    """

    value: str = ""
    shown: str = ""
    complaint: str = ""
    doubt: str = ""
    choices: tuple[str, ...] = ()
    details: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a notice's folder: where, what, and what to do about it."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


Library = Mapping[str, Edition]

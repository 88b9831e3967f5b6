"""What a sheet would change on a roster: who is new, what differs, and every reason why it cannot be. Pure.

The same function plans the preview and, over what the roster holds then, the import itself: what was previewed is
what is done, or nothing is.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from app.kernel.spreadsheets import Unreadable
from app.lawyers.enums import FirmKind, LineOutcome, WorkerKind
from app.lawyers.errors import OwnEntry
from app.lawyers.exchange.columns import COLUMNS, header
from app.lawyers.exchange.reading import Line, Reading, SheetProblem

MOST_NEW = 2_000
"""New people in one import: each holds a lock of the database until all are entered, and these are counted."""
OF_THE_FIRM = frozenset({"firm_kind", "firm_code"})
OF_THE_PERSON = frozenset({"kind", "name", "document_kind", "document", "phone"})
COMPARED = tuple(column.key for column in COLUMNS if column.key not in OF_THE_FIRM | OF_THE_PERSON)
FOR_NEW = tuple(column.key for column in COLUMNS if column.is_for_new)

Identity = tuple[WorkerKind, str]


@dataclass(frozen=True, slots=True)
class KnownLawyer:
    """Somebody on a roster: ``values`` by column as a sheet would say them, ``document`` as a blind index,
    ``is_own`` where it is the importing person.
    """

    id: UUID
    version: int
    agency_id: UUID
    values: Mapping[str, Any]
    document: bytes | None
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class KnownFirm:
    """A firm on the roster."""

    id: UUID
    kind: FirmKind
    code: str | None


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose document it is, whether it was seen, and whether it is the importing person's own."""

    name: str | None
    is_verified: bool
    lawyer_id: UUID | None
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What the database says of everything a sheet names.

    Attributes:
        agency_id: whose roster it is.
        lawyers: on any roster, by identity.
        documents: blind index of the document of a row, or why there is none.
        owners: whose documents those are.
        firms: of this roster, by name.
        codes: to which firm of any roster a credit code belongs.
        areas: code of each area as written, or why there is none.
    """

    agency_id: UUID
    lawyers: Mapping[Identity, KnownLawyer]
    documents: Mapping[int, bytes | Unreadable]
    owners: Mapping[bytes, Owner]
    firms: Mapping[str, KnownFirm]
    codes: Mapping[str, UUID]
    areas: Mapping[str, str | Unreadable]


@dataclass(frozen=True, slots=True)
class PlannedFirm:
    """A firm to be entered, or with ``id`` changed; ``row`` is where it is named first."""

    row: int
    name: str
    kind: FirmKind
    code: str | None
    id: UUID | None


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """What becomes of a row without problems; ``changed`` are keys of columns, ``values`` what will be there."""

    row: int
    outcome: LineOutcome
    name: str
    values: Mapping[str, Any]
    changed: tuple[str, ...] = ()
    lawyer: KnownLawyer | None = None


@dataclass(slots=True)
class Plan:
    """All of it."""

    lines: list[PlannedLine] = field(default_factory=list[PlannedLine])
    problems: list[SheetProblem] = field(default_factory=list[SheetProblem])
    firms: list[PlannedFirm] = field(default_factory=list[PlannedFirm])

    def count(self, outcome: LineOutcome) -> int:
        """Rows with this outcome; of bad ones each counts once."""
        if outcome is LineOutcome.BAD:
            return len({problem.row for problem in self.problems})
        return sum(line.outcome is outcome for line in self.lines)

    def fingerprint(self) -> str:
        """Equal for two plans that do the same to the same: rows, lawyers in their versions, firms."""
        parts = [
            (line.row, line.outcome, line.lawyer and (line.lawyer.id, line.lawyer.version), line.values)
            for line in self.lines
        ]
        return hashlib.sha256(repr((parts, self.firms)).encode()).hexdigest()


def make_plan(reading: Reading, known: Known) -> Plan:
    """Plan what was read over what is known."""
    plan = Plan(problems=list(reading.problems))
    firms = _Firms(known)
    identities: dict[Identity, int] = {}
    documents: dict[bytes, int] = {}
    for line in reading.lines:
        problems = list(_twice(line, known, identities, documents))
        problems += firms.take(line)
        lawyer = known.lawyers.get(line.identity)
        served = lawyer.values["areas"] if lawyer else ()
        tokens = line.values.get("areas", ())
        areas = [token if token in served else known.areas[token] for token in tokens]
        problems += [
            _problem(line, "areas", bad.rule, bad.message) for bad in areas if isinstance(bad, Unreadable)
        ]
        codes = tuple(sorted({code for code in areas if isinstance(code, str)}))
        values = dict(line.values) | ({"areas": codes} if "areas" in line.values else {})
        problems += _against_roster(line, lawyer, known)
        planned = None if problems else _planned(line, values, lawyer)
        if planned is not None and planned.outcome is LineOutcome.CHANGED and lawyer is not None and lawyer.is_own:
            problems.append(_problem(line, _identity_key(line), OwnEntry.code, OwnEntry.title))
        plan.problems += problems
        if planned is not None and not problems:
            plan.lines.append(planned)
    if plan.count(LineOutcome.NEW) > MOST_NEW:
        row = [line.row for line in plan.lines if line.outcome is LineOutcome.NEW][MOST_NEW]
        message = f"一次最多新登记 {MOST_NEW} 人，请从这一行起另存为一个文件"
        plan.problems.append(SheetProblem(row, None, "too_many_new", message))
    plan.firms = firms.planned()
    plan.problems.sort(key=lambda problem: problem.row)
    return plan


def _problem(line: Line, key: str, rule: str, message: str) -> SheetProblem:
    return SheetProblem(line.row, header(key), rule, message)


def _identity_key(line: Line) -> str:
    return "licence" if line.kind is WorkerKind.LAWYER else "certificate"


def _twice(
    line: Line, known: Known, identities: dict[Identity, int], documents: dict[bytes, int]
) -> Iterator[SheetProblem]:
    """The same person in two rows."""
    if (first := identities.setdefault(line.identity, line.row)) != line.row:
        same = "执业证号后 6 位相同" if line.kind is WorkerKind.LAWYER else "工作证号相同"
        yield _problem(line, _identity_key(line), "twice", f"和第 {first} 行是同一个人（{same}）")
    document = known.documents.get(line.row)
    if isinstance(document, Unreadable):
        yield _problem(line, "document", document.rule, document.message)
    elif document is not None and (first := documents.setdefault(document, line.row)) != line.row:
        yield _problem(line, "document", "twice", f"和第 {first} 行的证件号码相同")


def _against_roster(line: Line, lawyer: KnownLawyer | None, known: Known) -> Iterator[SheetProblem]:
    name, key = line.values.get("name"), _identity_key(line)
    document = known.documents.get(line.row)
    if lawyer is None:
        yield from _against_others(line, document, known)
        return
    if lawyer.agency_id != known.agency_id:
        yield _problem(line, key, "other_roster", "这个人在另一个中心的名册上，请先联系对方")
    elif name is not None and name != lawyer.values["name"]:
        message = f"这个{header(key)}在名册上是“{lawyer.values['name']}”，姓名不一致，请核对"
        yield _problem(line, "name", "name_differs", message)
    elif isinstance(document, bytes) and lawyer.document not in (None, document):
        yield _problem(line, "document", "document_differs", "和登记的证件号码不一致，请核对")


def _against_others(line: Line, document: bytes | Unreadable | None, known: Known) -> Iterator[SheetProblem]:
    """What keeps somebody from being entered anew."""
    wanted = FOR_NEW if line.kind is WorkerKind.LAWYER else (*FOR_NEW, "sex", "since")
    for key in wanted:
        if key not in line.values:
            yield _problem(line, key, "missing", "名册上还没有这个人，新登记必须填写这一格")
    owner = known.owners.get(document) if isinstance(document, bytes) else None
    if owner is None:
        return
    if owner.lawyer_id is not None:
        message = f"这个人已经在名册上，{header(_identity_key(line))}却不一样，请核对"
        yield _problem(line, "document", "already_lawyer", message)
    elif owner.is_own:
        yield _problem(line, "document", "self", "不能登记自己，请由其他工作人员办理")
    elif owner.is_verified and owner.name != line.values.get("name"):
        yield _problem(line, "name", "name_differs", "和这个证件号码登记的姓名不一致，请对照证件核对")


def _planned(line: Line, values: Mapping[str, Any], lawyer: KnownLawyer | None) -> PlannedLine:
    if lawyer is None:
        return PlannedLine(line.row, LineOutcome.NEW, str(values["name"]), {"kind": line.kind, **values})
    changed = tuple(key for key in COMPARED if key in values and values[key] != lawyer.values.get(key))
    outcome = LineOutcome.CHANGED if changed else LineOutcome.UNCHANGED
    return PlannedLine(line.row, outcome, str(lawyer.values["name"]), {**lawyer.values, **values}, changed, lawyer)


@dataclass(slots=True)
class _Firms:
    """Firms as the rows name them, one after another; the first row that says something of one counts."""

    known: Known
    said: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    rows: dict[str, int] = field(default_factory=dict[str, int])
    owners: dict[str, str] = field(default_factory=dict[str, str])

    def take(self, line: Line) -> Iterator[SheetProblem]:
        """Note what a row says of its firm."""
        if "firm" not in line.values:
            for key in OF_THE_FIRM & line.values.keys():
                yield _problem(line, key, "missing_firm", "也要填写律师事务所")
            return
        name: str = line.values["firm"]
        said = self.said.setdefault(name, {})
        first = self.rows.setdefault(name, line.row)
        for key in sorted(OF_THE_FIRM & line.values.keys()):
            value = line.values[key]
            if said.setdefault(key, value) != value:
                yield _problem(line, key, "firm_differs", f"和第 {first} 行起写的不一致，同一家机构请写成一样")
        if "firm_code" in line.values:
            yield from self._code(line, name, line.values["firm_code"])

    def _code(self, line: Line, name: str, code: str) -> Iterator[SheetProblem]:
        try:
            uscc.validate(code)
        except ValidationError:
            yield _problem(line, "firm_code", "checksum", "统一社会信用代码不对，请核对")
            return
        firm = self.known.firms.get(name)
        holder = self.known.codes.get(code)
        if holder is not None and (firm is None or firm.id != holder):
            yield _problem(line, "firm_code", "firm_taken", "这个统一社会信用代码已经登记在另一家机构名下")
        elif (other := self.owners.setdefault(code, name)) != name:
            yield _problem(line, "firm_code", "firm_taken", f"这个统一社会信用代码在表里也写给了“{other}”")

    def planned(self) -> list[PlannedFirm]:
        """Firms that are new or would change."""
        return [made for name in self.said if (made := self._planned(name)) is not None]

    def _planned(self, name: str) -> PlannedFirm | None:
        said, row = self.said[name], self.rows[name]
        known = self.known.firms.get(name)
        if known is None:
            kind = said.get("firm_kind", FirmKind.LAW_FIRM)
            return PlannedFirm(row, name, kind, said.get("firm_code"), None)
        kind, code = said.get("firm_kind", known.kind), said.get("firm_code", known.code)
        return None if (kind, code) == (known.kind, known.code) else PlannedFirm(row, name, kind, code, known.id)

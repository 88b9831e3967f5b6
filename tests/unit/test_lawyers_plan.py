"""What an import would do: the same people twice, firms that contradict each other, what differs from before."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.contracts.categories import CaseGroup
from app.contracts.sexes import Sex
from app.kernel.spreadsheets import Unreadable
from app.lawyers.enums import FirmKind, LineOutcome, WorkerKind
from app.lawyers.exchange.planning import MOST_NEW, Known, KnownFirm, KnownLawyer, Owner, Plan, make_plan
from app.lawyers.exchange.reading import Line, Reading

HERE, THERE = UUID(int=1), UUID(int=2)
CODE = "91110000600037341L"
FIRM = "湖畔律师事务所"
LAWYER: dict[str, Any] = {
    "kind": WorkerKind.LAWYER,
    "name": "李明",
    "licence": "13301201510900001",
    "firm": FIRM,
    "capacity": 8,
    "specialties": {CaseGroup.LABOUR: 2017},
    "areas": ("330106",),
    "weekly_capacity": None,
}
NEW: dict[str, Any] = LAWYER | {"document": "x"}


def known(lawyer: KnownLawyer | None = None, **changes: Any) -> Known:
    found = {} if lawyer is None else {(WorkerKind.LAWYER, "900001"): lawyer}
    values: dict[str, Any] = {
        "agency_id": HERE,
        "lawyers": found,
        "documents": {},
        "owners": {},
        "firms": {FIRM: KnownFirm(UUID(int=7), FirmKind.LAW_FIRM, None)},
        "codes": {},
        "areas": {"330106": "330106", "西湖区": "330106"},
    }
    return Known(**values | changes)


def registered(**changes: Any) -> KnownLawyer:
    return KnownLawyer(UUID(int=9), 3, HERE, LAWYER | changes, b"document")


def planned(facts: Known, *rows: Mapping[str, Any]) -> Plan:
    return make_plan(Reading(lines=[Line(number, row) for number, row in enumerate(rows, start=2)]), facts)


def told(plan: Plan) -> list[tuple[int, str | None, str]]:
    return [(problem.row, problem.column, problem.rule) for problem in plan.problems]


def test_only_what_differs_counts_as_changed() -> None:
    facts = known(registered())
    same = {"name": "李明", "licence": "13301201510900001", "areas": ("西湖区",), "phone": "13800138000"}
    [line] = planned(facts, same).lines
    assert (line.outcome, line.changed) == (LineOutcome.UNCHANGED, ())
    [line] = planned(facts, same | {"licence": "14403202010900001", "capacity": 9, "weekly_capacity": None}).lines
    assert (line.outcome, line.changed) == (LineOutcome.CHANGED, ("licence", "capacity"))
    assert (line.values["capacity"], line.values["firm"], line.lawyer) == (9, FIRM, registered())


def test_a_division_abolished_since_stays_where_it_was_served() -> None:
    gone = known(registered(areas=("330104",)), areas={"330104": Unreadable("unknown_area", "没有")})
    row = {"name": "李明", "licence": "13301201510900001", "areas": ("330104",)}
    assert told(planned(gone, row)) == []
    assert told(planned(known(areas=gone.areas), NEW | {"areas": ("330104",)})) == [
        (2, "服务地区", "unknown_area")
    ]


def test_who_is_new_needs_everything_and_nobody_is_entered_twice() -> None:
    assert told(planned(known(), {"name": "李明", "licence": "13301201510900001"})) == [
        (2, "证件号码", "missing"),
        (2, "律师事务所", "missing"),
        (2, "同时承办上限", "missing"),
        (2, "服务地区", "missing"),
    ]
    volunteer = NEW | {"kind": WorkerKind.VOLUNTEER, "certificate": "A1"}
    assert told(planned(known(), volunteer)) == [(2, "性别", "missing"), (2, "执业年份", "missing")]
    twice = [NEW, NEW | {"licence": "14403202010900001"}, volunteer | {"sex": Sex.MAN, "since": 2020}]
    facts = known(documents={2: b"a", 3: b"b", 4: b"a"})
    assert told(planned(facts, *twice)) == [(3, "律师执业证号", "twice"), (4, "证件号码", "twice")]
    on_roster = known(documents={2: b"a"}, owners={b"a": Owner("李明", True, UUID(int=9))})
    assert told(planned(on_roster, NEW)) == [(2, "证件号码", "already_lawyer")]


def test_a_row_that_finds_somebody_else_is_told() -> None:
    row = {"licence": "13301201510900001", "name": "周晓燕"}
    assert told(planned(known(registered()), row)) == [(2, "姓名", "name_differs")]
    other = known(registered(), documents={2: b"other"})
    assert told(planned(other, LAWYER)) == [(2, "证件号码", "document_differs")]
    elsewhere = KnownLawyer(UUID(int=9), 3, THERE, LAWYER, None)
    assert told(planned(known(elsewhere), LAWYER)) == [(2, "律师执业证号", "other_roster")]
    seen = known(documents={2: b"a"}, owners={b"a": Owner("李小明", True, None)})
    assert told(planned(seen, NEW)) == [(2, "姓名", "name_differs")]
    typed_by_anybody = known(documents={2: b"a"}, owners={b"a": Owner("李小明", False, None)})
    assert told(planned(typed_by_anybody, NEW)) == []


def test_the_own_row_comes_back_unchanged_or_not_at_all() -> None:
    own = known(KnownLawyer(UUID(int=9), 3, HERE, LAWYER, None, is_own=True))
    assert planned(own, LAWYER).count(LineOutcome.UNCHANGED) == 1
    refused = planned(own, LAWYER | {"capacity": 200})
    assert (told(refused), refused.lines) == ([(2, "律师执业证号", "own_roster_entry")], [])


def test_firms_are_entered_or_changed_with_their_lawyers() -> None:
    rows = [
        LAWYER | {"firm_kind": FirmKind.LAW_FIRM, "firm_code": CODE},
        NEW | {"licence": "13301201510900002", "firm": "新安所", "firm_kind": FirmKind.LEGAL_SERVICE_OFFICE},
        NEW | {"licence": "13301201510900003", "firm": "新安所"},
    ]
    plan = planned(known(registered()), *rows)
    assert told(plan) == []
    assert [(firm.name, firm.kind, firm.code, firm.id) for firm in plan.firms] == [
        (FIRM, FirmKind.LAW_FIRM, CODE, UUID(int=7)),
        ("新安所", FirmKind.LEGAL_SERVICE_OFFICE, None, None),
    ]
    contradicting = [
        LAWYER | {"firm_code": CODE},
        NEW | {"licence": "13301201510900002", "firm_code": "91110000600037341X"},
        NEW | {"licence": "13301201510900003", "firm": "新安所", "firm_code": CODE},
    ]
    assert told(planned(known(registered()), *contradicting)) == [
        (3, "机构统一社会信用代码", "firm_differs"),
        (3, "机构统一社会信用代码", "checksum"),
        (4, "机构统一社会信用代码", "firm_taken"),
    ]
    theirs = known(registered(), codes={CODE: UUID(int=8)})
    assert told(planned(theirs, contradicting[0])) == [(2, "机构统一社会信用代码", "firm_taken")]


def test_a_plan_is_the_same_only_while_it_does_the_same() -> None:
    before = planned(known(registered()), LAWYER | {"capacity": 9}).fingerprint()
    assert planned(known(registered()), LAWYER | {"capacity": 9}).fingerprint() == before
    edited = KnownLawyer(UUID(int=9), 4, HERE, LAWYER, None)
    assert planned(known(edited), LAWYER | {"capacity": 9}).fingerprint() != before


def test_so_many_new_people_at_once_are_refused() -> None:
    rows = [NEW | {"licence": f"13301201510{number:06d}"} for number in range(MOST_NEW + 1)]
    assert told(planned(known(), *rows)) == [(MOST_NEW + 2, None, "too_many_new")]

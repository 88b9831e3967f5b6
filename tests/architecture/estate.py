"""Two counties with one of everything, each with one person of every role, for the authorisation matrix.

Built once a worker through the API itself, then cloned for every operation.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from app.contracts.categories import CaseGroup
from app.correction.check_ins.attempt_codes import DevicePlatform
from app.correction.check_ins.confirming.models import LocationQuestion
from app.correction.check_ins.models import CheckInDevice, CheckInFace
from app.correction.enums import DutyKind, KeyAlgorithm
from app.correction.ids import timed_id
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.tiers.schemas import ANSWERS_EXAMPLE
from app.correction.papers.asking import ask_paper
from app.correction.papers.codes import CorrectionPaperKind
from app.correction.schedule.models import CheckInDuty
from app.identity.repository import grants_of
from app.identity.staff import NewStaff, add_staff
from app.kernel.actor import STAFF, Role
from app.kernel.clock import local_date
from app.lawyers.roster.entering import Entry, create_firm, create_lawyer
from app.lawyers.roster.licence import parse
from app.legal_aid.quality.criteria import FORMS
from app.legal_aid.quality.models import PeerReview
from tests.architecture.estate_discipline import discipline
from tests.architecture.estate_ending import ending
from tests.architecture.estate_leave import leave
from tests.architecture.estate_reports import reports
from tests.evidence.uploading import SIGNATURE, WAGES, Sample, send
from tests.support.areas import COUNTY, NEIGHBOUR
from tests.support.stack import running
from tests.support.world import AgencyRef, PersonRef, World

Json = dict[str, Any]
CLAIM: Json = {
    "employer_name": "某建筑公司",
    "period_from": "2026-01",
    "period_to": "2026-03",
    "amount_fen": 100,
}
SQUARE = [[[118.9, 29.5], [119.1, 29.5], [119.1, 29.7], [118.9, 29.7], [118.9, 29.5]]]


@dataclass(frozen=True, slots=True)
class Estate:
    """One county: who is there, and the ids of its objects by the names routes and bodies use."""

    people: dict[Role, str]
    """Access tokens by role."""
    ids: dict[str, str]
    own: dict[Role, dict[str, str]]
    """Ids that differ by role: whose objects of a kind are within reach of that role alone."""


@dataclass(frozen=True, slots=True)
class Estates:
    """The database to clone with both counties in it, and the settings its tokens need."""

    template: str
    settings: Json
    ours: Estate
    theirs: Estate


_built: list[Estates] = []


async def estates() -> Estates:
    """The two counties of this test process."""
    if not _built:
        _built.append(await _build())
    return _built[0]


async def _build() -> Estates:
    async with running(keep=True) as stack:
        world = World(stack)
        ours = await _county(world, COUNTY, "330106001", 1)
        theirs = await _county(world, NEIGHBOUR, "330105001", 2)
        names = ("token_keys", "field_keys", "index_key", "ledger_name")
        settings = {name: getattr(stack.settings, name) for name in names}
        database = stack.settings.database_url.get_secret_value().rsplit("/", 1)[1]
    return Estates(database, settings, ours, theirs)


async def _county(world: World, county: str, town: str, number: int) -> Estate:
    bureau = await world.agency("justice_bureau", area_code=county)
    centre = await world.agency("legal_aid_centre", area_code=county, parent=bureau)
    office = await world.agency("township_office", area_code=town, parent=bureau)
    elsewhere = await world.agency("justice_bureau", area_code=county)
    reader = await world.agency("legal_aid_centre", area_code=county, parent=elsewhere)
    people = {role: await world.person(role, agency=bureau if role in STAFF else None) for role in Role}
    ids = {
        "agency_id": str(centre.id),
        "parent_id": str(bureau.id),
        "code": "correction.commend_after",
        "item_code": "matter_claim",
        "kind": "application_form",
        "tier": "red",
        "year": "2027",
        "position": "1",
    }
    ids |= await _staff(world, centre, number)
    ids |= await _lawyer(world, centre, people[Role.LAWYER], county, number)
    ids |= await _import(people[Role.ADMINISTRATOR], centre)
    ids |= await _rota(world, people, ids["lawyer_id"], county)
    ids |= await _tie(people, ids["lawyer_id"])
    ids |= await _case(world, people, county, ids)
    ids |= await _sharing(world, people[Role.DECIDER], ids["application_id"], reader)
    ids |= await _bundle(people[Role.APPLICANT], ids["application_id"])
    ids |= await _peer_review(world, people, centre, ids["application_id"])
    ids |= await _duty_help(world, people[Role.LAWYER], centre)
    ids |= await _correction(world, people, office)
    ids |= await discipline(world, people, ids["order_id"])
    ids |= await reports(world, people, office, ids["order_id"])
    ids |= await ending(world, people, bureau, town, ids["order_id"])
    ids |= await leave(world, people, county, ids["order_id"])
    ids |= await _account(world, people[Role.APPLICANT])
    own = {Role.SUBJECT: await _subjects_files(world, people, ids["order_id"], reader)}
    return Estate({role: person.token for role, person in people.items()}, ids, own)


async def _staff(world: World, centre: AgencyRef, number: int) -> dict[str, str]:
    """A member of staff to be managed."""
    services, at = world.stack.services, world.stack.clock.now()
    new = NewStaff(f"member{number}", "王芳", "a long pass phrase", Role.OFFICER, centre.id)
    async with services.database.transaction() as session:
        member = await add_staff(session, services.identity.passwords, new, at=at)
        [grant] = await grants_of(session, [member.person.id], at=at)
    return {"person_id": str(member.person.id), "grant_id": str(grant[0].id)}


async def _lawyer(world: World, centre: AgencyRef, person: PersonRef, county: str, number: int) -> dict[str, str]:
    at = world.stack.clock.now()
    licence = f"1330120151090000{number}"
    assert parse(licence, today=local_date(at))
    async with world.stack.services.database.transaction() as session:
        firm = await create_firm(session, agency_id=centre.id, name=f"律所{number}", credit_code=None, at=at)
        entry = Entry(firm.id, 8, {CaseGroup.LABOUR: 5}, [county], heads_firm=True)
        lawyer = await create_lawyer(session, person_id=person.id, licence_number=licence, entry=entry, at=at)
    return {"firm_id": str(firm.id), "lawyer_id": str(lawyer.id)}


async def _rota(world: World, people: dict[Role, PersonRef], lawyer_id: str, county: str) -> dict[str, str]:
    """The lawyer on leave and on duty one day each next year, with a change of the entry asked for."""
    officer, lawyer = people[Role.OFFICER].client, people[Role.LAWYER].client
    year = local_date(world.stack.clock.now()).year + 1
    leave = {"from_on": f"{year}-02-01", "to_on": f"{year}-02-02"}
    duty = {"lawyer_id": lawyer_id, "days": [f"{year}-01-04"], "place": "某看守所"}
    wish = {"capacity": 9, "specialties": [], "areas": [county]}
    proposal = await lawyer.post("/lawyers/me/proposals", json=wish, headers={"If-Match": '"1"'})
    return {
        "leave_id": _ok(await lawyer.post(f"/lawyers/{lawyer_id}/leave", json=leave))["id"],
        "shift_id": _ok(await officer.post("/duty-shifts", json=duty))["items"][0]["id"],
        "proposal_id": _ok(proposal)["id"],
    }


async def _tie(people: dict[Role, PersonRef], lawyer_id: str) -> dict[str, str]:
    """A client of the lawyer's own practice, as declared."""
    body = {"kind": "client", "party_kind": "person", "name": "钱委托"}
    return {"tie_id": _ok(await people[Role.OFFICER].client.post(f"/lawyers/{lawyer_id}/ties", json=body))["id"]}


async def _import(administrator: PersonRef, centre: AgencyRef) -> dict[str, str]:
    """A roster that was sent in; its row is bad, which matters to nobody here."""
    path, headers = f"/agencies/{centre.id}/roster-imports", {"Content-Type": "text/csv"}
    sent = await administrator.client.post(path, content="姓名,律师执业证号\n某人,1\n".encode(), headers=headers)
    return {"import_id": _ok(sent)["id"]}


async def _case(world: World, people: dict[Role, PersonRef], county: str, ids: dict[str, str]) -> dict[str, str]:
    """An application in the hands of the lawyer, whom the firm named, with evidence and an answered offer."""
    owner, officer = people[Role.APPLICANT].client, people[Role.OFFICER].client
    case = _ok(await owner.post("/applications", json={"category": "labour_remuneration"}))
    path = f"/applications/{case['id']}"
    parts = {"claim": CLAIM, "place": {"area_code": county}, "applicant": {"is_migrant_worker": True}}
    for part, body in parts.items():
        headers = {"If-Match": f'"{case["version"]}"'}
        case = _ok(await owner.put(f"{path}/{part}", json=body, headers=headers))
    evidence = await _upload(owner, case["id"], WAGES, "wage_record")
    signature = await _upload(owner, case["id"], SIGNATURE, "signature")
    await world.stack.drain()
    _ok(await owner.post(f"{path}/submit", json={"signature_evidence_id": signature}))
    _ok(await officer.post(f"{path}/accept"))
    _ok(await people[Role.DECIDER].client.post(f"{path}/grant"))
    batches = f"/agencies/{ids['agency_id']}/batch-assignments"
    batch_id = _ok(await officer.post(batches, json={"method": "greedy"}))["id"]
    await world.stack.drain()
    _ok(await officer.post(f"{path}/assign", json={"firm_id": ids["firm_id"]}))
    lawyer = people[Role.LAWYER].client
    assignment_id = _ok(await lawyer.get("/firm-assignments"))["items"][0]["id"]
    _ok(await lawyer.post(f"/firm-assignments/{assignment_id}/name", json={"lawyer_id": ids["lawyer_id"]}))
    offer = _ok(await lawyer.get("/offers"))["items"][0]
    _ok(await lawyer.post(f"/offers/{offer['id']}/accept"))
    await world.stack.drain()
    assert _ok(await owner.get(path))["status"] == "in_handling"
    notice = _ok(await owner.get("/me/notices"))["items"][0]
    ledger = _ok(await owner.get(f"{path}/ledger"))
    paper = _ok(await owner.get(f"{path}/papers"))["items"][0]
    return {
        "paper_id": paper["id"],
        "application_id": case["id"],
        "matter_id": case["id"],
        "member_id": ledger["members"][0]["member_id"],
        "evidence_id": evidence,
        "signature_evidence_id": signature,
        "offer_id": offer["id"],
        "assignment_id": assignment_id,
        "batch_id": batch_id,
        "notice_id": notice["id"],
    }


async def _sharing(world: World, decider: PersonRef, matter_id: str, reader: AgencyRef) -> dict[str, str]:
    """The files of the case shared with a centre under another bureau, in which nobody works."""
    body = {
        "matter_id": matter_id,
        "agency_id": str(reader.id),
        "purpose": "remote_mediation",
        "reason": "两地联合调解",
        "until": (local_date(world.stack.clock.now()) + timedelta(days=30)).isoformat(),
    }
    return {"sharing_id": _ok(await decider.client.post("/evidence-sharings", json=body))["id"]}


async def _subjects_files(
    world: World, people: dict[Role, PersonRef], order_id: str, reader: AgencyRef
) -> dict[str, str]:
    """A file of the person under correction, kept with the order and shared with another agency."""
    evidence_id = await _upload(people[Role.SUBJECT].client, order_id, WAGES, "wage_record")
    await world.stack.drain()
    shared = await _sharing(world, people[Role.DECIDER], order_id, reader)
    return {"matter_id": order_id, "evidence_id": evidence_id, **shared}


async def _bundle(owner: PersonRef, matter_id: str) -> dict[str, str]:
    """The evidence of the case as a bundle; whether it is made matters to nobody here."""
    answer = await owner.client.post("/evidence-bundles", json={"matter_id": matter_id, "purpose": "court"})
    return {"bundle_id": _ok(answer)["id"]}


async def _peer_review(
    world: World, people: dict[Role, PersonRef], centre: AgencyRef, application_id: str
) -> dict[str, str]:
    """An assessment asked of the county's one lawyer; a row, since nobody assesses their own case."""
    at = world.stack.clock.now()
    review = PeerReview(
        application_id=UUID(application_id),
        agency_id=centre.id,
        agency_path=centre.path,
        reviewer_person_id=people[Role.LAWYER].id,
        form_version=FORMS[0].version,
        appointed_by=people[Role.OFFICER].id,
        appointed_at=at,
        updated_at=at,
    )
    async with world.stack.services.database.transaction() as session:
        session.add(review)
    return {"peer_review_id": str(review.id)}


async def _duty_help(world: World, lawyer: PersonRef, centre: AgencyRef) -> dict[str, str]:
    """Help the lawyer gave to somebody in custody, with an application to be passed on."""
    body = {
        "agency_id": str(centre.id),
        "helped_at": world.stack.clock.now().isoformat(),
        "place_kind": "detention_centre",
        "place_name": "某看守所",
        "person_name": "孙某",
        "kinds": ["consultation", "forwarding"],
    }
    return {"duty_help_id": _ok(await lawyer.client.post("/duty-help", json=body))["id"]}


async def _correction(world: World, people: dict[Role, PersonRef], office: AgencyRef) -> dict[str, str]:
    """A subject under correction who checked in once."""
    subject, officer = people[Role.SUBJECT], people[Role.OFFICER].client
    body = {
        "person": {"name": subject.name, "number": subject.number, "phone": subject.phone},
        "agency_id": str(office.id),
        "category": "probation",
        "tier": "yellow",
        "court": "某区人民法院",
        "starts_on": "2026-11-01",
        "ends_on": "2027-10-31",
        "area": {"geometry": {"type": "Polygon", "coordinates": SQUARE}, "datum": "wgs84"},
    }
    order = _ok(await officer.post("/correction/orders", json=body))
    group = {"members": [{"kind": "staff", "name": "沈敏", "sex": "woman", "knows_minors": True}]}
    path = f"/correction/orders/{order['id']}"
    _ok(await officer.put(f"{path}/group", json=group, headers={"If-Match": str(order["version"])}))
    _ok(await officer.post(f"{path}/begin"))
    fix = {"latitude_deg": 29.6, "longitude_deg": 119.0, "datum": "wgs84", "accuracy_m": 20}
    fix["fixed_at"] = world.stack.clock.now().isoformat()
    attempt = {"attempt_id": order["id"], "made_at": fix["fixed_at"], "fixes": [fix]}
    check_in = _ok(await subject.client.post("/correction/check-ins", json=attempt))
    [duty, *_] = _ok(await officer.get(f"{path}/duties"))["items"]
    paper_id = await _correction_paper(world, UUID(order["id"]))
    proposal = {"to_tier": "blue", "answers": ANSWERS_EXAMPLE, "reasons": "表现稳定"}
    change = _ok(await officer.post(f"{path}/tier-changes", json=proposal))
    minor = await world.person(name="孙小明", born=date(2012, 1, 1))
    body["person"] = {"name": minor.name, "number": minor.number, "phone": minor.phone}
    closed = _ok(await officer.post("/correction/orders", json=body))
    return {
        "order_id": order["id"],
        "check_in_id": check_in["id"],
        "device_id": await _phone(world, officer, order, check_in),
        "duty_id": duty["id"],
        "correction_paper_id": paper_id,
        "tier_change_id": change["id"],
        "minor_order_id": closed["id"],
    } | await _places(world, officer, order, check_in)


async def _phone(world: World, officer: httpx.AsyncClient, order: Json, check_in: Json) -> str:
    """A registered phone, a window that is open, a photo to be looked at; gives the phone's id."""
    _ok(await officer.post(f"/correction/orders/{order['id']}/device-codes"))
    at = world.stack.clock.now()
    order_id = UUID(order["id"])
    async with world.stack.services.database.transaction() as session:
        row = await session.get_one(CorrectionOrder, order_id)
        device = CheckInDevice(
            person_id=row.person_id,
            algorithm=KeyAlgorithm.ED25519,
            public_key=order_id.bytes * 2,
            platform=DevicePlatform.ANDROID,
            device_class="android test",
            registered_at=at,
            registered_by=row.person_id,
        )
        session.add(device)
        made_at = datetime.fromisoformat(check_in["made_at"])
        session.add(CheckInFace(check_in_id=UUID(check_in["id"]), made_at=made_at, order_id=order_id))
        session.add(
            CheckInDuty(
                id=timed_id(at, order_id, "estate"),
                opens_at=at,
                closes_at=at + timedelta(days=1),
                order_id=order_id,
                person_id=row.person_id,
                agency_id=row.agency_id,
                kind=DutyKind.SCHEDULED,
                tier=row.tier,
                created_at=at,
            )
        )
    return str(device.id)


async def _places(world: World, officer: httpx.AsyncClient, order: Json, check_in: Json) -> dict[str, str]:
    """Something the judgement forbids, and a fix that is being made sure of."""
    forbidden = {"kind": "activity", "content": "禁止炒股", "starts_on": "2026-11-01", "ends_on": "2027-10-31"}
    injunction = _ok(await officer.post(f"/correction/orders/{order['id']}/injunctions", json=forbidden))
    made_at = datetime.fromisoformat(check_in["made_at"])
    question = LocationQuestion(
        order_id=UUID(order["id"]),
        person_id=UUID(order["person_id"]),
        first_id=UUID(check_in["id"]),
        first_made_at=made_at,
        opens_at=made_at,
        closes_at=made_at,
        asked_at=made_at,
        updated_at=made_at,
    )
    async with world.stack.services.database.transaction() as session:
        session.add(question)
    return {"injunction_id": injunction["id"], "question_id": str(question.id)}


async def _correction_paper(world: World, order_id: UUID) -> str:
    """A paper about the order; whether it is made matters to nobody here."""
    fields = {"report_by_on": "2026-11-11"}
    async with world.stack.services.database.transaction() as session:
        order = await session.get_one(CorrectionOrder, order_id)
        kind, at = CorrectionPaperKind.REPORT_NOTICE, world.stack.clock.now()
        return str(await ask_paper(session, order, kind, fields, about=order_id, at=at))


async def _account(world: World, person: PersonRef) -> dict[str, str]:
    """A consent of the applicant, and a second session to be ended."""
    documents = _ok(await person.client.get("/consent-documents"))["items"]
    document = {"document": documents[0]["document"], "version": documents[0]["version"]}
    consent = _ok(await person.client.post("/me/consents", json=document))
    sessions = _ok(await person.client.get("/me/sessions"))["items"]
    return {"consent_id": consent["id"], "session_id": sessions[0]["id"]}


async def _upload(client: httpx.AsyncClient, matter_id: str, sample: Sample, kind: str) -> str:
    declared = _ok(await client.post("/evidence", json=sample.declaration(matter_id, kind)))
    sent = await send(declared["upload"]["url"], declared["upload"]["fields"], sample.data)
    assert sent.status_code == 201, sent.text
    evidence_id: str = declared["evidence"]["id"]
    _ok(await client.post(f"/evidence/{evidence_id}/complete"))
    return evidence_id


def _ok(answer: httpx.Response) -> Any:
    assert answer.is_success, f"{answer.request.method} {answer.request.url} → {answer.status_code} {answer.text}"
    return answer.json()

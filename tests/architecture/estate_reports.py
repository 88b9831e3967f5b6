"""What the estate has of reports and help: something owed, a report, a request, an activity to go to."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from app.correction.orders.models import CorrectionOrder
from app.correction.reports.codes import ExtensionLevel, ReportKind
from app.correction.reports.models import ReportExtension
from app.kernel.actor import Role
from app.kernel.clock import local_date
from tests.support.world import AgencyRef, PersonRef, World


async def reports(world: World, people: dict[Role, PersonRef], office: AgencyRef, order_id: str) -> dict[str, str]:
    """Of the person under correction; the longer interval is a row, since nobody here is ill."""
    subject, officer, path = people[Role.SUBJECT], people[Role.OFFICER], f"/correction/orders/{order_id}"
    await world.stack.drain()
    at = world.stack.clock.now()
    owed = (await subject.client.get(f"{path}/report-dues")).json()["items"]
    report = {"kind": "other", "body": "一切都好"}
    wish = {
        "kind": "contact",
        "contact": "other",
        "target": "某人",
        "reason": "商量事情",
        "from_at": at.isoformat(),
        "until_at": (at + timedelta(days=2)).isoformat(),
    }
    planned = {
        "agency_id": str(office.id),
        "kind": "public_benefit",
        "title": "植树",
        "place": "公园",
        "starts_at": (at + timedelta(days=2)).isoformat(),
        "ends_at": (at + timedelta(days=2, hours=2)).isoformat(),
    }
    activity_id = await _made(officer, "/correction/activities", planned)
    return {
        "due_id": owed[0]["id"],
        "report_id": await _made(subject, f"{path}/reports", report),
        "special_permit_id": await _made(subject, f"{path}/special-permits", wish),
        "activity_id": activity_id,
        "participation_id": await _made(officer, f"{path}/participations", {"activity_id": activity_id}),
        "extension_id": await _extension(world, people[Role.OFFICER], order_id),
    }


async def _made(by: PersonRef, path: str, body: dict[str, Any]) -> str:
    answer = await by.client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    identifier: str = answer.json()["id"]
    return identifier


async def _extension(world: World, officer: PersonRef, order_id: str) -> str:
    at = world.stack.clock.now()
    async with world.stack.services.database.transaction() as session:
        order = await session.get_one(CorrectionOrder, UUID(order_id))
        extension = ReportExtension(
            order_id=order.id,
            person_id=order.person_id,
            agency_id=order.agency_id,
            agency_path=order.agency_path,
            kind=ReportKind.HEALTH,
            interval_months=2,
            level=ExtensionLevel.CITY,
            ground="病情稳定",
            from_on=local_date(at),
            until_on=local_date(at) + timedelta(days=90),
            asked_by=officer.id,
            created_at=at,
            updated_at=at,
        )
        session.add(extension)
    return str(extension.id)

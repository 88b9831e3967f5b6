"""Silence of a person, an office, a class of devices; a check-in that arrives late; the ledger's own guard."""

from datetime import timedelta
from uuid import UUID, uuid4

import anyio
import anyio.from_thread
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, func, select

from app.contracts.correction import CheckInDoubtful
from app.correction.alarms.models import Alarm
from app.correction.check_ins.attempt_codes import DevicePlatform
from app.correction.check_ins.codes import CheckInVerdict
from app.correction.check_ins.models import CheckIn, CheckInDevice
from app.correction.enums import AlarmCause, AlarmStatus, DutyStatus, KeyAlgorithm
from app.correction.schedule.codes import SupervisionEntryKind
from app.correction.schedule.gaps import look_for_gaps
from app.correction.schedule.ledger import Supervised, add_entry
from app.correction.schedule.models import CheckInDuty
from app.correction.schedule.worn import look_at_worn
from app.kernel import events
from app.kernel.clock import local_date
from tests.correction.alarming import breach, post, raised
from tests.correction.positioning.wearing import approved, worn
from tests.correction.scene import Scene
from tests.correction.schedule.windows import (
    alarms,
    begin_red,
    lines,
    miss_next,
    moment,
    my_duties,
    my_ledger,
    pass_to,
    rows,
    set_rhythm,
)

pytestmark = pytest.mark.anyio


async def test_silence_is_a_gap_first_and_a_lost_contact_when_it_lasts(scene: Scene) -> None:
    order = await begin_red(scene, checks=7, explain_hours=200, gap_hours=6, lost_hours=30, lost_misses=9)
    missed = await miss_next(scene)
    closed = moment(missed["closes_at"])
    await pass_to(scene, closed + timedelta(hours=5))
    assert await alarms(scene) == []
    await pass_to(scene, closed + timedelta(hours=7))
    [gap] = await alarms(scene)
    assert (gap["cause"], gap["confidence"]) == ("signal_gap_person", "low")
    await pass_to(scene, closed + timedelta(hours=31))
    assert [alarm["cause"] for alarm in await alarms(scene)] == ["signal_gap_person", "lost_contact"]
    await arrive_late(scene, order["id"], missed["id"])
    assert {alarm["status"] for alarm in await alarms(scene)} == {"closed"}
    kinds = {
        line["kind"]: line["taken_back"] for line in await my_ledger(scene) if line["duty_id"] == missed["id"]
    }
    assert kinds == {"missed": True, "late": False}
    await pass_to(scene, scene.stack.clock.now() + timedelta(hours=1))
    assert [alarm["cause"] for alarm in await alarms(scene)] == ["signal_gap_person", "lost_contact"]


async def arrive_late(scene: Scene, order_id: str, duty_id: str) -> None:
    """What the check-in path leaves when an attempt made in its window arrives days after it."""
    at = scene.stack.clock.now()
    async with scene.stack.services.database.transaction() as session:
        find = select(CheckInDuty).where(col(CheckInDuty.id) == UUID(duty_id))
        duty = (await session.scalars(find)).one()
        made_at = duty.opens_at + timedelta(minutes=9)
        row = CheckIn(
            id=uuid4(),
            made_at=made_at,
            received_at=at,
            order_id=UUID(order_id),
            person_id=duty.person_id,
            agency_id=duty.agency_id,
            attempt_id=uuid4(),
            duty_id=duty.id,
            verdict=CheckInVerdict.INSIDE,
            distance_m=-900.0,
            reasons=[],
            marks=[],
            failures=[],
            is_late=True,
            is_offline=True,
            digest=b"d",
            evidence_ids=[],
        )
        session.add(row)
        await session.flush()
        answered = {"status": DutyStatus.ANSWERED, "check_in_id": row.id, "check_in_made_at": made_at}
        await session.execute(update(CheckInDuty).where(col(CheckInDuty.id) == duty.id).values(**answered))
        seen = text("UPDATE check_in_subject SET last_received_at = :at WHERE person_id = :person")
        await session.execute(seen, {"at": at, "person": duty.person_id})
        doubtful = CheckInDoubtful(
            check_in_id=row.id,
            made_at=made_at,
            order_id=row.order_id,
            person_id=row.person_id,
            agency_id=row.agency_id,
            duty_id=duty.id,
            is_late=True,
            is_offline=True,
        )
        await events.record(session, doubtful, at=at)
    await scene.stack.drain()


async def test_a_whole_office_and_a_class_of_phones_gone_quiet_alarm_on_the_first_day(scene: Scene) -> None:
    await set_rhythm(scene, "red", checks=7, gap_hours=6, explain_hours=200)
    people = [scene.subject, await scene.world.person(name="李某")]
    orders: list[str] = []
    for person in people:
        scene.subject = person
        orders.append((await scene.begin(tier="red"))["id"])
        await own_phone(scene, person.id)
    scene.subject = people[0]
    missed = await miss_next(scene)
    for order_id in orders:
        for one in [line for line in await lines(scene, order_id) if line.kind is SupervisionEntryKind.MISSED]:
            body = {"excuse": "maintenance", "note": "系统维护七天。"}
            excused = await scene.officer.client.post(f"/correction/duties/{one.duty_id}/excuse", json=body)
            assert excused.status_code == 200, excused.text
    await pass_to(scene, moment(missed["closes_at"]) + timedelta(hours=7))
    client = (await scene.decider()).client
    raised = {one["cause"]: one for one in (await client.get("/correction/alarms")).json()["items"]}
    assert set(raised) == {"signal_gap_office", "signal_gap_device_class"}
    assert local_date(moment(raised["signal_gap_office"]["raised_at"])) == local_date(moment(missed["opens_at"]))
    assert {one["person_name"] for one in raised.values()} == {None}
    [office] = await alarms(scene)
    assert office["cause"] == "signal_gap_office"
    # Looked into and still silent: asked about again a day later, not at the next look.
    await post(
        scene.officer, f"/correction/alarms/{office['id']}/close", {"outcome": "fault", "finding": "系统维护"}
    )
    async with scene.stack.services.database.transaction() as session:
        for hours, again in ((12, 0), (25, 1)):
            await look_for_gaps(session, at=scene.stack.clock.now() + timedelta(hours=hours))
            about_office = select(Alarm.id).where(
                col(Alarm.cause) == AlarmCause.SIGNAL_GAP_OFFICE, col(Alarm.status) != AlarmStatus.CLOSED
            )
            assert len((await session.scalars(about_office)).all()) == again


async def test_days_excused_for_maintenance_help_the_person_and_silence_no_gap(scene: Scene) -> None:
    order = await begin_red(scene, checks=7, gap_hours=6, lost_hours=30, lost_misses=2)
    today = local_date(scene.stack.clock.now())
    days = {"from_on": today.isoformat(), "to_on": (today + timedelta(days=7)).isoformat()}
    body = {"excuse": "maintenance", "note": "厂家维护七天。", **days}
    path = f"/correction/orders/{order['id']}/excused-periods"
    assert (await scene.officer.client.post(path, json=body)).status_code == 201
    [first, *_] = duties = await my_duties(scene)
    assert [duty["status"] for duty in duties[:8]] == ["excused"] * 7 + ["waiting"]
    await scene.stack.advance(to=moment(first["closes_at"]) + timedelta(hours=7))
    [gap] = await alarms(scene)
    assert (gap["cause"], gap["confidence"]) == ("signal_gap_person", "low")
    assert local_date(moment(gap["raised_at"])) == local_date(moment(first["opens_at"]))
    await pass_to(scene, moment(first["closes_at"]) + timedelta(days=3))
    assert [one["cause"] for one in await alarms(scene)] == ["signal_gap_person"], (
        "nobody is lost who owes nothing"
    )
    assert await my_ledger(scene) == []
    ended = await scene.officer.client.post(f"{path}/end")
    assert ended.status_code == 200, ended.text
    later = [duty for duty in await my_duties(scene) if moment(duty["opens_at"]) > scene.stack.clock.now()]
    assert {duty["status"] for duty in later} == {"waiting"}
    ids = [row.id for row in await rows(scene, order["id"])]
    assert len(ids) == len(set(ids))


async def own_phone(scene: Scene, person_id: UUID) -> None:
    """The person has a registered phone of one class."""
    async with scene.stack.services.database.transaction() as session:
        device = CheckInDevice(
            person_id=person_id,
            algorithm=KeyAlgorithm.ED25519,
            public_key=uuid4().bytes * 2,
            platform=DevicePlatform.ANDROID,
            device_class="android HONOR X50",
            registered_at=scene.stack.clock.now(),
            registered_by=scene.officer.id,
        )
        session.add(device)


Line = tuple[SupervisionEntryKind, str | None, str | None]
"""A kind, which alarm it names, and who records it."""


async def test_no_sequence_of_lines_holds_a_breach_nobody_found(scene: Scene) -> None:
    order = await scene.begin()
    found, looked_at = await breach(scene, order["id"]), await raised(scene, order["id"])
    decider = await scene.decider()
    await scene.stack.drain()
    [line] = [line for line in await my_ledger(scene) if line["kind"] == "breach"]
    assert (line["alarm_id"], line["recorded_by"], line["taken_back"]) == (found, str(decider.id), False)
    alarm_ids = {"found": UUID(found), "looked at": UUID(looked_at), "unknown": uuid4()}
    people = {"officer": scene.officer.id, "decider": decider.id, "subject": scene.subject.id}
    database, at = scene.stack.services.database, scene.stack.clock.now()
    whose = Supervised(UUID(order["id"]), scene.subject.id, scene.office.id)

    async def add(lines: list[Line]) -> None:
        async with database.session() as session:
            for kind, alarm, by in lines:
                is_found = kind is not SupervisionEntryKind.BREACH or (alarm, by) == ("found", "decider")
                duty_id = uuid4() if kind is SupervisionEntryKind.MISSED else None
                alarm_id = None if alarm is None else alarm_ids[alarm]
                recorded_by = None if by is None else people[by]
                try:
                    async with session.begin_nested():
                        await add_entry(
                            session,
                            whose,
                            kind,
                            happened_at=at,
                            at=at,
                            duty_id=duty_id,
                            alarm_id=alarm_id,
                            by=recorded_by,
                        )
                except IntegrityError:
                    assert alarm == "unknown" or not is_found
                else:
                    assert alarm != "unknown"
                    assert is_found
            await session.rollback()

    some = st.tuples(
        st.sampled_from(SupervisionEntryKind) | st.just(SupervisionEntryKind.BREACH),
        st.none() | st.sampled_from(sorted(alarm_ids)),
        st.none() | st.sampled_from(sorted(people)),
    )

    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(lines=st.lists(some, min_size=1, max_size=8))
    def holds(lines: list[Line]) -> None:
        anyio.from_thread.run(add, lines)

    await anyio.to_thread.run_sync(holds)
    async with database.session() as session:
        for rewrite in ("UPDATE supervision_entry SET kind = 'fault'", "DELETE FROM supervision_entry"):
            with pytest.raises(IntegrityError):
                await session.execute(text(rewrite))
            await session.rollback()
    await post(decider, f"/correction/alarms/{found}/reopen", {"reason": "又有新材料"})
    await scene.stack.drain()
    kinds = {line["kind"]: line["taken_back"] for line in await my_ledger(scene)}
    assert kinds == {"breach": True, "corrected": False}


async def test_a_worn_device_that_falls_silent_is_looked_into_on_the_first_day(scene: Scene) -> None:
    order = await begin_red(scene, checks=0, gap_hours=6)
    await approved(scene, order)
    await worn(scene, order)
    begun = scene.stack.clock.now()
    await pass_to(scene, begun + timedelta(hours=5))
    assert await alarms(scene) == []
    await pass_to(scene, begun + timedelta(hours=30))
    [gap] = await alarms(scene)
    assert (gap["cause"], gap["order_id"]) == ("signal_gap_person", order["id"])
    await pass_to(scene, begun + timedelta(hours=31))
    assert len(await alarms(scene)) == 1
    # Looked into and still silent: asked about again when it was silent as long once more, not every few hours.
    closed = {"outcome": "fault", "finding": "装置送修"}
    await post(scene.officer, f"/correction/alarms/{gap['id']}/close", closed)
    async with scene.stack.services.database.transaction() as session:
        await look_at_worn(session, at=scene.stack.clock.now() + timedelta(hours=5))
        assert await open_alarms(session) == 0
        await look_at_worn(session, at=scene.stack.clock.now() + timedelta(hours=6))
        assert await open_alarms(session) == 1


async def open_alarms(session: AsyncSession) -> int:
    statement = select(func.count()).select_from(Alarm).where(col(Alarm.status) != AlarmStatus.CLOSED)
    return (await session.execute(statement)).scalar_one()

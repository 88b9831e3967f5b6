"""Registering a phone's key: an officer who sees the person gives a code, the phone sends its key with it."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.check_ins.devices.schemas import DeviceCreate, EnrolmentOut
from app.correction.check_ins.errors import BadSignature, EnrolmentRefused
from app.correction.check_ins.keys import KeyRefused, from_base64url, normal_key, verifier
from app.correction.check_ins.models import CheckInDevice, CheckInEnrolment
from app.correction.check_ins.subjects import touch
from app.correction.enums import CorrectionStatus
from app.correction.errors import NoOrder, OrderEnded
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import latest_order, order_for
from app.correction.orders.states import correction_machine
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.errors import FieldError, Invalid, NotFound
from app.kernel.vault import Vault

CODE_CONTEXT = "check_in_enrolment.code"
CODE_FOR = timedelta(minutes=10)
MOST_TRIES = 5
PROOF = "yijiantong-device-1"


async def give_code(
    session: AsyncSession, vault: Vault, actor: Actor, order_id: UUID, *, at: datetime
) -> EnrolmentOut:
    """A code for the person at the counter; one given before is of no use any more.

    Raises:
        NotFound: beyond the actor's reach.
        OrderEnded: nothing is supervised any more.
    """
    order = await order_for(session, actor, Action.DEVICE_ENROL, order_id)
    if order.status is CorrectionStatus.ENDED:
        raise OrderEnded()
    for earlier in await _open_codes(session, order.person_id, at=at):
        earlier.tries = MOST_TRIES
    code = f"{secrets.randbelow(10**6):06d}"
    enrolment = CheckInEnrolment(
        person_id=order.person_id,
        code_index=_index(vault, order.person_id, code),
        made_by=actor.person_id,
        made_at=at,
        expires_at=at + CODE_FOR,
    )
    session.add(enrolment)
    _audit(session, actor, order, "给出手机登记码", at=at)
    await session.flush()
    return EnrolmentOut(code=code, expires_at=enrolment.expires_at)


async def register_device(
    session: AsyncSession, vault: Vault, actor: Actor, new: DeviceCreate, *, at: datetime
) -> CheckInDevice:
    """Register the key of the caller's phone with the code given at the counter.

    Raises:
        NoOrder: the caller is under no order.
        EnrolmentRefused: no such code, used, too old, or guessed at too often.
        Invalid: the key is none of its algorithm.
        BadSignature: the phone does not hold the private key.
        KeyTaken: the key is in use.
    """
    order = await latest_order(session, actor.person_id)
    if order is None or order.status is CorrectionStatus.ENDED:
        raise NoOrder()
    key = _proven_key(new)
    await session.refresh(order, with_for_update=True)
    enrolment = await _matching(session, vault, actor.person_id, new.code, at=at)
    device = CheckInDevice(
        person_id=actor.person_id,
        algorithm=new.algorithm,
        public_key=key,
        platform=new.platform,
        device_class=f"{new.platform} {new.model.strip()}",
        registered_at=at,
        registered_by=enrolment.made_by,
    )
    session.add(device)
    await session.flush()
    enrolment.used_at = at
    enrolment.device_id = device.id
    _audit(session, actor, order, "登记签到手机", at=at)
    await touch(session, order)
    return device


async def revoke_device(
    session: AsyncSession, actor: Actor, action: Action, device_id: UUID, *, at: datetime
) -> CheckInDevice:
    """Take a phone out of use, once; what it signed before and sends later no longer counts as signed.

    Raises:
        NotFound: beyond the actor's reach.
    """
    device = await session.get(CheckInDevice, device_id)
    order = None if device is None else await latest_order(session, device.person_id)
    if device is None or order is None:
        raise NotFound()
    order = await order_for(session, actor, action, order.id)
    await session.refresh(order, with_for_update=True)
    await session.refresh(device, with_for_update=True)
    if device.revoked_at is None:
        device.revoked_at = at
        device.revoked_by = actor.person_id
        _audit(session, actor, order, "停用签到手机", at=at)
        await touch(session, order)
    return device


async def devices_of(session: AsyncSession, person_id: UUID) -> Sequence[CheckInDevice]:
    """A person's phones, newest first."""
    statement = select(CheckInDevice).where(col(CheckInDevice.person_id) == person_id)
    return (await session.scalars(statement.order_by(col(CheckInDevice.id).desc()))).all()


def proof_text(code: str, algorithm: str, public_key: str) -> bytes:
    """What the phone signs to prove that it holds the key."""
    return f"{PROOF}\n{code}\n{algorithm}\n{public_key}".encode()


def _proven_key(new: DeviceCreate) -> bytes:
    try:
        key = normal_key(new.algorithm, from_base64url(new.public_key))
    except KeyRefused as error:
        raise Invalid(fields=[FieldError("public_key", "not_a_key", "手机的签到钥匙格式不对")]) from error
    text = proof_text(new.code, new.algorithm, new.public_key)
    try:
        is_proven = verifier(new.algorithm, key)(from_base64url(new.proof), text)
    except KeyRefused:
        is_proven = False
    if not is_proven:
        raise BadSignature()
    return key


async def _matching(
    session: AsyncSession, vault: Vault, person_id: UUID, code: str, *, at: datetime
) -> CheckInEnrolment:
    """The open code that was typed; a wrong one counts as a try, which stays counted."""
    wanted = _index(vault, person_id, code)
    for enrolment in await _open_codes(session, person_id, at=at):
        if enrolment.code_index == wanted:
            return enrolment
        enrolment.tries += 1
    await session.flush()
    raise EnrolmentRefused()


async def _open_codes(session: AsyncSession, person_id: UUID, *, at: datetime) -> Sequence[CheckInEnrolment]:
    statement = select(CheckInEnrolment).where(
        col(CheckInEnrolment.person_id) == person_id,
        col(CheckInEnrolment.used_at).is_(None),
        col(CheckInEnrolment.expires_at) > at,
        col(CheckInEnrolment.tries) < MOST_TRIES,
    )
    return (await session.scalars(statement.with_for_update())).all()


def _index(vault: Vault, person_id: UUID, code: str) -> bytes:
    return vault.index(f"{person_id}{code}", CODE_CONTEXT)


def _audit(session: AsyncSession, actor: Actor, order: CorrectionOrder, note: str, *, at: datetime) -> None:
    audit.add_entry(
        session,
        actor,
        Action.DEVICE_ENROL,
        object_type=correction_machine.name,
        object_id=order.id,
        owner_id=order.person_id,
        at=at,
        note=note,
    )

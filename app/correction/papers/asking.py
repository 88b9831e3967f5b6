"""Asking for a paper, in the transaction of the act it documents: what stands in it is fixed there and then."""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.orders.models import CorrectionOrder
from app.correction.papers import repository
from app.correction.papers.codes import CorrectionPaperKind
from app.correction.papers.contents import compose
from app.correction.papers.issuing import order_issue
from app.correction.papers.models import CONTENTS, CorrectionPaper
from app.correction.papers.wording import Facts, Fields, check_fields, number
from app.identity import people
from app.kernel.areas.models import Agency
from app.kernel.clock import local_date
from app.kernel.database import vault_of
from app.kernel.dictionaries import dictionaries

UNNAMED = "（姓名未登记）"


async def ask_paper(
    session: AsyncSession,
    order: CorrectionOrder,
    kind: CorrectionPaperKind,
    fields: Fields,
    *,
    about: UUID,
    at: datetime,
    agency_id: UUID | None = None,
) -> UUID:
    """Ask for a paper about ``about``; asked again it is the paper there is. The order's row is locked.

    Args:
        fields: see :data:`app.correction.papers.wording.WORDINGS`.
        agency_id: whose name and seal it bears; by default the county's correction agency above the office.

    Raises:
        ValueError: the fields are not those of the kind; the caller's mistake.
    """
    check_fields(kind, fields)
    if existing := await repository.about(session, order.id, kind, about):
        return existing
    vault = vault_of(session)
    office = await session.get_one(Agency, order.agency_id)
    issuer = (
        await session.get_one(Agency, agency_id)
        if agency_id
        else await repository.county_agency(session, order.agency_path)
    )
    person = await people.own_data(session, vault, order.person_id)
    words = dictionaries()
    facts = Facts(
        name=person.name or UNNAMED,
        document=person.number,
        category=words["correction_category"][order.category],
        court=order.court,
        starts_on=order.starts_on,
        ends_on=order.ends_on,
        office=office.name,
        phone=office.phone,
    )
    today = local_date(at)
    sequence = await repository.next_number(session, issuer.id, kind, today.year)
    numbered = number(kind, today.year, sequence)
    contents = compose(kind, facts, fields, agency=issuer.name, number=numbered, dated=today)
    paper = CorrectionPaper(
        order_id=order.id,
        person_id=order.person_id,
        agency_id=issuer.id,
        kind=kind,
        about_id=about,
        number=numbered,
        contents_sealed=vault.seal(contents.model_dump_json(), CONTENTS),
        object_key=f"papers/{secrets.token_hex(16)}",
        requested_at=at,
        updated_at=at,
    )
    session.add(paper)
    await session.flush()
    await order_issue(session, paper, at=at)
    return paper.id

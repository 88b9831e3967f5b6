"""The number of somebody who has no account here: another side of a matter, a lawyer's client or relative.

A person is known by an identity document of 18 characters, an organisation by its credit code (GB 32100). Both
are compared through a blind index, that of a person's being the one under which they would be registered.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from app.identity.models import RealName
from app.identity.numbers import FOREIGN_PREFIX, HMT_PREFIXES, DocumentKind, NumberRefused, normalise
from app.identity.people import number_index
from app.kernel.vault import Vault

CREDIT_CODE = "organisation.credit_code"
"""Context of the blind index of credit codes."""


@dataclass(frozen=True, slots=True)
class PartyNumber:
    """A number in its one form, and the blind index that finds it."""

    number: str
    index: bytes


def read_number(vault: Vault, raw: str, *, is_organisation: bool, today: date) -> PartyNumber:
    """Check a number and bring it to the form in which it is compared.

    Which document a person's number is of shows in how it begins.

    Raises:
        NumberRefused: it cannot be one, with the rule it breaks.
    """
    number = re.sub(r"[\s\-·]", "", unicodedata.normalize("NFKC", raw)).upper()
    if is_organisation:
        try:
            code = uscc.validate(number)
        except ValidationError:
            raise NumberRefused("credit_code", "统一社会信用代码不对，应为 18 位，请核对") from None
        return PartyNumber(code, vault.index(code, CREDIT_CODE))
    kind = DocumentKind.RESIDENT_ID
    if number.startswith(HMT_PREFIXES):
        kind = DocumentKind.HMT_RESIDENCE_PERMIT
    elif number.startswith(FOREIGN_PREFIX):
        kind = DocumentKind.FOREIGN_PERMANENT_RESIDENCE
    number = normalise(kind, number, today=today)
    return PartyNumber(number, number_index(vault, kind, None, number))


async def indexes_of(session: AsyncSession, person_ids: Collection[UUID]) -> dict[UUID, bytes]:
    """Blind indexes of the documents of people registered here; who gave none is absent."""
    statement = select(RealName.person_id, RealName.number_index).where(col(RealName.person_id).in_(person_ids))
    return {row[0]: row[1] for row in await session.execute(statement)}

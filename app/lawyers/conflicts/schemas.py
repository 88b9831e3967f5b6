"""What the API of declared ties takes and gives."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from app.kernel.http import LINE, Schema, example
from app.lawyers.enums import Kinship, PartyKind, TieKind

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=100, pattern=LINE)]
Number = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]


class TieIn(Schema):
    """A near relative, a client (also one advised all the year round), or the other side of a case of one's own
    practice. The number is compared and never shown again.
    """

    model_config = example(
        {
            "kind": "client",
            "party_kind": "organisation",
            "name": "杭州某贸易有限公司",
            "relation": None,
            "number": "91330106MA2B3C4D5D",
        }
    )

    kind: TieKind
    party_kind: PartyKind
    name: Name
    relation: Annotated[Kinship | None, Field(description="是什么近亲属；委托人和对方不填")] = None
    number: Annotated[
        Number | None, Field(description="个人填身份证号码，单位填统一社会信用代码；不知道的不填")
    ] = None


class TieView(Schema):
    """What was declared; whether a number is known, but not which."""

    model_config = example(
        {
            "id": "01937b3e-0000-7000-8000-000000000051",
            "kind": "relative",
            "party_kind": "person",
            "name": "李某明",
            "relation": "sibling",
            "has_number": True,
            "declared_at": "2026-12-01T01:00:00Z",
        }
    )

    id: UUID
    kind: TieKind
    party_kind: PartyKind
    name: str
    relation: Kinship | None
    has_number: bool
    declared_at: datetime

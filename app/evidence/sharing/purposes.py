"""What a file may be opened for, by the capacity in which somebody reads it. Pure.

A purpose that does not fit whoever states it would make the record of openings worthless to the person the file is
about (个人信息保护法 6: 明确、合理的目的).
"""

from collections.abc import Mapping
from enum import StrEnum

from app.evidence.sharing.enums import OpeningPurpose as P
from app.kernel.actor import Role


class Reach(StrEnum):
    """By what right somebody reads a file."""

    OWNER = "owner"
    LAWYER = "lawyer"
    STAFF = "staff"
    APPROVER = "approver"
    SHARED = "shared"


PURPOSES: Mapping[Reach, tuple[P, ...]] = {
    Reach.OWNER: (P.OWN,),
    Reach.LAWYER: (P.HANDLING, P.COURT_REQUEST),
    Reach.STAFF: (P.REVIEW, P.HANDLING, P.SUPERVISION, P.COURT_REQUEST),
    Reach.APPROVER: (P.SUPERVISION, P.REVIEW, P.COURT_REQUEST),
    Reach.SHARED: (P.COOPERATION, P.COURT_REQUEST),
}
"""Purposes that may be stated, the one that is assumed where none is stated first."""


def reach_of_role(role: Role) -> Reach:
    """By what right staff of the matter's own agency, or of one above it, read."""
    return Reach.APPROVER if role is Role.APPROVER else Reach.STAFF


def purpose_of(reach: Reach, stated: P | None) -> P | None:
    """The purpose to write down; none where what was stated does not fit."""
    fitting = PURPOSES[reach]
    if stated is None:
        return fitting[0]
    return stated if stated in fitting else None

"""The rows that an assignment begins with: itself as the officer chose, and the parties of an offer."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from app.contracts.categories import CaseCategory
from app.contracts.matching import Candidate, Choice, Need, Shortlist
from app.identity.surnames import surname_only
from app.lawyers.assigning.choices import mode_of
from app.lawyers.assigning.models import Assignment
from app.lawyers.conflicts.models import MatterPartyName
from app.lawyers.enums import PartySide
from app.lawyers.names import name_key
from app.lawyers.roster.models import Lawyer


def begun(need: Need, choice: Choice, proposed: Shortlist, *, is_override: bool, at: datetime) -> Assignment:
    """The row of an assignment, with what was proposed at this moment."""
    return Assignment(
        matter_id=need.matter_id,
        agency_id=need.agency_id,
        client_id=need.client_id,
        category=CaseCategory(need.category),
        mode=mode_of(choice),
        is_urgent=need.is_urgent,
        weights_version=proposed.weights_version,
        seed=proposed.seed,
        ranking=[_remembered(candidate) for candidate in proposed.candidates],
        planned=list(choice.lawyer_ids),
        firm_id=choice.firm_id,
        relaxed=sorted(choice.relaxed),
        batch_id=choice.batch_id,
        minors_reason_given=need.is_minors_reason_given,
        assign_by=choice.assign_by,
        override_reason=choice.override_reason if is_override else None,
        override_note=choice.override_note if is_override else None,
        made_by=choice.made_by,
        made_at=at,
        updated_at=at,
    )


def _remembered(candidate: Candidate) -> dict[str, Any]:
    return asdict(candidate) | {"lawyer_id": str(candidate.lawyer_id)}


def party_names(need: Need, lawyer: Lawyer) -> Sequence[MatterPartyName]:
    """The parties as rows; a name without letters cannot be compared.

    Where aid is for a minor the lawyer who is asked reads the family name alone (未成年人保护法 103): the key
    finds conflicts all the same, and whoever takes the case reads the whole name there.
    """
    sided = [(PartySide.CLIENT, party) for party in need.clients]
    sided += [(PartySide.OPPONENT, party) for party in need.opponents]
    return [
        MatterPartyName(
            lawyer_id=lawyer.id,
            firm_id=lawyer.firm_id,
            matter_id=need.matter_id,
            side=side,
            person_id=party.person_id,
            name=surname_only(party.name) if need.is_for_minor and side is PartySide.CLIENT else party.name,
            name_key=name_key(party.name),
            number_index=party.number,
        )
        for side, party in dict.fromkeys(sided)
        if name_key(party.name)
    ]

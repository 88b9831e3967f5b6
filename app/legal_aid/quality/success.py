"""How far a case's end gave the recipient what aid was for, as matching counts it. Data, pure.

Practice, not law. A lost case says little of the lawyer, so it is worth less than half and not nothing; an end
that depends on others alone (the charge held, the stage over, a suit taken back) says nothing at all. Otherwise
who takes hopeless cases would be punished for it.
"""

from collections.abc import Mapping

from app.legal_aid.handling.enums import OutcomeKind

_K = OutcomeKind

SUCCESS: Mapping[OutcomeKind, float | None] = {
    _K.JUDGMENT_WON: 1.0,
    _K.CASE_DROPPED: 1.0,
    _K.NOT_PROSECUTED: 1.0,
    _K.ACQUITTED: 1.0,
    _K.PARTLY_WON: 0.8,
    _K.MEDIATED: 0.8,
    _K.SETTLED: 0.8,
    _K.EXEMPTED_FROM_PUNISHMENT: 0.8,
    _K.LIGHTER_THAN_CHARGED: 0.8,
    _K.LOST: 0.4,
    _K.WITHDRAWN_SUIT: None,
    _K.ARBITRATION_AWARD: None,
    _K.ADMINISTRATIVE_DECISION: None,
    _K.AS_CHARGED: None,
    _K.STAGE_ENDED: None,
    _K.OTHER: None,
}
"""By end of the case; an award or decision alone does not say for whom."""

if set(SUCCESS) != set(OutcomeKind):
    raise TypeError("every end of a case says how far it succeeded, or that nothing follows from it")

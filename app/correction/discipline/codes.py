"""Codes of measures and rewards, each with its Chinese label, and which of them a category knows. Pure."""

from enum import StrEnum

from app.correction.enums import CorrectionCategory
from app.kernel.dictionaries import labels


class DisciplineMeasure(StrEnum):
    """What 社区矫正法 28 and 33 know. The last four of the measures and commutation are decided by others."""

    COMMENDATION = "commendation"
    COMMUTATION = "commutation"
    ADMONITION = "admonition"
    WARNING = "warning"
    POLICE_PENALTY = "police_penalty"
    REVOKE_PROBATION = "revoke_probation"
    REVOKE_PAROLE = "revoke_parole"
    IMPRISONMENT = "imprisonment"


class SanctionStatus(StrEnum):
    """Where a measure or reward stands."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    SUBMITTED = "submitted"
    ANSWERED = "answered"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"


class AuthorityAnswer(StrEnum):
    """What police, court or the deciding body answered."""

    GRANTED = "granted"
    REFUSED = "refused"


class SanctionRecipient(StrEnum):
    """Who was given a decision or proposal."""

    PERSON = "person"
    PROCURATORATE = "procuratorate"
    COURT = "court"
    POLICE = "police"
    DECIDING_BODY = "deciding_body"
    PUBLIC = "public"


class SanctionObjectionStatus(StrEnum):
    """Where an objection stands."""

    FILED = "filed"
    UPHELD = "upheld"
    OVERTURNED = "overturned"
    WITHDRAWN = "withdrawn"


REWARDS = frozenset({DisciplineMeasure.COMMENDATION, DisciplineMeasure.COMMUTATION})
OWN = frozenset({DisciplineMeasure.COMMENDATION, DisciplineMeasure.ADMONITION, DisciplineMeasure.WARNING})
"""What the county's correction agency decides itself; everything else it can only propose."""
LIVE = frozenset(
    {SanctionStatus.PROPOSED, SanctionStatus.IN_FORCE, SanctionStatus.SUBMITTED, SanctionStatus.ANSWERED}
)
"""States in which a measure is held against a person, or may come to be."""

_COMMON = frozenset({*REWARDS, DisciplineMeasure.ADMONITION, DisciplineMeasure.WARNING})
AVAILABLE: dict[CorrectionCategory, frozenset[DisciplineMeasure]] = {
    CorrectionCategory.CONTROL: _COMMON | {DisciplineMeasure.POLICE_PENALTY},
    CorrectionCategory.PROBATION: _COMMON | {DisciplineMeasure.POLICE_PENALTY, DisciplineMeasure.REVOKE_PROBATION},
    CorrectionCategory.PAROLE: _COMMON | {DisciplineMeasure.REVOKE_PAROLE},
    CorrectionCategory.TEMPORARY_RELEASE: _COMMON
    | {DisciplineMeasure.POLICE_PENALTY, DisciplineMeasure.IMPRISONMENT},
}
"""By category. Parole is not among those whom 治安管理处罚法 72(4) names; only what was suspended is revoked."""

ANSWERED_WITHIN: dict[DisciplineMeasure, tuple[SanctionRecipient, str | None, str]] = {
    DisciplineMeasure.COMMUTATION: (SanctionRecipient.COURT, "correction.rule_on_commutation", "人民法院"),
    DisciplineMeasure.POLICE_PENALTY: (SanctionRecipient.POLICE, None, "公安机关"),
    DisciplineMeasure.REVOKE_PROBATION: (SanctionRecipient.COURT, "correction.rule_on_revocation", "人民法院"),
    DisciplineMeasure.REVOKE_PAROLE: (SanctionRecipient.COURT, "correction.rule_on_revocation", "人民法院"),
    DisciplineMeasure.IMPRISONMENT: (
        SanctionRecipient.DECIDING_BODY,
        "correction.decide_imprisonment",
        "社区矫正决定机关",
    ),
}
"""Who answers a proposal, within which period from its receipt (社区矫正法 33, 48, 49), and their name."""

labels(
    DisciplineMeasure,
    {
        DisciplineMeasure.COMMENDATION: "表扬",
        DisciplineMeasure.COMMUTATION: "提请减刑",
        DisciplineMeasure.ADMONITION: "训诫",
        DisciplineMeasure.WARNING: "警告",
        DisciplineMeasure.POLICE_PENALTY: "提请治安管理处罚",
        DisciplineMeasure.REVOKE_PROBATION: "提请撤销缓刑",
        DisciplineMeasure.REVOKE_PAROLE: "提请撤销假释",
        DisciplineMeasure.IMPRISONMENT: "提请收监执行",
    },
)
labels(
    SanctionStatus,
    {
        SanctionStatus.PROPOSED: "已提出建议，等待审批",
        SanctionStatus.IN_FORCE: "已经决定",
        SanctionStatus.SUBMITTED: "已提交有权机关，等待答复",
        SanctionStatus.ANSWERED: "有权机关已经答复",
        SanctionStatus.REJECTED: "没有批准",
        SanctionStatus.WITHDRAWN: "建议已撤回",
        SanctionStatus.REVOKED: "决定已撤销",
    },
)
labels(AuthorityAnswer, {AuthorityAnswer.GRANTED: "同意", AuthorityAnswer.REFUSED: "不同意"})
labels(
    SanctionRecipient,
    {
        SanctionRecipient.PERSON: "本人",
        SanctionRecipient.PROCURATORATE: "人民检察院",
        SanctionRecipient.COURT: "人民法院",
        SanctionRecipient.POLICE: "公安机关",
        SanctionRecipient.DECIDING_BODY: "社区矫正决定机关",
        SanctionRecipient.PUBLIC: "公示",
    },
)
labels(
    SanctionObjectionStatus,
    {
        SanctionObjectionStatus.FILED: "等待审查",
        SanctionObjectionStatus.UPHELD: "维持原决定",
        SanctionObjectionStatus.OVERTURNED: "撤销原决定",
        SanctionObjectionStatus.WITHDRAWN: "异议已撤回",
    },
)

"""What objections say to whoever reads them, and to whom a decision must still be handed. Pure."""

from collections.abc import Collection

from app.correction.discipline.codes import (
    ANSWERED_WITHIN,
    DisciplineMeasure,
    SanctionObjectionStatus,
    SanctionRecipient,
)

ADVICE = "仅供参考：由审批人员决定，系统不会自动处理。数字依据未见正式文本的规定，可由机构调整。"
OBJECTION: dict[SanctionObjectionStatus, str] = {
    SanctionObjectionStatus.FILED: "正在由县司法局审查。",
    SanctionObjectionStatus.UPHELD: "维持原决定。您不服的，可以向人民检察院申诉（社区矫正法第三十四条）。",
    SanctionObjectionStatus.OVERTURNED: "异议成立，原决定已经撤销，不再计算次数。",
    SanctionObjectionStatus.WITHDRAWN: "异议已经撤回，或者原决定已经不在。",
}


def still_to_hand(
    measure: DisciplineMeasure, handed: Collection[SanctionRecipient], *, is_publicised: bool
) -> list[SanctionRecipient]:
    """Who must still be given a decision: the person, the prosecutor, who answers it, the public where decided."""
    wanted = [SanctionRecipient.PERSON, SanctionRecipient.PROCURATORATE]
    if measure in ANSWERED_WITHIN:
        wanted.append(ANSWERED_WITHIN[measure][0])
    if is_publicised:
        wanted.append(SanctionRecipient.PUBLIC)
    return [one for one in wanted if one not in handed]

"""一次性告知: a later notice may not ask for what the first one could have asked for. Pure.

What a notice is about (its subject) was visible at an earlier notice if it is today as it was then: missing
then and still missing, or there then and unchanged. Only what changed since may be asked about anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.legal_aid.deciding.enums import DeficiencyCode


class SubjectKind(StrEnum):
    """What an item may be about."""

    MATERIAL = "material"
    SECTION = "section"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class Subject:
    """A material, a section of the form, or one file."""

    kind: SubjectKind
    key: str


REQUIRED: Mapping[DeficiencyCode, frozenset[SubjectKind]] = {
    DeficiencyCode.MISSING_MATERIAL: frozenset({SubjectKind.MATERIAL}),
    DeficiencyCode.ILLEGIBLE_FILE: frozenset({SubjectKind.EVIDENCE}),
    DeficiencyCode.UNCLEAR_FACT: frozenset({SubjectKind.SECTION}),
}
"""Codes that must say what they are about; the others may."""

IMPLIED: Mapping[DeficiencyCode, Subject] = {
    DeficiencyCode.MISSING_SIGNATURE: Subject(SubjectKind.MATERIAL, "application_form"),
    DeficiencyCode.IDENTITY_MISMATCH: Subject(SubjectKind.MATERIAL, "identity"),
    DeficiencyCode.HARDSHIP_EXPLANATION: Subject(SubjectKind.SECTION, "hardship"),
}
"""What a code is about when the officer does not say."""

WORDS: Mapping[DeficiencyCode, str] = {
    DeficiencyCode.MISSING_MATERIAL: "请补交“{subject}”，可以拍照上传。",
    DeficiencyCode.ILLEGIBLE_FILE: "您上传的“{subject}”看不清楚，请在光线好的地方重新拍一张。",
    DeficiencyCode.MISSING_SIGNATURE: "申请表上还没有您的签名，请补签后上传；不会写字的，可以按手印。",
    DeficiencyCode.IDENTITY_MISMATCH: "您填写的姓名或者号码和证件上的不一样，请上传证件照片并说明。",
    DeficiencyCode.UNCLEAR_FACT: "“{subject}”里有的地方没有说清楚，请把时间、地点、经过和金额再说明一下。",
    DeficiencyCode.HARDSHIP_EXPLANATION: "请说明家里几口人、每月收入多少、有什么困难。",
    DeficiencyCode.OTHER: "请按工作人员的说明补充。",
}
"""What the applicant reads where the officer writes nothing else."""


def subject_of(
    code: DeficiencyCode, *, material: str | None, section: str | None, evidence_id: UUID | None
) -> Subject | None:
    """What an item is about; nothing where neither the officer nor the code says."""
    if material is not None:
        return Subject(SubjectKind.MATERIAL, material)
    if section is not None:
        return Subject(SubjectKind.SECTION, section)
    if evidence_id is not None:
        return Subject(SubjectKind.EVIDENCE, str(evidence_id))
    return IMPLIED.get(code)


def was_visible(
    subject: Subject | None, noticed_at: Sequence[datetime], changed_at: Mapping[Subject, datetime]
) -> bool:
    """Whether an earlier notice could have asked for this.

    Args:
        noticed_at: when earlier notices were issued; none makes everything new.
        changed_at: when each subject last changed; one that never did is absent. An item about nothing in
            particular could always have been asked before.
    """
    if not noticed_at:
        return False
    changed = changed_at.get(subject) if subject is not None else None
    return changed is None or changed <= max(noticed_at)

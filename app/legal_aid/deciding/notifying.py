"""Issuing the one deficiency notice: everything at once, the centre's clocks wait (法律援助法 43(2))."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence import matters
from app.evidence.models import Evidence
from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.dictionaries import dictionaries
from app.kernel.errors import FieldError, Invalid
from app.legal_aid import repository
from app.legal_aid.applying.codes import Section
from app.legal_aid.applying.drafting import reopen_sections
from app.legal_aid.applying.forms import misplaced
from app.legal_aid.deciding.enums import DeficiencyCode
from app.legal_aid.deciding.errors import VisibleTheFirstTime
from app.legal_aid.deciding.models import DeficiencyItem, DeficiencyNotice
from app.legal_aid.deciding.notice_schemas import DeficiencyIn, NoticeIn
from app.legal_aid.deciding.notice_store import answered_subjects, items_of, materials_changed, notices_of
from app.legal_aid.deciding.periods import SUPPLEMENT, agency_of, days_until, stand_still, start
from app.legal_aid.deciding.visibility import (
    IMPLIED,
    REQUIRED,
    WORDS,
    Subject,
    SubjectKind,
    subject_of,
    was_visible,
)
from app.legal_aid.models import Application
from app.legal_aid.policies import permits
from app.legal_aid.states import application_machine

WAITING = "等待申请人补充材料或者作出说明"
Files = Mapping[UUID, Evidence]


async def issue_notice(
    session: AsyncSession, actor: Actor, application_id: UUID, body: NoticeIn, *, at: datetime
) -> Application:
    """Tell the applicant everything that is missing (148号令 13, 17). The seven days stand still from today
    until the answer; a last day on a holiday moves to the next working day.

    Raises:
        NotFound: not within reach.
        WrongState: asked already, decided, or withdrawn.
        OwnCase, Recused: the officer stands back.
        Invalid: an item that does not say what it is about, a file of another case, a day not to come.
        VisibleTheFirstTime: an item that an earlier notice could have named, and no supervisor's reason.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_ACCEPT, application_id, lock=True)
    application_machine.require(case, "request_supplement", actor)
    files = {item.id: item for item in await matters.verified_files(session, case.id)}
    _check(body.items, files)
    earlier = await notices_of(session, case.id)
    visible = await _visible(session, body.items, earlier, files)
    overrides = any(visible)
    if overrides and (body.override_reason is None or not _may_override(actor, case)):
        raise VisibleTheFirstTime(fields=_told(visible))
    days = await days_until(session, case, SUPPLEMENT, body.due_on, at=at)
    await application_machine.fire(session, case, "request_supplement", actor=actor, at=at)
    await stand_still(session, case, reason=WAITING, at=at)
    await reopen_sections(session, case, _sections(body.items, case))
    clock = await start(session, case, SUPPLEMENT, at=at, value=days)
    notice = DeficiencyNotice(
        application_id=case.id,
        agency_id=agency_of(case),
        sequence=len(earlier) + 1,
        issued_by=actor.person_id,
        issued_at=at,
        due_on=clock.due_on,
        override_reason=body.override_reason if overrides else None,
        overridden_by=actor.person_id if overrides else None,
    )
    session.add(notice)
    await session.flush()
    session.add_all(_rows(notice, body.items, visible, files))
    return case


def _check(items: Sequence[DeficiencyIn], files: Files) -> None:
    problems: list[FieldError] = []
    for number, item in enumerate(items):
        given = {
            SubjectKind.MATERIAL: item.material,
            SubjectKind.SECTION: item.section,
            SubjectKind.EVIDENCE: item.evidence_id,
        }
        named = [kind for kind, value in given.items() if value is not None]
        field = f"items.{number}"
        if len(named) > 1:
            problems.append(FieldError(field, "one_subject", "材料、填写的内容、文件三项只能选一项"))
        required = REQUIRED.get(item.code)
        if required and not required.intersection(named):
            kind = next(iter(required))
            name = "evidence_id" if kind is SubjectKind.EVIDENCE else kind.value
            problems.append(FieldError(f"{field}.{name}", "missing", "请说明是哪一份材料或者哪一部分内容"))
        if item.code is DeficiencyCode.OTHER and item.text is None:
            problems.append(FieldError(f"{field}.text", "missing", "请写明需要补充什么"))
        if item.evidence_id is not None and item.evidence_id not in files:
            problems.append(FieldError(f"{field}.evidence_id", "not_of_case", "这个案件没有这份材料"))
    if problems:
        raise Invalid(fields=problems)


async def _visible(
    session: AsyncSession, items: Sequence[DeficiencyIn], earlier: Sequence[DeficiencyNotice], files: Files
) -> list[bool]:
    """For each item, whether an earlier notice could have named it."""
    if not earlier:
        return [False] * len(items)
    changed = dict(await materials_changed(session, earlier[0].application_id))
    for subject, answered_at in answered_subjects(await items_of(session, earlier)).items():
        changed[subject] = max(answered_at, changed.get(subject, answered_at))
    for item in files.values():
        changed[Subject(SubjectKind.EVIDENCE, str(item.id))] = item.arrived_at or item.declared_at
    noticed_at = [notice.issued_at for notice in earlier]
    return [was_visible(_subject(item), noticed_at, changed) for item in items]


def _sections(items: Sequence[DeficiencyIn], case: Application) -> set[Section]:
    """Sections of the form that the applicant may edit again, to answer."""
    subjects = [subject for item in items if (subject := _subject(item)) is not None]
    named = {Section(subject.key) for subject in subjects if subject.kind is SubjectKind.SECTION}
    return {section for section in named if misplaced(case.category, section) is None}


def _subject(item: DeficiencyIn) -> Subject | None:
    return subject_of(item.code, material=item.material, section=item.section, evidence_id=item.evidence_id)


def _may_override(actor: Actor, case: Application) -> bool:
    action = Action.NOTICE_OVERRIDE
    return access.can(actor, action) and permits(actor, action, case)


def _told(visible: Sequence[bool]) -> list[FieldError]:
    message = "第一次告知时就能看到，当时没有要求补充"
    return [
        FieldError(f"items.{number}", "visible_the_first_time", message)
        for number, was in enumerate(visible)
        if was
    ]


def _rows(
    notice: DeficiencyNotice, items: Sequence[DeficiencyIn], visible: Sequence[bool], files: Files
) -> list[DeficiencyItem]:
    return [
        DeficiencyItem(
            notice_id=notice.id,
            position=number,
            code=item.code,
            text=item.text or WORDS[item.code].format(subject=_name(item, files)),
            material=item.material,
            section=item.section,
            evidence_id=item.evidence_id,
            was_visible_before=was,
        )
        for number, (item, was) in enumerate(zip(items, visible, strict=True), start=1)
    ]


def _name(item: DeficiencyIn, files: Files) -> str:
    """What the item is about, as the applicant knows it."""
    if item.evidence_id is not None:
        return files[item.evidence_id].name
    if item.material is not None:
        return dictionaries()["material_code"][item.material]
    implied = IMPLIED.get(item.code)
    section = item.section or (implied.key if implied else Section.MATTER)
    return dictionaries()["section"].get(section, "申请内容")

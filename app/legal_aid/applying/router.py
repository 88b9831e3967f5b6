"""HTTP of applying: drafts section by section, handing in, giving up, putting a slip right."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.kernel.http import IfMatch, Now, SessionDep, VaultDep, api_router, created
from app.legal_aid.answers import ApplicationView
from app.legal_aid.applying import drafting, saving, submitting
from app.legal_aid.applying.correcting import correct_name
from app.legal_aid.applying.parts import (
    CriminalPart,
    ForumPart,
    HardshipPart,
    MatterPart,
    RepresentationPart,
    RightName,
    UrgencyPart,
)
from app.legal_aid.applying.representing import save_representation
from app.legal_aid.applying.saving import Edit
from app.legal_aid.models import Application
from app.legal_aid.ports import LawyerPortDep
from app.legal_aid.presenting import Present
from app.legal_aid.schemas import ApplicantPart, ApplicationStart, PlacePart, Submission, WageClaimPart

router: APIRouter = api_router("/applications", "法律援助申请")

Drafter = Annotated[Actor, allowed(Action.APPLICATION_DRAFT)]
Submitter = Annotated[Actor, allowed(Action.APPLICATION_SUBMIT)]
Withdrawer = Annotated[Actor, allowed(Action.APPLICATION_WITHDRAW)]
Enterer = Annotated[Actor, allowed(Action.APPLICATION_ENTER)]


@dataclass(frozen=True, slots=True)
class SectionEditor:
    """What every PUT of a section needs: the edit itself, and how the application is then shown."""

    edit: Edit
    present: Present

    async def answer(self, case: Application) -> ApplicationView:
        """The application as the editor now sees it."""
        return await self.present(self.edit.actor, case)


async def _editor(
    *, application_id: UUID, version: IfMatch, actor: Drafter, session: SessionDep, at: Now, present: Present
) -> SectionEditor:
    return SectionEditor(Edit(session, actor, application_id, version, at), present)


Editor = Annotated[SectionEditor, Depends(_editor)]


@router.post("", summary="开始一份申请（草稿）", status_code=201)
async def start_application(
    *,
    body: ApplicationStart,
    actor: Drafter,
    session: SessionDep,
    at: Now,
    response: Response,
    present: Present,
) -> ApplicationView:
    case = await drafting.start(session, actor, body.category, at=at)
    created(response, "/applications", case.id)
    return await present(actor, case)


@router.put("/{application_id}/applicant", summary="填写我的情况")
async def put_application_applicant(body: ApplicantPart, editor: Editor) -> ApplicationView:
    return await editor.answer(await saving.save_applicant(editor.edit, body))


@router.put("/{application_id}/representation", summary="填写为谁申请")
async def put_application_representation(
    body: RepresentationPart, editor: Editor, vault: VaultDep
) -> ApplicationView:
    return await editor.answer(await save_representation(editor.edit, vault, body))


@router.put("/{application_id}/claim", summary="填写拖欠工资的情况")
async def put_application_claim(body: WageClaimPart, editor: Editor, vault: VaultDep) -> ApplicationView:
    return await editor.answer(await saving.save_claim(editor.edit, vault, body))


@router.put("/{application_id}/matter", summary="填写事情的经过和请求")
async def put_application_matter(body: MatterPart, editor: Editor, vault: VaultDep) -> ApplicationView:
    return await editor.answer(await saving.save_matter(editor.edit, vault, body))


@router.put("/{application_id}/criminal", summary="填写刑事案件的情况")
async def put_application_criminal(body: CriminalPart, editor: Editor, vault: VaultDep) -> ApplicationView:
    return await editor.answer(await saving.save_criminal(editor.edit, vault, body))


@router.put("/{application_id}/place", summary="填写事情发生的地方")
async def put_application_place(body: PlacePart, editor: Editor) -> ApplicationView:
    return await editor.answer(await saving.save_place(editor.edit, body))


@router.put("/{application_id}/forum", summary="填写现在由哪个机关处理")
async def put_application_forum(body: ForumPart, editor: Editor) -> ApplicationView:
    return await editor.answer(await saving.save_forum(editor.edit, body))


@router.put("/{application_id}/hardship", summary="填写经济困难状况说明")
async def put_application_hardship(body: HardshipPart, editor: Editor) -> ApplicationView:
    return await editor.answer(await saving.save_hardship(editor.edit, body))


@router.put("/{application_id}/urgency", summary="填写是不是紧急")
async def put_application_urgency(body: UrgencyPart, editor: Editor) -> ApplicationView:
    return await editor.answer(await saving.save_urgency(editor.edit, body))


@router.post("/{application_id}/submit", summary="签名并提交申请")
async def submit_application(
    *,
    application_id: UUID,
    body: Submission,
    actor: Submitter,
    session: SessionDep,
    vault: VaultDep,
    at: Now,
    present: Present,
) -> ApplicationView:
    return await present(actor, await submitting.submit(session, vault, actor, application_id, body, at=at))


@router.post("/{application_id}/discard", summary="删除草稿")
async def discard_application(
    application_id: UUID, actor: Drafter, session: SessionDep, at: Now, present: Present
) -> ApplicationView:
    return await present(actor, await drafting.discard(session, actor, application_id, at=at))


@router.post("/{application_id}/withdraw", summary="撤回申请")
async def withdraw_application(
    *,
    application_id: UUID,
    actor: Withdrawer,
    session: SessionDep,
    at: Now,
    lawyers: LawyerPortDep,
    present: Present,
) -> ApplicationView:
    return await present(actor, await submitting.withdraw(session, lawyers, actor, application_id, at=at))


@router.post("/{application_id}/name-correction", summary="更正签名时写错的姓名或证件号码")
async def correct_application_name(
    *,
    application_id: UUID,
    body: RightName,
    actor: Enterer,
    session: SessionDep,
    vault: VaultDep,
    at: Now,
    present: Present,
) -> ApplicationView:
    return await present(actor, await correct_name(session, vault, actor, application_id, body, at=at))

"""What can go wrong with the roster and with offers, as a caller is told."""

from app.kernel.errors import Conflict, DomainError, Invalid, PreconditionFailed, constraint_error


class LicenceInvalid(Invalid):
    """The number cannot be a lawyer's licence."""

    code = "licence_invalid"
    title = "律师执业证号不对，请核对"


class LicenceTaken(Conflict):
    """The serial for life belongs to a lawyer on a roster already, perhaps under another number."""

    code = "licence_taken"
    title = "这名律师已经登记（执业证号后 6 位相同）"


class SerialDiffers(Invalid):
    """A licence number may change, but its last six digits are the lawyer's for life."""

    code = "licence_serial_differs"
    title = "执业证号的后 6 位终身不变，和原来登记的不一样，请核对"


class CertificateTaken(Conflict):
    """The certificate belongs to somebody on a roster already."""

    code = "certificate_taken"
    title = "这个证书号码已经登记"


class AlreadyLawyer(Conflict):
    """The person is on a roster already."""

    code = "already_lawyer"
    title = "这个人已经登记为律师"


class FirmTaken(Conflict):
    """The firm is on the roster already."""

    code = "firm_taken"
    title = "这家律师事务所已经登记"


class PersonWithoutName(Invalid):
    """Nobody is entered as a lawyer without a name."""

    code = "person_without_name"
    title = "没有这个人，或者还没有登记姓名"


class UnknownFirm(Invalid):
    """No such firm on a roster the caller keeps."""

    code = "unknown_firm"
    title = "没有这家律师事务所，请先登记"


class NotOnRoster(Invalid):
    """The lawyer is not on the roster of the centre that assigns."""

    code = "lawyer_not_on_roster"
    title = "这名律师不在本中心的名册上"


class LawyerExcluded(Conflict):
    """A hard constraint forbids offering this matter to this lawyer; ``constraints`` has the codes."""

    code = "lawyer_excluded"
    title = "不能派给这名律师"


class ReviewerNotApart(Conflict):
    """Nobody assesses their own work, nor a colleague's of the same firm."""

    code = "reviewer_not_apart"
    title = "请选择与承办律师不在同一律所、没有办理过这件案件的律师"


class WeightsInvalid(Invalid):
    """Weights of matching that do not cover every term, or are none."""

    code = "weights_invalid"
    title = "权重有问题，请按提示修改"


class AlreadyOffered(Conflict):
    """One matter, one open offer."""

    code = "already_offered"
    title = "这件案件已经派给律师，请等律师答复"


class ChoiceNeedsReason(Invalid):
    """Somebody else than the lawyer proposed first was chosen, and nobody said why."""

    code = "choice_needs_reason"
    title = "没有选排在第一位的律师，请说明理由"


class ChoiceInvalid(Invalid):
    """The choice cannot be carried out, whoever is chosen."""

    code = "choice_invalid"
    title = "选派方式不对，请按提示修改"


class BatchAtWork(Conflict):
    """One plan for a centre's queue at a time is being made or carried out."""

    code = "batch_at_work"
    title = "本中心已有一个批量方案正在计算或者指派，请等它完成"


class BatchStale(Conflict):
    """The queue or the roster changed since the plan was made; ``changes`` says how much."""

    code = "batch_stale"
    title = "方案做好以后，待办案件或者律师名册有变化；请重新计算，或者确认仍按这个方案指派"


class BatchEmpty(Conflict):
    """A plan without a line that would ask anybody."""

    code = "batch_empty"
    title = "方案里没有要指派的案件"


class LineClosed(Conflict):
    """A line that stands no longer as planned: its matter waits no more, or it was carried out."""

    code = "line_closed"
    title = "这件案件已经不在等待指派"


class FirmCannot(Conflict):
    """The firm has nobody who answers for it, or nobody who may take the matter."""

    code = "firm_cannot"
    title = "这家律所现在不能接受指派"


class NotOfFirm(Invalid):
    """A firm names its own lawyers only."""

    code = "lawyer_not_of_firm"
    title = "只能安排本所的律师"


class OfferLapsed(Conflict):
    """Answered too late."""

    code = "offer_expired"
    title = "答复期限已过，这件案件会派给别的律师"


class LawyerSuspended(Conflict):
    """Suspended between offer and answer."""

    code = "lawyer_suspended"
    title = "您已被暂停接受指派，请联系法律援助中心"


class OfferTaken(Conflict):
    """Several were asked at once, and another was faster."""

    code = "offer_taken"
    title = "这件案件已有其他律师接受，您不用再办理"


class OfferOver(Conflict):
    """The matter needs nobody any more: it was withdrawn, or ended otherwise."""

    code = "offer_over"
    title = "这件案件已经不需要律师答复"


class OfferBarred(Conflict):
    """Something that arose since the offer keeps the lawyer from the matter; ``constraints`` has the codes."""

    code = "offer_barred"
    title = "您现在不能接受这件案件，请谢绝，中心会请别的律师办理"


class OwnEntry(Conflict):
    """A keeper of the roster changes the own entry; as a lawyer they may ask for it like everybody."""

    code = "own_roster_entry"
    title = "不能修改自己的登记，请以律师身份申请修改，由其他工作人员审核"


class NothingToChange(Invalid):
    """What is asked for stands there already."""

    code = "nothing_to_change"
    title = "和现在登记的一样，没有要修改的内容"


class ProposalWaiting(Conflict):
    """One wish at a time: take the other back, or wait."""

    code = "proposal_waiting"
    title = "您已经有一份修改在等审核，可以先撤回再重新申请"


class ProposalOutdated(Conflict):
    """What the lawyer saw when asking was changed since; ``fields`` are codes of ``RosterField``."""

    code = "proposal_outdated"
    title = "律师提出以后，这些内容又改过，请不同意并说明，让律师重新申请"


class LeaveOverlaps(Conflict):
    """These days are entered already."""

    code = "leave_overlaps"
    title = "这几天已经登记过休假"


class LeaveOver(Conflict):
    """What is past, or was taken back, cannot be taken back."""

    code = "leave_over"
    title = "这次休假已经结束或者取消"


class DutyPast(Conflict):
    """Who was on duty stays written."""

    code = "duty_past"
    title = "这次值班已经过去或者取消，不能再取消"


class NotARosterFile(DomainError):
    """The body says it is neither a workbook nor CSV."""

    status = 415
    code = "not_a_roster_file"
    title = "请上传 Excel 工作簿（.xlsx）或者 CSV 文件"


class RosterFileRefused(Invalid):
    """The file as a whole cannot be read as a roster; ``errors`` says why."""

    code = "roster_file_refused"
    title = "这个文件不能导入，请按提示修改后再上传"


class ImportHasProblems(Conflict):
    """All or nothing: one bad row keeps the others out."""

    code = "import_has_problems"
    title = "表里还有问题，请按提示改好后重新上传，没有导入任何一行"


class ImportChangesNothing(Conflict):
    """Everything stands on the roster as the file has it."""

    code = "import_changes_nothing"
    title = "表里的内容和名册一样，不用导入"


class TieDeclared(Conflict):
    """The same party stands in the same way already."""

    code = "tie_declared"
    title = "这一项已经申报过"


class TooManyTies(Invalid):
    """More than any lawyer has."""

    code = "too_many_ties"
    title = "申报的太多，请先删去不需要的"


constraint_error("uq_lawyer_licence_serial", LicenceTaken)
constraint_error("uq_lawyer_certificate", CertificateTaken)
constraint_error("uq_lawyer_person_id", AlreadyLawyer)
constraint_error("uq_roster_proposal_waiting", ProposalWaiting)
constraint_error("uq_firm_name", FirmTaken)
constraint_error("uq_firm_credit_code", FirmTaken)
constraint_error("uq_assignment_open", AlreadyOffered)
constraint_error("uq_matching_weights_version", PreconditionFailed)
constraint_error("uq_batch_assignment_at_work", BatchAtWork)
constraint_error("uq_declared_tie", TieDeclared)

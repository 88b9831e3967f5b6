"""What can be wrong with a measure or reward, as a caller is told."""

from app.kernel.errors import Conflict, Invalid, constraint_error


class OnlyPeopleDecide(Conflict):
    """A program never decides about a person."""

    code = "only_people_decide"
    title = "奖惩只能由审批人员决定，系统不能自动决定"


class NeedsBreach(Invalid):
    """A measure rests on breaches that people found, and on nothing else."""

    code = "needs_breach"
    title = "处理必须依据已经认定的违规，请选择核实过、认定违规的提醒"


class RewardWithBreach(Invalid):
    """A reward rests on no breach."""

    code = "reward_with_breach"
    title = "表扬、减刑建议不需要选择违规"


class MeasureUnavailable(Invalid):
    """The law does not know this measure for the category."""

    code = "measure_unavailable"
    title = "这类矫正对象不适用这项处理"


class TwoPeopleNeeded(Conflict):
    """Whoever proposed does not decide; whoever decided does not review."""

    code = "two_people_needed"
    title = "提出、决定、审查要由不同的人办理"


class NotHeardBefore(Conflict):
    """The person has not been heard, nor was it tried."""

    code = "not_heard_before_decision"
    title = "还没有听本人说明和申辩，也没有联系本人的记录，不能决定"


class WrongMeasure(Conflict):
    """What is one's own to decide is decided; the rest is submitted to whoever decides it."""

    code = "wrong_measure"
    title = "这项处理要由有权机关决定，只能提交建议"


class NotPublic(Conflict):
    """A minor's or sealed matter is never publicised (社区矫正法 54)."""

    code = "measure_not_public"
    title = "未成年人和档案封存的，不能公示"


class ProposalOpen(Conflict):
    """The same measure is proposed and not decided."""

    code = "proposal_open"
    title = "已经有一份同样的建议等待审批"


class ObjectionOpen(Conflict):
    """An objection is being reviewed."""

    code = "objection_open"
    title = "已经提出过异议，正在审查"


class NoObjection(Conflict):
    """There is nothing to object to: not decided, or a reward."""

    code = "nothing_to_object_to"
    title = "现在没有可以提出异议的决定"


class NotDelivered(Conflict):
    """Nothing was decided that could be handed to anybody."""

    code = "nothing_to_deliver"
    title = "还没有作出决定，不能登记送达"


class NoArrestAsked(Conflict):
    """No arrest was asked for, or it was answered."""

    code = "no_arrest_asked"
    title = "没有提请逮捕，或者已经登记过答复"


constraint_error("uq_sanction_open", ProposalOpen)
constraint_error("uq_sanction_objection_open", ObjectionOpen)
constraint_error("sanction_rests_on_breach", NeedsBreach)
constraint_error("sanction_decided_by_decider", OnlyPeopleDecide)
constraint_error("sanction_minor_private", NotPublic)
constraint_error("ck_sanction_two_people", TwoPeopleNeeded)
constraint_error("ck_sanction_heard", NotHeardBefore)
constraint_error("ck_sanction_objection_two_people", TwoPeopleNeeded)

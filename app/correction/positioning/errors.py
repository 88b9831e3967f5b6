"""What can be wrong with positioning, as a caller is told."""

from app.kernel.errors import Conflict, Forbidden, Invalid, constraint_error


class NotAuthorised(Conflict):
    """No authorisation covers the person at the instant; the database says the same of every row."""

    code = "positioning_not_authorised"
    title = "没有经批准的电子定位，不能登记装置、不能接收定位"


class ProposalOpen(Conflict):
    """One proposal at a time."""

    code = "positioning_proposed"
    title = "已经有一份等待审批的申请"


class AlreadyPositioned(Conflict):
    """Periods do not overlap; an extension follows the one before."""

    code = "already_positioned"
    title = "这段时间已经批准过电子定位，需要延长的，请在评估后申请延长"


class WrongPeriod(Invalid):
    """The period cannot be."""

    code = "wrong_period"
    title = "期限有问题，请按提示修改"


class WrongKey(Invalid):
    """No key, or one that serves for something else."""

    code = "wrong_key"
    title = "装置的公钥不对"


class DeviceTaken(Conflict):
    """One device a person, one person a device."""

    code = "device_taken"
    title = "这个人已经佩戴装置，或者这个装置已经登记"


class DeviceRefused(Forbidden):
    """Unknown device, wrong signature, or a device handed back: told alike."""

    code = "device_refused"
    title = "装置没有登记，或者签名不对"


class CounterBackwards(Conflict):
    """A batch older than the newest."""

    code = "counter_backwards"
    title = "序号比已经收到的小"


constraint_error("uq_positioning_authorisation_open", ProposalOpen)
constraint_error("uq_positioning_device_key", DeviceTaken)
constraint_error("uq_positioning_device_worn", DeviceTaken)
constraint_error("device_position_authorised", NotAuthorised)

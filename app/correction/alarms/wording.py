"""What an alarm says to whoever reads it. Pure."""

from app.correction.enums import AlarmOutcome

OPEN_ALARM = "这只是提醒，不等于违规，现在没有人认定违规。请说明情况，工作人员会核实。"
OPEN_OFFICE = "这条提醒是关于设备或者机构的，请核实原因。"
CLEARED = "已经查清，不是违规。这条提醒不计入考核，也不影响今后。"
FOUND = "经过核实，审批人员认定违规，理由见下面。仍可以继续说明情况，觉得不对可以要求重新核实。"


def message(outcome: AlarmOutcome | None, *, is_person: bool) -> str:
    """One sentence: where it stands and what it means."""
    if outcome is None:
        return OPEN_ALARM if is_person else OPEN_OFFICE
    return FOUND if outcome is AlarmOutcome.BREACH else CLEARED

"""What can be wrong with a check-in or a phone's key, as a caller is told."""

from app.kernel.errors import Conflict, Invalid, NotFound, constraint_error


class UnknownDevice(Invalid):
    """Signed by a key that is not registered for the person, or no longer is."""

    code = "unknown_device"
    title = "这部手机没有登记，或者已经停用，请到司法所登记后再用它签到"


class BadSignature(Invalid):
    """The text was changed after it was signed, or signed with another key."""

    code = "bad_signature"
    title = "签到数据的签名对不上，请更新程序后重新签到"


class CounterBackwards(Conflict):
    """A later attempt with a counter that was used before: a copy of the phone, or one set back."""

    code = "counter_backwards"
    title = "这部手机的签到序号倒退了，请到司法所重新登记这部手机"


class WrongChallenge(Invalid):
    """A nonce of another person or window, or one that never was."""

    code = "challenge_wrong"
    title = "这次签到的编号不是发给您的，请回到签到页面重新签到"


class ChallengeUsed(Conflict):
    """The window was answered by another attempt; the person need do nothing."""

    code = "challenge_used"
    title = "这个时段您已经签到过了，不用再签"


class WindowClosed(Conflict):
    """The attempt was not made while the window was open."""

    code = "window_closed"
    title = "这个时段已经过了，没有赶上的原因请在页面上说明，或联系司法所"


class NoWindow(NotFound):
    """Nothing is owed now."""

    code = "no_window"
    title = "现在没有需要签到的时段"


class ClockWrong(Invalid):
    """The phone's clock is too far off for its word to count; it is told ours."""

    code = "clock_wrong"
    title = "手机的时间不准，请把手机时间设为自动校准后重新签到"


class EnrolmentRefused(Invalid):
    """A code that is wrong, used, or too old; which is never said."""

    code = "enrolment_refused"
    title = "登记码不对或者已经过期，请让工作人员重新给一个"
    commits = True


class KeyTaken(Conflict):
    """The key is in use; a phone makes a key of its own for each person."""

    code = "device_key_taken"
    title = "这部手机的签到钥匙已经登记过，请在程序里重新生成后再登记"


class FaceLooked(Conflict):
    """A photo is looked at once."""

    code = "face_looked_at"
    title = "这张照片已经有人看过了"


constraint_error("uq_check_in_device_key", KeyTaken)

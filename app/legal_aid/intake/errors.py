"""What can go wrong when staff take in an application."""

from app.kernel.errors import Conflict


class NotForwarded(Conflict):
    """The duty lawyer's record passes no application on."""

    code = "nothing_forwarded"
    title = "这条值班记录里没有转交申请，不能据此登记"


class ForwardedAlready(Conflict):
    """The application passed on was taken in before."""

    code = "forwarded_already_entered"
    title = "这条值班记录转交的申请已经登记过了"

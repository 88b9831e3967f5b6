"""What can be wrong with an injunction."""

from app.kernel.errors import Conflict


class InjunctionLifted(Conflict):
    """It was lifted before; the first reason stands."""

    code = "injunction_lifted"
    title = "这一项禁止令已经解除登记"

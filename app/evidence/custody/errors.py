"""What can go wrong when somebody asks the ledger, in plain Chinese."""

from app.kernel.errors import NotFound


class LedgerEmpty(NotFound):
    """Nothing was sequenced yet: there is no head."""

    code = "ledger_empty"
    title = "存证账本里还没有记录，请稍后再查"


class LedgerShorter(NotFound):
    """Asked about leaves that are not there yet; ``tree_size`` tells how many are."""

    code = "ledger_shorter"
    title = "存证账本还没有这么多条记录"


class HeadUnknown(NotFound):
    """No head of that size was ever signed."""

    code = "head_unknown"
    title = "没有签过这个条数的账本摘要"

"""Columns of the ledger as a sheet, by the names people give them. Pure."""

from dataclasses import dataclass

from app.kernel.spreadsheets import bare_heading

LEDGER_SHEET = "工资台账"
SUMMARY_SHEET = "汇总"
TOTAL = "合计"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column: its member of a row, its header, other headers it is known by, its width in characters."""

    key: str
    header: str
    also: tuple[str, ...]
    width: int
    required: bool = False


COLUMNS = (
    SheetColumn("number", "成员编号", ("编号", "序号", "成员序号"), 10),
    SheetColumn("name", "姓名", ("工人姓名", "成员姓名"), 12, required=True),
    SheetColumn("month", "月份", ("年月", "工资月份"), 11, required=True),
    SheetColumn("agreed_fen", "约定工资（元）", ("应发工资", "应得工资", "约定"), 15, required=True),
    SheetColumn("paid_fen", "已付工资（元）", ("实发工资", "已发工资", "已付"), 15, required=True),
    SheetColumn("owed_fen", "拖欠工资（元）", ("欠发工资", "欠薪", "拖欠", "尚欠工资"), 15),
    SheetColumn("note", "备注", ("说明",), 24),
    SheetColumn("agreed_evidence", "约定工资证据编号", (), 38),
    SheetColumn("agreed_page", "约定工资证据页码", (), 10),
    SheetColumn("paid_evidence", "已付工资证据编号", (), 38),
    SheetColumn("paid_page", "已付工资证据页码", (), 10),
)
BY_KEY = {column.key: column for column in COLUMNS}


KEY_OF = {bare_heading(name): column.key for column in COLUMNS for name in (column.header, *column.also)}

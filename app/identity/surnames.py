"""Names cut to the family name, for lists and for those who need not know whom it is about. Pure."""

COMPOUND_SURNAMES = frozenset(
    {
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "司徒",
        "司空",
        "夏侯",
        "长孙",
        "宇文",
        "轩辕",
        "端木",
        "百里",
        "呼延",
        "南宫",
        "独孤",
    }
)


def surname_only(name: str) -> str:
    """A name for lists, as courts publish it: 张建国 → 张某, 欧阳锋 → 欧阳某."""
    is_compound = len(name) > 2 and name[:2] in COMPOUND_SURNAMES
    return f"{name[:2] if is_compound else name[:1]}某"

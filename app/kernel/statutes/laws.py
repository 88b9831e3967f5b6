"""The laws quoted, each in the version that was read, with the days it is in force."""

from datetime import date

from app.kernel.statutes.model import Law

LEGAL_AID_LAW = Law(
    "中华人民共和国法律援助法",
    version=date(2021, 8, 20),
    effective_from=date(2022, 1, 1),
    text="法律援助法(2021-08-20).md",
)
LEGAL_AID_REGULATION_2003 = Law(
    "法律援助条例",
    version=date(2003, 7, 21),
    effective_from=date(2003, 9, 1),
    effective_to=date(2021, 12, 31),  # on these points the law of 2021 prevails (立法法)
    text="法律援助条例(2003-07-21).md",
)
LEGAL_AID_PROCEDURE_2012 = Law(
    "办理法律援助案件程序规定（司法部令第124号）",
    version=date(2012, 4, 9),
    effective_from=date(2012, 7, 1),
    effective_to=date(2021, 12, 31),  # its day counts gave way to the law before it was replaced
)
LEGAL_AID_PROCEDURE = Law(
    "办理法律援助案件程序规定（司法部令第148号）",
    version=date(2023, 7, 11),
    effective_from=date(2023, 9, 1),
)
LAWYERS_LAW = Law(
    "中华人民共和国律师法",
    version=date(2017, 9, 1),
    effective_from=date(2018, 1, 1),
    text="律师法(2017-09-01).md",
)
CORRECTION_LAW = Law(
    "中华人民共和国社区矫正法",
    version=date(2019, 12, 28),
    effective_from=date(2020, 7, 1),
    text="社区矫正法(2019-12-28).md",
)
CORRECTION_MEASURES = Law(
    "社区矫正法实施办法（司发通〔2020〕59号）",
    version=date(2020, 6, 18),
    effective_from=date(2020, 7, 1),
)
CRIMINAL_LAW = Law(
    "中华人民共和国刑法",
    version=date(2023, 12, 29),
    effective_from=date(1997, 10, 1),  # the numbers quoted stand unchanged since the code of 1997
    text="刑法(2023-12-29).md",
)
CRIMINAL_PROCEDURE_LAW = Law(
    "中华人民共和国刑事诉讼法",
    version=date(2018, 10, 26),
    effective_from=date(2018, 10, 26),
    text="刑事诉讼法(2018-10-26).md",
)
CIVIL_CODE = Law(
    "中华人民共和国民法典",
    version=date(2020, 5, 28),
    effective_from=date(2021, 1, 1),
    text="民法典(2020-05-28)·期间计算.md",
)
MINORS_LAW = Law(
    "中华人民共和国未成年人保护法",
    version=date(2024, 4, 26),
    effective_from=date(2021, 6, 1),  # the articles quoted stand unchanged since the revision of 2020
    text="未成年人保护法(2024-04-26)·摘录.md",
)
ELDERLY_LAW = Law(
    "中华人民共和国老年人权益保障法",
    version=date(2018, 12, 29),
    effective_from=date(2013, 7, 1),  # the article quoted stands unchanged since the revision of 2012
    text="老年人权益保障法(2018-12-29)·摘录.md",
)
PUBLIC_SECURITY_LAW_2012 = Law(
    "中华人民共和国治安管理处罚法（2012年修正）",
    version=date(2012, 10, 26),
    effective_from=date(2013, 1, 1),
    effective_to=date(2025, 12, 31),
    text="治安管理处罚法(2012-10-26)·摘录.md",
)
PUBLIC_SECURITY_LAW = Law(
    "中华人民共和国治安管理处罚法",
    version=date(2025, 6, 27),
    effective_from=date(2026, 1, 1),
    text="治安管理处罚法(2025-06-27)·摘录.md",
)

"""Which sections belong to which category. Pure.

Unpaid wages have the short form of their own (``claim``), criminal cases theirs, everything else ``matter``.
"""

from app.contracts.categories import CATEGORIES, CaseCategory, CaseGroup
from app.kernel.dictionaries import dictionaries
from app.kernel.errors import FieldError
from app.legal_aid.applying.codes import Section

COMMON = frozenset({Section.APPLICANT, Section.REPRESENTATION, Section.PLACE, Section.HARDSHIP, Section.URGENCY})
WAGES = frozenset({CaseCategory.LABOUR_REMUNERATION})


def main_section(category: CaseCategory) -> Section:
    """The section that says what the application is about."""
    if category in WAGES:
        return Section.CLAIM
    return Section.CRIMINAL if is_criminal(category) else Section.MATTER


def sections_of(category: CaseCategory) -> frozenset[Section]:
    """Every section of the category's form; who handles a criminal case is said in ``criminal`` itself."""
    own = {main_section(category)}
    return COMMON | own if is_criminal(category) else COMMON | own | {Section.FORUM}


def is_criminal(category: CaseCategory) -> bool:
    """Whether the category is one of the criminal ones."""
    return CATEGORIES[category].group is CaseGroup.CRIMINAL


def misplaced(category: CaseCategory, section: Section) -> FieldError | None:
    """What is wrong with filling in a section of another category's form."""
    if section in sections_of(category):
        return None
    names = dictionaries()["section"]
    wanted = names[main_section(category)]
    message = f"“{CATEGORIES[category].title_zh}”的申请里没有“{names[section]}”这一部分，请填写“{wanted}”"
    return FieldError(section.value, "not_for_category", message)

"""What can be wrong with an area or an agency, as a caller is told."""

from app.kernel.errors import Conflict, FieldError, Invalid, constraint_error


class UnknownArea(Invalid):
    """No such division on that date."""

    code = "unknown_area"
    title = "没有这个地区，请从列表中选择"

    @classmethod
    def at(cls, field: str, message: str = "没有这个区划代码，或者它当时没有启用") -> "UnknownArea":
        """The error with the field that named the area."""
        return cls(fields=[FieldError(field, "unknown_area", message)])


class AgencyNameTaken(Conflict):
    """An open agency of this name serves this area already."""

    code = "agency_name_taken"
    title = "这个地区已经有同名的机构"


class AgencyHasOpenChildren(Conflict):
    """Closing it would leave agencies without a superior."""

    code = "agency_has_open_children"
    title = "还有下级机构在运行，请先撤销下级机构"


class AgencyClosed(Conflict):
    """A closed agency is history; it is not edited and takes no new agencies under it."""

    code = "agency_closed"
    title = "这个机构已经撤销"


class AgencyOutsideParent(Invalid):
    """An agency serves its superior's area or a part of it."""

    code = "agency_outside_parent"
    title = "下级机构的地区应在上级机构的地区之内"


class AgencyWithoutParent(Invalid):
    """Only a justice bureau stands at the root of a tree."""

    code = "agency_without_parent"
    title = "司法局以外的机构要有上级机构"


constraint_error("uq_agency_open_name", AgencyNameTaken)
constraint_error("ck_agency_root", AgencyWithoutParent)

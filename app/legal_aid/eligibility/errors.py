"""What can go wrong with the materials of an application, in plain Chinese."""

from app.kernel.errors import Conflict


class MaterialsClosed(Conflict):
    """Materials are given while the application is drafted, or supplemented on request."""

    code = "materials_closed"
    title = "现在不能改材料清单；填写申请或者补充材料时可以"

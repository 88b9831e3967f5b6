"""What can go wrong with bundles, in plain Chinese."""

from app.kernel.errors import Conflict, constraint_error


class NothingToBundle(Conflict):
    """The matter has no verified file."""

    code = "nothing_to_bundle"
    title = "这件事还没有核验通过的材料，不能制作卷宗"


class BundleInProgress(Conflict):
    """One bundle of a matter is made at a time."""

    code = "bundle_in_progress"
    title = "这件事的卷宗正在制作，做好后再制作下一份"


class BundleNotReady(Conflict):
    """There is nothing to open."""

    code = "bundle_not_ready"
    title = "卷宗还没有做好，暂时不能下载"


constraint_error("uq_evidence_bundle_in_progress", BundleInProgress)

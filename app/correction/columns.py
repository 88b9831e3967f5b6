"""What columns of correction declare: how sensitive, and what for."""

from app.kernel.columns import Sensitivity

SENSITIVE = Sensitivity.SENSITIVE
GENERAL = Sensitivity.GENERAL
SUPERVISE = "社区矫正监督管理"
CHECK = "社区矫正信息化核查"

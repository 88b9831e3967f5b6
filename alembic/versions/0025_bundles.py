"""placeholder"""

import sqlalchemy as sa
from alembic import op

revision = "0025_bundles"
down_revision = "0024_sharing"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass

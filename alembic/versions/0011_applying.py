"""Tables of applying."""

revision = "0011_applying"
down_revision = "0010_legal_aid_states"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass

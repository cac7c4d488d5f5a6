"""What people have set for themselves, what an account is limited to, and by what another site knows its person."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add a table and the columns."""
    op.create_table(
        "setting",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("person_id", sa.Integer, nullable=False),
        sa.Column("chosen", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_setting"),
        sa.UniqueConstraint("person_id", name="uq_setting_person_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], "fk_setting_person_id_person", ondelete="RESTRICT"),
    )
    op.add_column("account", sa.Column("limits", _JSON))
    op.add_column("account", sa.Column("subject", _KEY))
    op.create_index("ix_account_subject", "account", ["subject"], unique=True)


def downgrade() -> None:
    """Refuse: the register of before is in the copy that the upgrade made."""
    raise NotImplementedError("a register cannot be brought back to an earlier revision; use the copy")

"""People who may sign in, their invitations, sessions and tokens, and what was done with all these."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

#: Text that sorts by its bytes on every database.
_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _key(table: str) -> list[sa.schema.SchemaItem]:
    return [sa.Column("id", sa.Integer, nullable=False), sa.PrimaryKeyConstraint("id", name=f"pk_{table}")]


def _of_account(table: str) -> list[sa.schema.SchemaItem]:
    name = f"fk_{table}_account_id_account"
    return [
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name, ondelete="RESTRICT"),
    ]


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "account",
        *_key("account"),
        sa.Column("person_id", sa.Integer, nullable=False),
        sa.Column("mail", sa.Text),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text),
        sa.Column("disabled", sa.Boolean, nullable=False),
        _moment("created_at"),
        sa.UniqueConstraint("person_id", name="uq_account_person_id"),
        sa.CheckConstraint("role IN ('admin', 'editor', 'reader')", name="ck_account_role"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], "fk_account_person_id_person", ondelete="RESTRICT"),
    )
    op.create_table(
        "invitation",
        *_key("invitation"),
        *_of_account("invitation"),
        sa.Column("digest", _KEY, nullable=False),
        _moment("expires_at"),
        _moment("used_at", nullable=True),
        sa.UniqueConstraint("digest", name="uq_invitation_digest"),
    )
    op.create_table(
        "sign_in",
        *_key("sign_in"),
        *_of_account("sign_in"),
        sa.Column("digest", _KEY, nullable=False),
        _moment("created_at"),
        _moment("expires_at"),
        sa.Column("agent", sa.Text, nullable=False),
        _moment("ended_at", nullable=True),
        sa.UniqueConstraint("digest", name="uq_sign_in_digest"),
    )
    op.create_table(
        "token",
        *_key("token"),
        *_of_account("token"),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("digest", _KEY, nullable=False),
        sa.Column("scopes", sa.Text, nullable=False),
        _moment("created_at"),
        _moment("expires_at", nullable=True),
        _moment("revoked_at", nullable=True),
        sa.UniqueConstraint("digest", name="uq_token_digest"),
    )
    op.create_table(
        "account_event",
        *_key("account_event"),
        *_of_account("account_event"),
        _moment("at"),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("details", sa.Text),
    )
    for table in ("invitation", "sign_in", "token", "account_event"):
        op.create_index(f"ix_{table}_account_id", table, ["account_id"])


def downgrade() -> None:
    """Refuse: the register of before is in the copy that the upgrade made."""
    raise NotImplementedError("a register cannot be brought back to an earlier revision; use the copy")

"""Plain names for two columns: the lifecycle of a state (open or settled), and the date it is sorted by."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_NAMES = {"standing": "lifecycle", "rank_on": "sort_date"}


def upgrade() -> None:
    """Rename the columns; the indexes over them follow, in both databases."""
    for table in ("obligation_state", "party"):
        for old, new in _NAMES.items():
            op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")


def downgrade() -> None:
    """Refuse: the register of before is in the copy that the upgrade made."""
    raise NotImplementedError("a register cannot be brought back to an earlier revision; use the copy")

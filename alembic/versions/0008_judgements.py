"""What a person would have become of a mandate in a review of the stock: a decision, an event, columns of states."""

import sqlalchemy as sa
from alembic import op

from mandates.store.revision_helpers import allow_also

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_JUDGEMENTS = "adapt merge replace retain retire"


def upgrade() -> None:
    quoted = ", ".join(f"'{word}'" for word in _JUDGEMENTS.split())
    op.execute(
        "ALTER TABLE obligation_state ADD COLUMN judgement TEXT "
        f"CONSTRAINT ck_obligation_state_judgement CHECK (judgement IN ({quoted}))"
    )
    op.add_column("obligation_state", sa.Column("judgement_reason", sa.Text))
    allow_also(op.get_bind(), "decision", "field", "judgement")
    allow_also(op.get_bind(), "event", "kind", "judge")


def downgrade() -> None:
    raise NotImplementedError("judgements have no place in the revision before: go back to a copy")

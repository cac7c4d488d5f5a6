"""The tables of a register, as SQLAlchemy Core sees them. `alembic/versions` builds them; `db check` compares the two.

Extracted data and decisions of people are in separate tables, so that extracting a text again never changes decisions:

* reference data: `body`, `session`, `entity`, `person`, `document`; named filters: `view`; the last digests:
  `digest_sent`; programmes of the budget that cite texts: `budget_line`;
* issued documents, `issued` with `issued_symbol`, the obligations that each may answer, `answer`, and the items of
  agendas among them, `agenda_item`, with the days from `since` to the day before `until` on which they were known;
* extracted data, in versions that never change: `reading`, `paragraph_text`, `mandate_version`, `citation`, `relation`;
  and the things of which these are versions: `resolution`, `paragraph`, `mandate`, `obligation`, whose ids never change
  and which refer to the version in force;
* decisions of people: `decision`, `evidence`, and the files attached to notes: `attachment`; changes suggested by a
  later extraction: `suggestion`;
* history: `change`, `event`, which are only appended to; `former_reference`;
* which resolutions and mandates continue which, with what a person decided about it: `link`;
* what later texts ended or renewed, and from when to when that was known: `ending`;
* accounts and how they sign in: `account`, `invitation`, `sign_in`, `token`, `account_event`; the settings of people:
  `setting`;
* data derived from all these by `mandates.timeline` alone: `obligation_state` with `party` and `remark`. A row is valid
  from `since` to the day before `until`, so that lists of any day are read from an index.

Indexes over a part of a table are in `mandates.store.partial_indexes`.

These are Core tables, not mapped classes, because mapping adds 40 ms to the start-up of every command and makes the
insertion of a row several times slower.
"""

from mandates.store.tables.accounts import account, account_event, invitation, setting, sign_in, token
from mandates.store.tables.columns import (
    NAMING,
    ONGOING,
    REVISION_TABLE,
    Json,
    Key,
    UtcDateTime,
    metadata,
)
from mandates.store.tables.history import (
    SUGGESTION_STATES,
    attachment,
    change,
    decision,
    event,
    evidence,
    former_reference,
    suggestion,
)
from mandates.store.tables.issued import agenda_item, answer, issued, issued_symbol
from mandates.store.tables.reference import (
    body,
    budget_line,
    digest_sent,
    document,
    entity,
    person,
    register,
    session,
    view,
)
from mandates.store.tables.states import STATE_COLUMNS, obligation_state, party, remark
from mandates.store.tables.texts import (
    citation,
    ending,
    link,
    mandate,
    mandate_version,
    obligation,
    paragraph,
    paragraph_text,
    reading,
    relation,
    resolution,
)

__all__ = [
    "NAMING",
    "ONGOING",
    "REVISION_TABLE",
    "STATE_COLUMNS",
    "SUGGESTION_STATES",
    "Json",
    "Key",
    "UtcDateTime",
    "account",
    "account_event",
    "agenda_item",
    "answer",
    "attachment",
    "body",
    "budget_line",
    "change",
    "citation",
    "decision",
    "digest_sent",
    "document",
    "ending",
    "entity",
    "event",
    "evidence",
    "former_reference",
    "invitation",
    "issued",
    "issued_symbol",
    "link",
    "mandate",
    "mandate_version",
    "metadata",
    "obligation",
    "obligation_state",
    "paragraph",
    "paragraph_text",
    "party",
    "person",
    "reading",
    "register",
    "relation",
    "remark",
    "resolution",
    "session",
    "setting",
    "sign_in",
    "suggestion",
    "token",
    "view",
]

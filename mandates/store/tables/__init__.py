"""The tables of a register, as SQLAlchemy Core sees them. `alembic/versions` builds them; `db check` compares the two.

Kinds of table, so that reading a text again never touches what a person did:

* reference data: `body`, `session`, `entity`, `person`, `document`; filters kept under a name: `view`; what digests
  have said: `digest_sent`; programmes of the budget that cite texts: `budget_line`;
* issued documents that are kept, `issued` with `issued_symbol`, what each may answer, `answer`, and the items of
  agendas among them, `agenda_item`, with the days from `since` to the day before `until` on which they were known;
* what a machine read, in versions that never change: `reading`, `paragraph_text`, `mandate_version`, `citation`,
  `relation`; and the things that these are versions of: `resolution`, `paragraph`, `mandate`, `obligation`, whose ids
  never change and which point to the version in force;
* what a person decided: `decision`, `evidence`, and the files that notes have: `attachment`; what a later reading
  suggests: `suggestion`;
* what happened: `change`, `event`, only ever appended to; `former_reference`;
* which resolutions and mandates continue which, with what a person said of it: `link`;
* what later texts ended or renewed, and from when to when that was known: `ending`;
* who may sign in, and in what way: `account`, `invitation`, `sign_in`, `token`, `account_event`; what people have set
  for themselves: `setting`;
* derived by `mandates.timeline` from all these, and by nothing else: `obligation_state` with `party` and `remark`.
  A row holds from `since` to the day before `until`, so that lists are read from an index, whatever day they are for.

Indexes over a part of a table are in `mandates.store.partial_indexes`.

Core tables rather than mapped classes, because mapping costs every command 40 ms of start-up and every row of an
ingest several times its insert.
"""

from mandates.store.tables.accounts import account, account_event, invitation, setting, sign_in, token
from mandates.store.tables.columns import (
    ALWAYS,
    FOREVER,
    NAMING,
    ONGOING,
    OPEN,
    REVISION_TABLE,
    SETTLED,
    UNDATED,
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
    "ALWAYS",
    "FOREVER",
    "NAMING",
    "ONGOING",
    "OPEN",
    "REVISION_TABLE",
    "SETTLED",
    "STATE_COLUMNS",
    "SUGGESTION_STATES",
    "UNDATED",
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

"""The use cases: each one function of a unit of work or a connection, and a command or filters.

`maintenance` makes, upgrades, checks and copies a register; `ingest` stores texts; `track` applies the commands of
`mandates.domain.commands` to one item or to many; `review` lists and judges what waits for a person; `undo` reverses
changes. `lists`, `summaries`, `cycles`, `show` and `history` answer questions for any day and write nothing. `exchange`
exports a whole register as JSON Lines and imports it.
"""

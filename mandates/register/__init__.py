"""The use cases: each one function of a unit of work or a connection, and a command or filters.

`maintenance` makes, upgrades, checks and copies a register; `ingest` takes texts in; `track` applies the commands of
`mandates.domain.commands` to one item or to many; `review` is for what waits for a person; `undo` takes changes back.
`lists`, `summaries`, `cycles`, `show` and `history` answer questions for any day and write nothing. `exchange` is a
whole register as JSON Lines.
"""

"""The database. All SQL is here.

`tables` are its tables, `engine` opens it, `migrate` makes, upgrades, copies and checks it. `ingest` takes readings in,
`tracking` what people do with one item, `queries` answers questions with the read models of `views`, `exchange` is a
whole register as JSON Lines. What they are made of, and what single commands load by itself (bulk changes, reviews,
undoing, redating, cycles) because most do not need it:

- `storing`: readings as rows, matched with what is there, put in its place or beside it as proposals
- `state`: what is expected of each mandate, and where each obligation stands on a day
- `work`: decisions and events, changes of one and of many, reviews, undoing
- `answers`: filters, lists, search, summaries, cycles, a past day
- `database`: rows, numbers, locks, faults, the schema's revision, checks and upkeep
"""

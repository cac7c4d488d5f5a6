"""The database. All SQL is here.

`tables` are its tables, `engine` opens it, `migrate` makes, upgrades, copies and checks it. Three doors for those who
use it: `ingest` (readings come in), `tracking` (people work), `queries` (questions, answered with the read models of
`views`); and `exchange`, a whole register as JSON Lines. What they are made of:

- `storing`: readings as rows, matched with what is there, put in its place or beside it as proposals
- `state`: what is expected of each mandate, and where each obligation stands on a day
- `work`: decisions and events, changes of one and of many, reviews, undoing
- `answers`: filters, lists, search, summaries, cycles, a past day
- `database`: rows, numbers, locks, faults, the schema's revision, checks and upkeep
"""

"""The database: its tables, how it is opened, and one repository for each kind of thing in it. The only SQL.

Knows no rule: what follows from what is worked out in `mandates.timeline` and `mandates.register`.
"""

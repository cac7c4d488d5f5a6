"""The database: its tables, how it is opened, and one module of queries for each kind of row. The only SQL.

Holds no rules: those are in `mandates.timeline` and `mandates.register`.
"""

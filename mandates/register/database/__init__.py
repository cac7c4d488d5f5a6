"""The database as such: rows, numbers, locks, searching tables, faults, the schema's revision, checks and upkeep."""

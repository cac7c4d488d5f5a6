"""Resolutions to mandates: clauses, owners, dues, deliverables. The third stage; knows no database, no command line."""

"""Which document answers what, and what continues what: candidates, features, explained scores. Knows no database.

Issued documents are compared with requests, and resolutions and mandates with earlier ones.
"""

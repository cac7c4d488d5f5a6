"""What answers what, and what continues what: candidates, features, explained scores. Pure; knows no database.

Issued documents are set against requests, resolutions and mandates against earlier ones.
"""

"""Resolutions and mandates set against earlier ones: candidates, features, explained scores. Purely: no database."""

"""Tests of `mandates.matching`."""

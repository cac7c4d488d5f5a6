"""A resolution to its mandates."""

from __future__ import annotations

from mandates.model import Reading, Resolution


def extract(resolution: Resolution) -> Reading:
    """Return the reading of `resolution`. (First cut: no mandates yet.)"""
    return Reading(resolution=resolution, mandates=(), problems=resolution.problems)

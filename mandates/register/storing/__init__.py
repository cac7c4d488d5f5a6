"""Readings into the register: as rows, matched with what is there, put in its place or beside it as proposals."""

"""Expressions of time in a clause: a closed grammar, read token by token; what it does not know is no time."""

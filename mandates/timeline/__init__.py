"""Time, purely: from dues to what is expected, from events to the state on any day. Nothing here knows the database."""

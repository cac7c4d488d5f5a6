"""Pure functions of time: from dues to obligations, from events to the state on any day. Knows no database."""

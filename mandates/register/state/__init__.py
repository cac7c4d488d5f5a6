"""What holds: from dues to expectations, from readings and decisions to the state of an obligation on any day."""

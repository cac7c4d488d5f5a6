"""What is asked: filters, lists, search, summaries, and the register as it stood on another day."""

"""What the United Nations are made of: bodies and their sessions, entities and States. Data with questions to it."""

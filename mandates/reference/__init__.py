"""Reference data of the United Nations and its queries: bodies and their sessions, entities, States."""

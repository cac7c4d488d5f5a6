"""The API, version 1: the same filters, words and rows as the commands, as JSON under `/api/1`."""

"""Documents and the requests they answer: candidates, features, explained scores. Pure; knows no database."""

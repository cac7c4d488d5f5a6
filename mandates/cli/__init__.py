"""The command line: one module per command family; the only place that prints or exits."""

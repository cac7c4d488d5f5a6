"""Answers to tables, JSON, CSV, Markdown, HTML, calendars and workbooks.

Always in two steps: values of the public data (`mandates.schema`) -> an `Answer` (one module per kind of answer) -> a
format (`mandates.rendering.formats`, one module per format).
"""
